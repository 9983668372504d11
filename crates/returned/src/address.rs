//! The address to which letters go back, and those made of it for one letter each (VERP).

use std::str::FromStr;

use domain::MailAddress;

/// Letters and digits of a letter's word (`engine`).
const WORD: usize = 32;
/// The longest part before the sign (RFC 5321, 4.5.3.1.1).
const LOCAL: usize = 64;
/// Words of a message that are looked at.
const MOST: usize = 8;

/// A text is no address to which letters can go back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{value:?} is no address to which letters go back: {why}\nhint: mail_return = \"bounces@example.org\"")]
pub struct AddressError {
    value: String,
    why: String,
}

/// An address such as `bounces@example.org`: letters go back to `bounces+WORD@example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnAddress {
    local: String,
    host: String,
}

impl ReturnAddress {
    /// The address for the letter that this word names.
    pub fn with(&self, word: &str) -> String {
        format!("{}+{word}@{}", self.local, self.host)
    }

    /// The host that takes what comes back.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The words behind this address in a message, each once, in their order. They may stand anywhere: in the receiver of the message, in the
    /// return path of the letter that it holds, or in its own field (RFC 5965: Original-Mail-From). Only words that were signed here count.
    pub(super) fn words(&self, bytes: &[u8]) -> Vec<String> {
        let begin = format!("{}+", self.local).to_ascii_lowercase();
        let mut words = Vec::new();
        let mut rest = bytes;
        while let Some(at) = place(rest, begin.as_bytes()) {
            rest = rest.get(at + begin.len()..).unwrap_or_default();
            if let Some(word) = word(rest)
                && !words.contains(&word)
            {
                words.push(word);
            }
            if words.len() >= MOST {
                break;
            }
        }
        words
    }
}

/// Where a text begins in bytes, whatever the size of its letters.
fn place(bytes: &[u8], text: &[u8]) -> Option<usize> {
    bytes.windows(text.len()).position(|at| at.eq_ignore_ascii_case(text))
}

fn word(bytes: &[u8]) -> Option<String> {
    let is_of_it = |byte: &u8| byte.is_ascii_alphabetic() || (b'2'..=b'7').contains(byte);
    let word = bytes.get(..WORD).filter(|word| word.iter().all(is_of_it))?;
    String::from_utf8(word.to_ascii_lowercase()).ok()
}

impl FromStr for ReturnAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let error = |why: String| AddressError { value: text.to_owned(), why };
        let address: MailAddress = text.parse().map_err(|why: domain::ParseError| error(why.to_string()))?;
        let (local, host) = address.as_str().rsplit_once('@').unwrap_or_default();
        if local.len() + 1 + WORD > LOCAL {
            return Err(error(format!("more than {} letters stand before the sign", LOCAL - 1 - WORD)));
        }
        if !address.as_str().is_ascii() {
            return Err(error("not every relay can send to letters beyond ASCII".to_owned()));
        }
        Ok(Self { local: local.to_owned(), host: host.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "aaaabbbbccccddddeeeeffffgggg2222";

    #[test]
    fn words_are_found_wherever_they_stand() {
        let address: ReturnAddress = "Bounces@example.org".parse().unwrap();
        assert_eq!(address.with(A), format!("Bounces+{A}@example.org"));
        let words = |text: &str| address.words(text.as_bytes());
        assert_eq!(words(&format!("Delivered-To: bounces+{A}@example.org\nTo: <BOUNCES+{}@x>", A.to_uppercase())), [A]);
        assert_eq!(words(&format!("SRS0=x=y=example.org=bounces+{A}@forwarder.example")), [A]);
        assert_eq!(words(&format!("bounces+short@example.org bounces+{A}")), [A]);
        for none in ["", "bounces", "bounces+", "bounces+1111bbbbccccddddeeeeffffgggg2222@example.org"] {
            assert_eq!(words(none), [""; 0], "{none}");
        }
        assert_eq!(words(&format!("bounces+{A}").repeat(50_000)).len(), 1);
        let begin = A.get(..24).unwrap();
        let many: Vec<String> = (0..10_000).map(|number: u32| format!("bounces+{begin}{}", spelled(number))).collect();
        let many = many.concat();
        assert_eq!(words(&many).len(), MOST);
    }

    fn spelled(number: u32) -> String {
        format!("{number:08}").chars().map(|digit| char::from(b'a' + digit as u8 - b'0')).collect()
    }

    #[test]
    fn an_address_has_room_for_a_word() {
        let of = |local: usize| format!("{}@example.org", "a".repeat(local)).parse::<ReturnAddress>();
        let longest = of(31).unwrap();
        let made = longest.with(A);
        assert_eq!(made.split_once('@').unwrap().0.len(), 64);
        assert!(made.parse::<MailAddress>().is_ok());
        assert!(of(32).unwrap_err().to_string().contains("more than 31 letters"));
        assert!("nobody".parse::<ReturnAddress>().is_err());
        assert!("jörg@example.org".parse::<ReturnAddress>().is_err());
    }
}
