//! Letters on their way to relays that do all that relays do: each ends sent, tried again, or given up, and none is lost.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what the tests have in common is code of tests")]

mod failures;
mod library;
mod paces;
mod server;
mod several;
mod signatures;
