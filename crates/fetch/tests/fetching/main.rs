//! The client against a server on loopback that behaves as badly as servers do.
#![expect(clippy::tests_outside_test_module, reason = "all of this is a test")]

mod faults;
mod politeness;
mod private;
mod redirects;
mod server;
