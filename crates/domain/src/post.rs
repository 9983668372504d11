//! Letters and alerts: to whom, about what, and how often.

mod address;
mod alert;
mod language;
mod quiet;
mod returned;
mod rhythm;
mod subject;
mod wish;

pub use address::MailAddress;
pub use alert::{AlertWish, Destination};
pub use language::Language;
pub use quiet::{QuietDays, QuietHours};
pub use returned::{MailStatus, ReturnKind, ReturnedMail};
pub use rhythm::{Often, Rhythm};
pub use subject::Subject;
pub use wish::Wish;
