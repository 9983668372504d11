//! Letters: who wants them, what is in them, and which are to be sent. What a letter looks like and how it travels is the business of `mail`.

mod candidates;
mod compose;
mod error;
mod feed;
mod flood;
mod memory;
mod paths;
mod queue;
mod resume;
mod returned;
mod round;
mod spread;
mod standing;
mod subscribe;
mod theme;
mod token;
mod week;

pub(crate) use compose::LATE;
pub use compose::{Composed, Entry};
pub use error::PostError;
pub use feed::PrivateFeed;
pub use flood::{AskLimits, Asking, ForgettingSenders};
pub use paths::{paper_path, subject_path};
pub use queue::{Letter, LetterKind, Queued};
pub(crate) use queue::{later, printed};
pub use returned::{Aftermath, Returns};
pub use standing::{PostQueue, Reason};
pub use subscribe::{Asked, Exported};
pub use theme::Theme;
pub use token::{Purpose, Token};
