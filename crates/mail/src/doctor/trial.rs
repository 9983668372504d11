//! A letter to somebody who wants to see whether it arrives.

use domain::{MailAddress, Timestamp};
use engine::LetterKey;

use crate::content::Words;
use crate::{MailError, Message, Office};

impl Office {
    /// A letter that says that it is a trial, with all signatures.
    ///
    /// # Errors
    /// Where it cannot be signed.
    pub fn trial(&self, to: &MailAddress, now: Timestamp) -> Result<Message, MailError> {
        let subject = format!("A trial letter from {}", self.site);
        let says = format!(
            "This letter was sent by `newsstand doctor mail`, to see whether letters from {} arrive. It can be thrown away.",
            self.link("/")
        );
        let html = format!("<!DOCTYPE html><html><body><p>{}</p></body></html>", escaped(&says));
        let words = Words { subject, text: format!("{says}\n"), html };
        let id = format!("<trial-{}@{}>", now.as_microsecond(), self.domain());
        let message = self.written((to, &id), words, (vec![("Auto-Submitted", "auto-generated".to_owned())], now))?;
        Ok(Message { from: self.return_path(LetterKey(0)), ..message })
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
