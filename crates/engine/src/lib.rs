//! The use cases of Newsstand, one a file: taking papers in, keeping the index at the store's heels, and answering what a
//! page, a program or a command asks. Wires `sources`, `store`, `search` and `text` together.
//!
//! It knows neither SQL nor HTTP, prints nothing, and takes the time from its callers.

mod alerts;
mod answering;
mod border;
mod calendar;
mod edition;
mod error;
mod find;
mod follow;
mod gather;
mod history;
mod identity;
mod ingest;
mod lease;
mod list_rule;
mod merges;
mod models;
mod newsstand;
mod page;
mod paper;
mod percolate;
mod post;
pub mod rank;
mod reading;
mod rerank;
mod rounds;
mod searches;
mod second_tier;
mod shelf;
mod similar;
mod standing;
mod suggest;
mod topics;
mod train;
mod trending;

pub use alerts::{AlertEffect, AlertMessage, AlertSummary};
pub use border::DayBorder;
pub use calendar::Calendar;
pub use edition::{Edition, EditionQuery};
pub use error::EngineError;
pub use find::{Found, FoundPaper};
pub use follow::{CatchUp, Following};
pub use gather::{Gathered, Gathering, Wanted};
pub use history::{PaperEvent, PaperEventKind};
pub use ingest::{IngestReport, Ingestion, Progress};
pub use list_rule::ListRule;
pub use merges::{DoubtSummary, MergeError, MergeSummary};
pub use models::{AddedModel, DescribedModel, ListedModel, ModelError, ModelKind, ModelUse, ModelWanted};
pub use newsstand::{Newsstand, Options};
pub use page::Page;
pub use paper::PaperDetail;
pub use post::{
    Aftermath, AskLimits, Asked, Asking, Composed, Entry, Exported, ForgettingSenders, Letter, LetterKind, PostError,
    PostQueue, PrivateFeed, Purpose, Queued, Reason, Returns, Theme, Token, paper_path, subject_path,
};
pub use rank::TrendScore;
pub use reading::Reading;
pub use rounds::{GatheringRounds, Scheduled};
pub use search::{Matched, SavedSearch};
pub use searches::{NotingSearches, SearchReport};
pub use shelf::{Shelf, ShelfKind, ShelfQuery};
pub use similar::Similar;
pub use sources::{Extent, FoundLink, LinkRole, Said};
pub use standing::{DayStanding, SourceStanding};
pub use store::{
    Alert, AlertCall, AlertCounts, AlertKey, AlertOutcome, AlertState, Judgement, LetterKey, LetterOutcome, ReaderKey,
    Searched, ShelfOrder, Subscription, SubscriptionKey, SubscriptionState, Suppressed,
};
pub use topics::{TopicError, TopicMember, TopicQuery, TopicSummary, TopicView};
pub use train::{
    Training, TrainingObserver, TrainingProgress, TrainingReport, TrainingRequest, TrainingStart, TrainingTeacher,
};
pub use trending::{Trended, Trending};
