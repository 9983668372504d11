//! Tests that drive the built binary: each starts the program as a user would and asserts what that user would notice.
//!
//! They are one test binary, so that the harness and what it stands on are compiled and linked once.

mod broken_input;
mod cli;
mod eval;
mod http;
mod ingest;
mod kills;
mod postgres;
mod seeds;
mod serve;
mod support;
