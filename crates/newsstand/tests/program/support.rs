//! The harness: the program with a fresh data folder, a running server, a plain HTTP client, real files, and a look into
//! the library that the program has left behind.

mod files;
mod http;
mod imap_server;
mod library;
mod mail_server;
mod name_server;
mod postbox;
mod postfix;
mod running;
mod server;
mod table;

pub(crate) use files::{gzip, head, lines, shared, zstd};
pub(crate) use http::{Answer, Client, read_answer};
pub(crate) use imap_server::ImapServer;
pub(crate) use library::{Library, wait_for, wait_for_sample};
pub(crate) use mail_server::{MailServer, Taken};
pub(crate) use name_server::NameServer;
pub(crate) use postbox::Postbox;
pub(crate) use postfix::Postfix;
pub(crate) use running::{Finished, Running};
pub(crate) use server::Server;
pub(crate) use table::Table;
