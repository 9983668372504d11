//! What it means that a letter came back: enhanced status codes (RFC 3463, and their registry, RFC 5248).

use std::str::FromStr;

use crate::ParseError;

/// Why a letter came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReturnKind {
    /// There is no such address.
    Gone,
    /// It was refused for good, for another reason.
    Permanent,
    /// It could not be delivered for now: a full mailbox, a host that is down.
    Passing,
    /// Its reader complained.
    Complaint,
}

impl ReturnKind {
    /// In a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Permanent => "permanent",
            Self::Passing => "passing",
            Self::Complaint => "complaint",
        }
    }
}

impl FromStr for ReturnKind {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let kinds = [Self::Gone, Self::Permanent, Self::Passing, Self::Complaint];
        let kind = kinds.into_iter().find(|kind| kind.as_str() == text);
        kind.ok_or_else(|| ParseError::new(text, "a kind of letters that came back"))
    }
}

/// What a message says that came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnedMail {
    /// Words in it that may name a letter.
    pub words: Vec<String>,
    /// Why it came back; nothing where it is none of these: a delay, a note from a holiday, a receipt.
    pub kind: Option<ReturnKind>,
    /// For which addresses it says so, where it names any.
    pub receivers: Vec<String>,
    /// Why, in its own words.
    pub why: String,
}

/// An enhanced status code, such as 5.1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailStatus {
    /// 2 well, 4 for now, 5 for good.
    pub class: u16,
    /// What it is about: 1 the address, 2 the mailbox, 3 the system, 4 the way there, 5 the protocol, 6 the content, 7 policy.
    pub subject: u16,
    /// What exactly.
    pub detail: u16,
}

impl MailStatus {
    /// The first such code in a text. Numbers of versions and addresses of hosts have other digits around them.
    pub fn find(text: &str) -> Option<Self> {
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        text.split(|c| !is_part(c)).find_map(|word| Self::of(word.trim_end_matches('.')))
    }

    /// A word that is such a code and nothing else.
    fn of(word: &str) -> Option<Self> {
        let mut numbers = word.split('.').map(|part| part.parse::<u16>().ok().filter(|_| part.len() <= 3));
        let (class, subject, detail) = (numbers.next()??, numbers.next()??, numbers.next()??);
        (numbers.next().is_none() && matches!(class, 2 | 4 | 5)).then_some(Self { class, subject, detail })
    }

    /// Whether it says anything beyond its class.
    pub fn is_specific(self) -> bool {
        self.subject != 0
    }

    /// What it means for the address; nothing where the letter was delivered. What is about the sender, the letter or a system in between is no
    /// fault of the address: it passes, and counts only when it goes on for weeks.
    pub fn kind(self) -> Option<ReturnKind> {
        match (self.class, self.subject, self.detail) {
            (2, ..) => None,
            // No such mailbox, no such host, no address at all, moved without a new one, a host that takes no mail (RFC 7505).
            (5, 1, 1 | 2 | 3 | 6 | 10) => Some(ReturnKind::Gone),
            // The sender's address is not liked. A full mailbox is emptied some day; a letter that is too long says nothing about the next.
            (5, 1, 7..=9) | (5, 2, 2 | 3) => Some(ReturnKind::Passing),
            (5, 0 | 1 | 2 | 4, _) => Some(ReturnKind::Permanent),
            _ => Some(ReturnKind::Passing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_among_other_numbers() {
        let found = |text| MailStatus::find(text).map(|found| (found.class, found.subject, found.detail));
        assert_eq!(found("permanent error (550): 5.1.1 <a@example.org>: user unknown"), Some((5, 1, 1)));
        assert_eq!(found("smtp; 550-5.7.26 Unauthenticated"), Some((5, 7, 26)));
        assert_eq!(found("host 5.1.1.1 said: 450 4.2.2. Full"), Some((4, 2, 2)));
        assert_eq!(found("#5.4.1#"), Some((5, 4, 1)));
        for none in ["", "550 no", "5.1", "5.1.", "3.1.1", "version 1.2.3", "5..1", "5.1.1000", "5.1.1.9", "٥.١.١"] {
            assert_eq!(found(none), None, "{none:?}");
        }
    }

    #[test]
    fn only_what_is_about_the_address_counts_against_it() {
        for (code, kind) in [
            ("2.1.5", None),
            ("5.1.1", Some(ReturnKind::Gone)),
            ("5.1.10", Some(ReturnKind::Gone)),
            ("5.0.0", Some(ReturnKind::Permanent)),
            ("5.2.1", Some(ReturnKind::Permanent)),
            ("5.4.1", Some(ReturnKind::Permanent)),
            ("5.2.2", Some(ReturnKind::Passing)),
            ("5.1.8", Some(ReturnKind::Passing)),
            ("5.7.26", Some(ReturnKind::Passing)),
            ("5.3.4", Some(ReturnKind::Passing)),
            ("4.1.1", Some(ReturnKind::Passing)),
            ("4.4.7", Some(ReturnKind::Passing)),
        ] {
            assert_eq!(MailStatus::find(code).unwrap().kind(), kind, "{code}");
        }
    }
}
