//! Asking other people's servers politely.
//!
//! A [`Client`] makes one request at a time to each provider, no sooner after the last than its [`Pace`] allows, leaves a provider alone
//! that asks for it (429 and 503, with `Retry-After` or without), asks for what has changed ([`Validators`]), and gives up on answers that
//! are too large, too slow or lead in circles. It goes to public addresses only, unless it is told otherwise, whatever a name resolves
//! to and wherever an answer redirects to.
//!
//! Time comes from a [`Clock`], so that hours of waiting take no time in tests.
//!
//! What is handed over to others ([`Client::deliver`]) keeps the same rules, but is not repeated here and follows no redirection.
//!
//! What an answer says is nothing to this crate.

mod answer;
mod budget;
mod client;
mod clock;
mod delivery;
mod error;
mod guard;
mod request;
mod rest;

pub use answer::{Answer, Content};
pub use budget::Pace;
pub use client::{Client, Settings};
pub use clock::{Clock, SystemClock, VirtualClock};
pub use delivery::{Delivery, Reply, Verb};
pub use error::{FetchError, Retry};
pub use request::{Address, Request, Validators};
