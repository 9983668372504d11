//! Writing papers, many at a time, in one transaction.

mod candidates;
mod changes;
mod ids;
mod input;
mod listings;
mod merge;
mod papers;
mod said;
mod searches;
mod shelves;
mod topics;
mod tx;

pub use candidates::Candidate;
pub(crate) use changes::{DELETE, TOPIC, UPSERT};
pub use input::{PaperWrite, Said};
pub(crate) use listings::NO_RANK;
pub use topics::Judgement;
pub use tx::Tx;
