//! A letter as a message (RFC 5322).

use domain::{MailAddress, Timestamp};
use engine::{Letter, LetterKind};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use crate::content::Words;
use crate::sign::signed;
use crate::{MailError, Office};

/// A message, ready to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The address to which what cannot be delivered goes back.
    pub from: String,
    /// The address to which it goes.
    pub to: String,
    /// The name that it keeps, however often it is sent.
    pub id: String,
    /// What it says, before it was encoded.
    pub words: Words,
    /// All of it, signed.
    pub bytes: Vec<u8>,
}

impl Message {
    /// The host of its sender, by which this site greets relays.
    pub(crate) fn host(&self) -> &str {
        self.from.rsplit_once('@').map_or("localhost", |(_, host)| host)
    }
}

impl Office {
    /// The message of a letter. The same letter gives the same name of the message whenever it is made.
    ///
    /// # Errors
    /// Where it cannot be printed or signed.
    pub fn message(&self, letter: &Letter, now: Timestamp) -> Result<Message, MailError> {
        let manage = format!("/letters/{}", letter.manage.0);
        let about = &letter.theme;
        let (words, is_digest) = match &letter.kind {
            LetterKind::Confirmation { confirm } => {
                (self.confirmation(about, &format!("/letters/confirm/{}", confirm.0))?, false)
            }
            LetterKind::Digest { date, content } => {
                let wish = &letter.subscription.wish;
                (self.digest((about, wish), (date, content), &manage)?, true)
            }
        };
        let mut extra = vec![("Auto-Submitted", "auto-generated".to_owned())];
        if is_digest {
            let end = self.link(&format!("{manage}/end"));
            extra.extend([
                // RFC 2919: a name that never changes.
                ("List-Id", format!("<{}.letters.{}>", list_word(&about.subject.to_string()), self.domain())),
                // RFC 8058: a program may end them with a POST, and nobody with a GET.
                ("List-Unsubscribe", format!("<{end}>")),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
            ]);
        }
        let id = format!("<letter-{}-{}@{}>", letter.subscription.key.0, letter.key.0, self.domain());
        let message = self.written((&letter.subscription.address, &id), words, (extra, now))?;
        Ok(Message { from: self.return_path(letter.key), ..message })
    }

    pub(crate) fn written(
        &self,
        (to, id): (&MailAddress, &str),
        words: Words,
        (extra, now): (Vec<(&str, String)>, Timestamp),
    ) -> Result<Message, MailError> {
        let build = |error: &dyn std::fmt::Display| MailError::Build(error.to_string());
        if now < Timestamp::UNIX_EPOCH {
            return Err(build(&format!("a letter of {now} would lie before the dates that mail knows here")));
        }
        let to = in_ascii(to);
        let receiver: Mailbox = to.parse().map_err(|error: lettre::address::AddressError| build(&error))?;
        let mut message = lettre::Message::builder()
            .from(self.from.clone())
            .to(receiver)
            .subject(words.subject.clone())
            .message_id(Some(id.to_owned()))
            .date(now.into())
            .multipart(MultiPart::alternative_plain_html(words.text.clone(), words.html.clone()))
            .map_err(|error| build(&error))?;
        for (name, value) in extra {
            let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|error| build(&error))?;
            message.headers_mut().insert_raw(HeaderValue::new(name, value));
        }
        let bytes = signed(&message.formatted(), &self.keys, (self.domain(), now))?;
        Ok(Message { from: self.from.email.to_string(), to, id: id.to_owned(), words, bytes })
    }
}

/// An address with its host as DNS has it (RFC 5891): every relay knows that one.
fn in_ascii(address: &MailAddress) -> String {
    let ascii = url::Host::parse(address.host()).map(|host| host.to_string());
    match (address.as_str().rsplit_once('@'), ascii) {
        (Some((local, _)), Ok(host)) => format!("{local}@{host}"),
        _ => address.to_string(),
    }
}

/// A subject as a label of a name: letters, digits and hyphens, at most 40 of them.
fn list_word(about: &str) -> String {
    let label = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let word: String = about.chars().map(label).take(40).collect();
    word.trim_matches('-').to_owned()
}
