//! Letters: what they look like, their signatures, and how they travel.
//!
//! What is in a letter, to whom it goes and when is settled by `engine`; this crate prints it as a message (RFC 5322) with a part in HTML and
//! one in plain text, signs it (DKIM, RFC 6376 and 8463), and hands it to a relay (SMTP) or puts it into a folder (maildir). [`Postman`] does all
//! of it, again and again.

mod canonical;
mod carrier;
mod clock;
mod content;
mod doctor;
mod error;
mod example;
mod fetched;
mod letter;
mod maildir;
mod office;
mod postman;
mod rates;
mod record;
mod relay;
mod relays;
mod sign;
mod templates;
mod texts;
mod transport;
mod values;

pub use content::Words;
pub use doctor::{Dns, Finding, Level, MailSetup, examine};
pub use error::MailError;
pub use fetched::{Arrivals, Collected, Collecting, Collector};
pub use letter::Message;
pub use office::Office;
pub use postman::{Delivered, Pace, Postman, Rounds};
pub use relays::{Patience, Relays};
pub use sign::{KeyKind, SigningKey};
pub use templates::{TemplateProblem, Templates};
pub use transport::{Failure, Transport};
