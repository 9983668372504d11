//! Fetching what came back; what it says is read by `returned`, and what follows from it is settled by `engine`.

mod arrivals;
mod collect;
mod imap;

pub use arrivals::Arrivals;
pub(crate) use collect::reach;
pub use collect::{Collected, Collecting, Collector};
