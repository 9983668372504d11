//! What Newsstand is about: papers and their ids, days and the lists that stand on them, what a source says and who said
//! it. Values are parsed once, here, and are true afterwards: a [`Day`] is a real day, a [`PaperId`] is well formed.
//!
//! This crate does no input or output, never reads the clock, and knows neither SQL nor HTTP.

mod category;
mod day;
mod error;
mod facts;
mod history;
mod id;
mod likeness;
mod list;
mod paper;
mod post;
mod record;
mod slug;
mod span;
mod told;

pub use category::{categories, category_name};
pub use day::Day;
pub use error::ParseError;
pub use facts::{Crossed, Facts, Revision};
pub use history::{Announced, Version};
pub use id::{IdKind, PaperId};
pub use jiff::Timestamp;
pub use likeness::{compact_title, likeness_keys, name_mark, plain_title, title_parts};
pub use list::ListName;
pub use paper::{Counts, Links, Organization, Paper, PaperKey, StoredPaper};
pub use post::{
    AlertWish, Destination, Language, MailAddress, MailStatus, Often, QuietDays, QuietHours, ReturnKind, ReturnedMail,
    Rhythm, Subject, Wish,
};
pub use record::{Listing, Observation, Place, Problem, Record, Severity, SourceKind};
pub use slug::{key_of, normalized_title, slug, title_key};
pub use span::{Month, Span, Week};
pub use told::{Field, Told};
