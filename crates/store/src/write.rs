//! Writing papers, many at a time, in one transaction.

mod alerts;
mod asked;
mod candidates;
mod changes;
mod ids;
mod input;
mod letters;
mod likeness;
mod listings;
mod merge;
mod merges;
mod papers;
mod post;
mod readers;
mod returned;
mod said;
mod searches;
mod shelves;
mod topics;
mod tx;

pub use alerts::Outcome as AlertOutcome;
pub use candidates::{Candidate, Marks};
pub(crate) use changes::{DELETE, SOURCE, TOPIC, UPSERT};
pub use input::{PaperWrite, Said};
pub use letters::NewLetter;
pub(crate) use likeness::fill;
pub(crate) use listings::NO_RANK;
pub use merges::{DoubtNote, MergeNote, WordsNote};
pub use post::Outcome as LetterOutcome;
pub use topics::Judgement;
pub use tx::Tx;
