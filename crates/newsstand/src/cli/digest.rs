//! Arguments of `newsstand digest`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::{Day, Language, MailAddress, Often, Subject};

#[derive(Debug, Args)]
pub(crate) struct DigestArgs {
    #[command(subcommand)]
    pub what: DigestCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DigestCommand {
    /// Show the letter that somebody would get; nothing is sent
    Preview(DigestPreviewArgs),
    /// Write the letters that are due and send them; a server does so by itself
    Send,
    /// Show how many letters wait, which are tried again and why, and which were given up
    Queue(DigestQueueArgs),
    /// Write the templates of letters into a folder, to be changed (see the setting `mail_templates`)
    Templates(DigestTemplatesArgs),
    /// Read one message from standard input that came back, and draw the consequences: for a pipe of the mail server
    Returned(ReturnedArgs),
    /// The addresses that get no letters: list, add, remove
    Suppressed(SuppressedArgs),
}

#[derive(Debug, Args)]
pub(crate) struct DigestQueueArgs {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DigestTemplatesArgs {
    /// The folder; files that are there stay as they are
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ReturnedArgs {
    /// The address at which it arrived, as the mail server knows it [default: found in the message]
    #[arg(long, value_name = "ADDRESS")]
    pub to: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SuppressedArgs {
    #[command(subcommand)]
    pub what: SuppressedCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SuppressedCommand {
    /// Show the addresses that get no letters, and those whose letters rest
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Send no letters to an address any more, and end those it gets
    Add {
        address: MailAddress,
        /// Why, for the list
        #[arg(long, default_value = "by hand")]
        why: String,
    },
    /// Let letters be sent to an address again: they are to be asked for anew; those that rest go on
    Remove { address: MailAddress },
}

#[derive(Debug, Args)]
pub(crate) struct DigestPreviewArgs {
    /// Whose letter: what was sent to them before is left out [default: somebody who was never sent one]
    #[arg(long = "for", value_name = "ADDRESS")]
    pub address: Option<MailAddress>,
    /// What it is about: daily, new, trending, category:cs.CL, keyword:…, author:…, org:…, topic:…, search:… [default: daily]
    #[arg(long)]
    pub about: Option<Subject>,
    /// How often: instant, daily, weekdays, or a day of the week such as monday [default: as wished, else daily]
    #[arg(long)]
    pub often: Option<Often>,
    /// In which language dates are written: en, de, fr, es, pt, it, zh or ja [default: as wished, else en]
    #[arg(long)]
    pub language: Option<Language>,
    /// How many papers at most [default: as wished, else 20]
    #[arg(long, value_name = "N")]
    pub most: Option<u8>,
    /// On which day [default: today]
    #[arg(long, value_name = "DAY")]
    pub date: Option<Day>,
    /// The part in HTML
    #[arg(long, group = "form")]
    pub html: bool,
    /// The part in plain text (the default)
    #[arg(long, group = "form")]
    pub text: bool,
    /// The whole message
    #[arg(long, group = "form")]
    pub eml: bool,
}

/// In which form a letter is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DigestForm {
    Html,
    Text,
    Eml,
}

impl DigestPreviewArgs {
    pub(crate) fn form(&self) -> DigestForm {
        match (self.html, self.eml) {
            (true, _) => DigestForm::Html,
            (_, true) => DigestForm::Eml,
            _ => DigestForm::Text,
        }
    }
}
