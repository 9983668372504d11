//! The harness: the program with a fresh data folder, a running server, a plain HTTP client, real files, and a look into
//! the library that the program has left behind.

mod files;
mod http;
mod library;
mod running;
mod server;
mod table;

pub(crate) use files::{gzip, head, lines, shared, zstd};
pub(crate) use http::{Answer, Client, read_answer};
pub(crate) use library::{Library, wait_for};
pub(crate) use running::{Finished, Running};
pub(crate) use server::Server;
pub(crate) use table::Table;
