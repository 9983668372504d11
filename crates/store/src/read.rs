//! Reading: whatever pages, indexes and programs ask for.

mod alerts;
mod changes;
mod letters;
mod listed;
mod merges;
mod paper;
mod post;
mod queue;
mod readers;
mod returned;
mod searches;
mod settings;
mod shelf_kind;
mod shelves;
mod topics;
mod totals;
mod trend;

pub use alerts::{Alert, AlertCall, AlertCounts, AlertKey, AlertMessage, AlertMessageKey, AlertState};
pub use changes::{Change, ChangeKind};
pub use listed::{ListedQuery, Order, Page};
pub use merges::{Doubt, Merge, Standing, Words};
pub use paper::Provenance;
pub use post::{Letter, LetterKey, Subscription, SubscriptionKey, SubscriptionState};
pub use queue::LetterCount;
pub use readers::{FedPaper, ReaderKey};
pub use returned::{Returned, Suppressed};
pub use searches::Searched;
pub(crate) use shelf_kind::ShelfKind;
pub use shelves::{Shelf, ShelfOrder, ShelfPart, Window};
pub(crate) use topics::topics;
pub use topics::{Topic, TopicKey};
pub use totals::Totals;
pub use trend::TrendCandidate;
