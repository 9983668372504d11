//! Alerts: what programs and chats are told of, and when. What a message looks like and how it is handed over is the business of the crate
//! `alerts`.

mod fresh;
mod keep;
mod queue;
mod tell;

pub use keep::AlertSummary;
pub use queue::{AlertEffect, AlertMessage};
