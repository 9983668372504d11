//! Signed links: what a letter's reader may do without an account.
//!
//! A token is a number, a purpose and an end, with the first half of an HMAC-SHA-256 of them (RFC 2104; half of it is left out as its section
//! 5 allows), in the alphabet of addresses (RFC 4648, 5). The key is made once and kept in the store.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::{Store, SubscriptionKey};

use super::PostError;
use crate::{EngineError, Newsstand};

/// Where the key is kept.
const SECRET: &str = "secret of letters";

/// Bytes that are signed.
const SIGNED: usize = 17;
/// Bytes of the signature.
const SIGNATURE: usize = 16;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Confirming that letters are wanted.
    Confirm,
    /// Seeing and changing what is wanted, and ending it.
    Manage,
}

impl Purpose {
    fn byte(self) -> u8 {
        match self {
            Self::Confirm => 1,
            Self::Manage => 2,
        }
    }
}

/// A signed link's word, as it stands in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(pub String);

impl Newsstand {
    /// A token for a subscription, that ends at a moment or never.
    pub async fn token(
        &self,
        of: SubscriptionKey,
        purpose: Purpose,
        until: Option<Timestamp>,
    ) -> Result<Token, EngineError> {
        Ok(sign(&secret(self.store()).await?, (of, purpose, until)))
    }

    /// The subscription that a token is about.
    pub(super) async fn opened(
        &self,
        token: &str,
        purpose: Purpose,
        now: Timestamp,
    ) -> Result<SubscriptionKey, EngineError> {
        Ok(open(&secret(self.store()).await?, token, (purpose, now))?)
    }
}

/// The key of the signatures, made when it is first wanted.
pub(super) async fn secret(store: &Store) -> Result<Vec<u8>, EngineError> {
    loop {
        if let Some(secret) = store.setting(SECRET).await? {
            return Ok(secret.into_bytes());
        }
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|error| PostError::NoRandom(error.to_string()))?;
        // Another process may have been faster: what is there stays.
        store.set_setting_once(SECRET, &URL_SAFE_NO_PAD.encode(random)).await?;
    }
}

pub(super) fn sign(secret: &[u8], (of, purpose, until): (SubscriptionKey, Purpose, Option<Timestamp>)) -> Token {
    let mut bytes = Vec::with_capacity(SIGNED + SIGNATURE);
    bytes.extend(of.0.to_be_bytes());
    bytes.push(purpose.byte());
    bytes.extend(until.map_or(i64::MAX, Timestamp::as_second).to_be_bytes());
    let signature = mac(secret, &bytes).finalize().into_bytes();
    bytes.extend(signature.iter().take(SIGNATURE));
    Token(URL_SAFE_NO_PAD.encode(bytes))
}

fn open(secret: &[u8], token: &str, (purpose, now): (Purpose, Timestamp)) -> Result<SubscriptionKey, PostError> {
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| PostError::Unknown)?;
    let (signed, signature) = bytes.split_at_checked(SIGNED).ok_or(PostError::Unknown)?;
    let is_whole = signature.len() == SIGNATURE && mac(secret, signed).verify_truncated_left(signature).is_ok();
    let (key, rest) = signed.split_first_chunk::<8>().filter(|_| is_whole).ok_or(PostError::Unknown)?;
    let (for_what, until) = rest.split_first().ok_or(PostError::Unknown)?;
    let until = i64::from_be_bytes(until.try_into().map_err(|_| PostError::Unknown)?);
    if *for_what != purpose.byte() {
        return Err(PostError::OtherPurpose);
    }
    if until < now.as_second() {
        return Err(PostError::Expired);
    }
    Ok(SubscriptionKey(i64::from_be_bytes(*key)))
}

/// An HMAC with a key that is no longer than the block of its hash, and is padded with zeros to that (RFC 2104, 2).
pub(super) fn mac(secret: &[u8], bytes: &[u8]) -> Hmac<Sha256> {
    let mut key = [0; 64];
    key.iter_mut().zip(secret).for_each(|(to, from)| *to = *from);
    let mut mac = Hmac::<Sha256>::new(&key.into());
    mac.update(bytes);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_token_opens_what_it_was_made_for_until_its_end() {
        let of = SubscriptionKey(42);
        let Token(token) = sign(b"secret", (of, Purpose::Confirm, Some(at(1_000))));
        assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{token}");
        let opened = |secret: &[u8], token: &str, purpose, second| open(secret, token, (purpose, at(second)));
        assert_eq!(opened(b"secret", &token, Purpose::Confirm, 1_000).unwrap(), of);
        assert!(matches!(opened(b"secret", &token, Purpose::Confirm, 1_001), Err(PostError::Expired)));
        assert!(matches!(opened(b"secret", &token, Purpose::Manage, 0), Err(PostError::OtherPurpose)));
        assert!(matches!(opened(b"another", &token, Purpose::Confirm, 0), Err(PostError::Unknown)));
        let Token(for_ever) = sign(b"secret", (of, Purpose::Manage, None));
        assert_eq!(opened(b"secret", &for_ever, Purpose::Manage, 200_000_000_000).unwrap(), of);
    }

    #[test]
    fn a_token_that_was_changed_opens_nothing() {
        let Token(token) = sign(b"secret", (SubscriptionKey(42), Purpose::Manage, None));
        for place in 0..token.len() {
            let mut other = token.clone().into_bytes();
            other[place] = if other[place] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(other).unwrap();
            // The last letter has bits that no byte uses.
            assert!(other == token || open(b"secret", &other, (Purpose::Manage, at(0))).is_err(), "{place}");
        }
        let cut = token.get(1..).unwrap();
        for wrong in ["", "A", cut, &format!("{token}AA"), "ü", &"A".repeat(100_000)] {
            assert!(open(b"secret", wrong, (Purpose::Manage, at(0))).is_err());
        }
    }
}
