//! The client against a server on loopback that behaves as badly as servers do.
#![expect(clippy::expect_used, reason = "helpers of tests are code of tests")]

use newsstand_fetch as fetch;

mod delivering;
mod faults;
mod politeness;
mod private;
mod redirects;
mod server;

/// A request for an address.
fn request(address: &str) -> fetch::Request {
    fetch::Request::new(address.parse().expect("an address"))
}
