//! How messages travel.

use std::path::PathBuf;
use std::time::Duration;

use crate::relays::Patience;
use crate::{MailError, Message, Relays, maildir};

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// In words, with the relay's answer.
    pub why: String,
    /// Whether trying again cannot help: where the relay says so (RFC 5321, 4.2.1: 5yz).
    pub is_permanent: bool,
    /// Whether it has nothing to do with this message: no relay could be reached.
    pub is_relays: bool,
}

impl Failure {
    /// A failure that is this message's.
    pub(crate) fn letters(why: String, is_permanent: bool) -> Self {
        Self { why, is_permanent, is_relays: false }
    }
}

/// Where messages are handed over.
#[derive(Debug)]
pub enum Transport {
    /// To relays.
    Smtp {
        /// The relays with their connections.
        relays: Box<Relays>,
        /// How many connections there are at most.
        connections: u32,
    },
    /// Into a folder.
    Maildir(PathBuf),
}

impl Transport {
    /// Relays by their addresses, with commas between them: `smtp://host:port`, `smtp://user:password@host?tls=required` (STARTTLS) or
    /// `smtps://user:password@host`. Without `share=` in their parameters the first is used, and the others while it rests after a failure; with
    /// it, messages are spread by their shares, and those without one are spare.
    ///
    /// # Errors
    /// Where an address cannot be used.
    pub fn smtp(addresses: &str, connections: u32) -> Result<Self, MailError> {
        Self::smtp_with(addresses, connections, Patience::default())
    }

    /// The same, with another patience.
    ///
    /// # Errors
    /// Where an address cannot be used.
    pub fn smtp_with(addresses: &str, connections: u32, patience: Patience) -> Result<Self, MailError> {
        let relays = Box::new(Relays::parse(addresses, patience)?);
        Ok(Self::Smtp { relays, connections })
    }

    /// How many messages can be under way at once.
    pub(crate) fn width(&self) -> usize {
        match self {
            Self::Smtp { connections, .. } => usize::try_from(*connections).unwrap_or(1).max(1),
            Self::Maildir(_) => 1,
        }
    }

    /// No message is longer under way than this.
    pub(crate) fn most(&self) -> Duration {
        match self {
            Self::Smtp { relays, .. } => relays.patience().whole(),
            Self::Maildir(_) => Patience::default().whole(),
        }
    }

    /// For how long nothing can be handed over.
    pub(crate) fn rests_for(&self) -> Option<Duration> {
        match self {
            Self::Smtp { relays, .. } => relays.all_rest_for(),
            Self::Maildir(_) => None,
        }
    }

    /// Hands a message over.
    ///
    /// # Errors
    /// Where it was not taken.
    pub async fn send(&self, message: &Message) -> Result<(), Failure> {
        match self {
            Self::Smtp { relays, .. } => {
                let late = || format!("it was not done within {} s", self.most().as_secs());
                // A conversation with TLS is a large thing to carry about.
                let sent = tokio::time::timeout(self.most(), Box::pin(relays.send(message))).await;
                sent.unwrap_or_else(|_| Err(Failure::letters(late(), false)))
            }
            Self::Maildir(folder) => {
                // As whoever delivers a message for good writes it (RFC 5321, 4.4): another program may send it from here.
                let path = format!("Return-Path: <{}>\r\n", message.from);
                let (folder, bytes) = (folder.clone(), [path.as_bytes(), &message.bytes].concat());
                let put = tokio::task::spawn_blocking(move || maildir::put(&folder, &bytes)).await;
                let failure = |why: String| Failure::letters(why, false);
                put.map_err(|error| failure(error.to_string()))?.map_err(|error| failure(error.to_string()))
            }
        }
    }

    /// Ends the connections that nobody uses.
    pub async fn hang_up(&self) {
        if let Self::Smtp { relays, .. } = self {
            relays.hang_up().await;
        }
    }
}
