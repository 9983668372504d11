//! Reading: whatever pages, indexes and programs ask for.

mod changes;
mod listed;
mod merges;
mod paper;
mod searches;
mod settings;
mod shelf_kind;
mod shelves;
mod topics;
mod totals;
mod trend;

pub use changes::{Change, ChangeKind};
pub use listed::{ListedQuery, Order, Page};
pub use merges::{Doubt, Merge, Standing, Words};
pub use paper::Provenance;
pub use searches::Searched;
pub(crate) use shelf_kind::ShelfKind;
pub use shelves::{Shelf, Window};
pub(crate) use topics::topics;
pub use topics::{Topic, TopicKey};
pub use totals::Totals;
pub use trend::TrendCandidate;
