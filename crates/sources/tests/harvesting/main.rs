//! Harvests from providers that behave as providers do, on loopback.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "helpers of tests are code of tests")]

mod faults;
mod gather;
mod pages;
mod recorded;
mod repository;
/// Under the name by which the server knows it.
mod fetch {
    pub(crate) use ::fetch::*;
}
#[path = "../../../fetch/tests/fetching/server.rs"]
mod server;
