//! Alerts: what programs and chats are told, in the forms that they read, and how it is handed over. Announcements to WebSub hubs go the
//! same way.
//!
//! What an alert is told of, and when, is settled by `engine`; this crate prints it (one file a form), signs it where the form has
//! signatures, hands it over by `fetch`, which keeps it from going where it should not, and says what the answer means. [`Herald`] does all of
//! it, again and again.

mod error;
mod forms;
mod herald;
mod hub;
mod told;
mod verdict;

pub use error::AlertError;
pub use forms::{prepared, printed_forms};
pub use herald::{Delivered, Herald, Rounds, Tried};
pub use hub::Hub;
