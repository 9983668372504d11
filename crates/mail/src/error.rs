//! What can be wrong with the settings of mail, or with a letter.

use std::path::PathBuf;

/// Mail is set up wrongly, or a letter cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The sender is no address.
    #[error("{value:?} is no sender: {why}\nhint: mail_from = \"Papers <papers@example.org>\"")]
    Sender {
        /// What was given.
        value: String,
        /// Why.
        why: String,
    },
    /// The address of this site is not known, without which letters have no links.
    #[error("letters need the address of this site\nhint: base_url = \"https://papers.example.org\"")]
    NoAddress,
    /// The relay's address cannot be used.
    #[error(
        "the address of the relay cannot be used: {0}\nhint: mail_relay = \"smtps://user:password@mail.example.org\""
    )]
    Relay(String),
    /// The place cannot be used at which letters arrive that came back. Its address is left out: it may hold a password.
    #[error(
        "mail_returns names no place at which letters arrive: {0}\nhint: mail_returns = \"maildir:/path\" or \"imaps://user:password@host/INBOX\""
    )]
    Returns(String),
    /// What came back cannot be fetched.
    #[error("{from}: {why}")]
    Arrivals {
        /// From where.
        from: String,
        /// Why.
        why: String,
    },
    /// The DNS cannot be asked.
    #[error("the DNS cannot be asked: {0}\nhint: --nameserver 192.0.2.53:53")]
    Dns(String),
    /// The store failed.
    #[error(transparent)]
    Engine(#[from] engine::EngineError),
    /// A key cannot be read.
    #[error("the key {} cannot be used: {why}", path.display())]
    Key {
        /// Its file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// A folder cannot be used.
    #[error("the folder {} cannot be used: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A template failed.
    #[error("a letter cannot be printed: {0}")]
    Print(#[from] minijinja::Error),
    /// The message cannot be built.
    #[error("a message cannot be built: {0}")]
    Build(String),
}
