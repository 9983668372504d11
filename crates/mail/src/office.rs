//! Who writes: the site, its address, its sender.

use engine::{LetterKey, Returns};
use lettre::message::Mailbox;
use returned::ReturnAddress;

use crate::texts::KnownTexts;
use crate::{MailError, SigningKey, Templates};

/// What all letters of a site have in common.
#[derive(Debug)]
pub struct Office {
    /// What the site is called.
    pub(crate) site: String,
    /// Its address, without a slash at the end.
    pub(crate) base: String,
    /// Who writes.
    pub(crate) from: Mailbox,
    /// The keys with which letters are signed, one signature each.
    pub(crate) keys: Vec<SigningKey>,
    /// What letters are printed with.
    pub(crate) templates: Templates,
    /// What letters said of papers lately.
    pub(crate) texts: KnownTexts,
    /// Where letters go back, and what names each of them there.
    pub(crate) returns: Option<(ReturnAddress, Option<Returns>)>,
}

impl Office {
    /// An office of the site that is called `site` and stands at `base_url`, whose letters come from `from`, such as
    /// `Papers <papers@example.org>`.
    ///
    /// # Errors
    /// Where there is no address of the site, or the sender is none.
    pub fn new(site: &str, base_url: &str, from: &str, keys: Vec<SigningKey>) -> Result<Self, MailError> {
        let base = base_url.trim_end_matches('/').to_owned();
        if base.is_empty() {
            return Err(MailError::NoAddress);
        }
        let sender = |why: &dyn std::fmt::Display| MailError::Sender { value: from.to_owned(), why: why.to_string() };
        let mut mailbox: Mailbox = from.parse().map_err(|error: lettre::address::AddressError| sender(&error))?;
        if from.chars().any(char::is_control) {
            return Err(sender(&"it holds control characters"));
        }
        mailbox.name = mailbox.name.or_else(|| Some(site.to_owned()));
        let (site, texts) = (site.to_owned(), KnownTexts::default());
        Ok(Self { site, base, from: mailbox, keys, templates: Templates::built_in()?, texts, returns: None })
    }

    /// The same office with other templates.
    #[must_use]
    pub fn printing_with(self, templates: Templates) -> Self {
        Self { templates, ..self }
    }

    /// With an address to which letters go back, each with a word of its own that names it.
    #[must_use]
    pub fn with_returns(mut self, address: ReturnAddress, returns: Returns) -> Self {
        self.returns = Some((address, Some(returns)));
        self
    }

    /// With an address to which letters go back that nobody has to know again.
    #[must_use]
    pub fn with_return_address(mut self, address: ReturnAddress) -> Self {
        self.returns = Some((address, None));
        self
    }

    /// To which address a letter goes back.
    pub(crate) fn return_path(&self, letter: LetterKey) -> String {
        let Some((address, returns)) = &self.returns else { return self.from.email.to_string() };
        address.with(&returns.as_ref().map_or_else(|| "trial".to_owned(), |returns| returns.word(letter)))
    }

    /// The host of the sender, which signs and names messages.
    pub(crate) fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// An address of this site.
    pub(crate) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_and_an_address_are_needed() {
        let office = |base: &str, from: &str| Office::new("Papers", base, from, Vec::new());
        let good = office("https://papers.example.org/", "papers@example.org").unwrap();
        assert_eq!((good.from.to_string().as_str(), good.domain()), ("Papers <papers@example.org>", "example.org"));
        assert_eq!(good.link("/papers"), "https://papers.example.org/papers");
        assert!(office("", "papers@example.org").unwrap_err().to_string().contains("base_url"));
        for wrong in
            ["", "papers", "a@b@c", "Papers <papers@example.org", "Papers\r\nBcc: x@example.org <papers@example.org>"]
        {
            assert!(
                office("https://papers.example.org", wrong).unwrap_err().to_string().contains("sender"),
                "{wrong:?}"
            );
        }
    }
}
