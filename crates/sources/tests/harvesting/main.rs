//! Harvests from providers that behave as providers do, on loopback.
#![expect(clippy::expect_used, clippy::print_stdout, reason = "helpers of tests are code of tests")]

mod catalogues;
mod faults;
mod gather;
mod keys;
mod pages;
mod recorded;
mod repository;
/// Under the name by which the server knows it.
mod fetch {
    pub(crate) use ::fetch::*;
}
#[expect(dead_code, reason = "other tests use more of it")]
#[path = "../../../fetch/tests/fetching/server.rs"]
mod server;
