//! The truth: SQL on SQLite or PostgreSQL. Nothing else in the workspace knows SQL.
//!
//! Papers are written many at a time within a transaction ([`Store::begin`], [`Tx::write`]); every write that a reader
//! could notice also appends to the log of changes ([`Store::changes`]), which search indexes and caches follow. One SQL
//! text serves both databases; the few differences stand in `dialect.rs`.
//!
//! This crate does not decide anything: whether two records are one paper, whose word stands for a field and which day is
//! shown is settled before it is called.

mod bulk;
mod dialect;
mod driver;
mod error;
mod migrate;
mod read;
mod store;
mod stored;
mod url;
mod write;

pub use error::StoreError;
pub use read::{
    Alert, AlertCall, AlertCounts, AlertKey, AlertMessage, AlertMessageKey, AlertState, Change, ChangeKind, Doubt,
    FedPaper, Letter, LetterCount, LetterKey, ListedQuery, Merge, Order, Page, Provenance, ReaderKey, Returned,
    Searched, Shelf, ShelfOrder, ShelfPart, Standing, Subscription, SubscriptionKey, SubscriptionState, Suppressed,
    Topic, TopicKey, Totals, TrendCandidate, Window, Words,
};
pub use store::Store;
pub use url::DatabaseUrl;
pub use write::{
    AlertOutcome, Candidate, DoubtNote, Judgement, LetterOutcome, Marks, MergeNote, NewLetter, PaperWrite, Said, Tx,
    WordsNote,
};
