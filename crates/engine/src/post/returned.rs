//! Letters that come back: whose they were, and what follows.
//!
//! Each letter travels with a return address of its own (VERP), whose last word names the letter and is signed. What comes back to an address
//! that was not signed here changes nothing, so that nobody can end a stranger's letters.

use domain::{MailAddress, MailStatus, ReturnKind, ReturnedMail, Timestamp};
use hmac::Mac;
use jiff::SignedDuration;
use store::{LetterKey, LetterOutcome, Returned, Store, Subscription, SubscriptionState, Suppressed, Tx};

use super::token::{mac, secret};
use crate::{EngineError, Newsstand};

/// How long what came back counts, and how long an address rests.
const COUNTED: SignedDuration = SignedDuration::from_hours(30 * 24);
/// So many letters that were refused for good, within that time, and the address rests.
const PERMANENT: usize = 3;
/// So many that could not be delivered for now, the first of them so long ago, and the address rests.
const PASSING: (usize, SignedDuration) = (5, SignedDuration::from_hours(14 * 24));

/// Bytes of a letter's number, and of the signature: 96 bits of an HMAC-SHA-256 (RFC 2104, 5, wants 80 at least). Together they are 32 letters.
const NUMBER: usize = 8;
const SIGNATURE: usize = 12;
/// What is signed with the number: nothing else that is signed with this key begins so.
const MARK: &[u8] = b"returned";
/// RFC 4648, 6, in small letters: hosts on the way may not keep the difference.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// What follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aftermath {
    /// Nothing: it bears no word that was signed here.
    Unsigned,
    /// Nothing: the letter's subscription is gone.
    Forgotten,
    /// Nothing: it tells of no failure.
    Harmless,
    /// It is counted.
    Noted(MailAddress, ReturnKind),
    /// The letters to this address rest until then.
    Paused(MailAddress, Timestamp),
    /// No letters are sent to this address any more.
    Suppressed(MailAddress, ReturnKind),
}

/// Names letters in return addresses, and knows them again.
#[derive(Clone)]
pub struct Returns {
    store: Store,
    secret: Vec<u8>,
}

impl std::fmt::Debug for Returns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Returns")
    }
}

impl Newsstand {
    /// What names letters, and knows them again.
    pub async fn returns(&self) -> Result<Returns, EngineError> {
        Returns::of(self.store()).await
    }

    /// Learns from letters that the relay refused for good. Only where it says why (RFC 3463): a relay that refuses everything because it is set
    /// up wrongly must not count against every address.
    pub(super) async fn learn_from_refusals(
        &self,
        outcomes: &[(LetterKey, LetterOutcome, String)],
        now: Timestamp,
    ) -> Result<(), EngineError> {
        for (letter, outcome, error) in outcomes {
            let kind = MailStatus::find(error).filter(|status| status.is_specific()).and_then(MailStatus::kind);
            if *outcome == LetterOutcome::Failed && kind.is_some() {
                let mail = ReturnedMail { kind, why: error.clone(), ..ReturnedMail::default() };
                settle(self.store(), *letter, &mail, now).await?;
            }
        }
        Ok(())
    }

    /// Lets those go on that have rested long enough.
    pub(super) async fn resume_rested(tx: &mut Tx, now: Timestamp) -> Result<(), EngineError> {
        for subscription in tx.rested(now).await? {
            tx.change_subscription(&Subscription { state: SubscriptionState::Active, ..subscription }).await?;
        }
        Ok(())
    }
}

impl Returns {
    /// Those of a store, which is all they need.
    pub async fn of(store: &Store) -> Result<Self, EngineError> {
        Ok(Self { store: store.clone(), secret: secret(store).await? })
    }

    /// The word that names a letter: 32 small letters and digits.
    pub fn word(&self, letter: LetterKey) -> String {
        let signature = signature(&self.secret, letter);
        let bytes: Vec<u8> = letter.0.to_be_bytes().into_iter().chain(signature).collect();
        spelled(&bytes)
    }

    /// The letter that a word names, if it was made here.
    pub fn letter(&self, word: &str) -> Option<LetterKey> {
        let bytes = read(word)?;
        let (number, rest) = bytes.split_first_chunk::<NUMBER>()?;
        let letter = LetterKey(i64::from_be_bytes(*number));
        let is_ours = rest.len() == SIGNATURE && signed(&self.secret, letter).verify_truncated_left(rest).is_ok();
        is_ours.then_some(letter)
    }

    /// Draws the consequences of a message that came back.
    pub async fn take(&self, mail: &ReturnedMail, now: Timestamp) -> Result<Aftermath, EngineError> {
        match mail.words.iter().find_map(|word| self.letter(word)) {
            Some(letter) => settle(&self.store, letter, mail, now).await,
            None => Ok(Aftermath::Unsigned),
        }
    }

    /// The addresses that get no letters, and the subscriptions that rest.
    pub async fn kept_back(&self) -> Result<(Vec<Suppressed>, Vec<Subscription>), EngineError> {
        Ok((self.store.all_suppressed().await?, self.store.resting().await?))
    }

    /// Sends no letters to an address any more, and ends those it gets.
    pub async fn suppress(&self, address: &MailAddress, why: &str, now: Timestamp) -> Result<(), EngineError> {
        let mut tx = self.store.begin().await?;
        suppress(&mut tx, (address, why), now).await?;
        Ok(tx.commit().await?)
    }

    /// Lets letters be sent to an address again: what was ended is to be asked for anew, what rests goes on at once. `false` where nothing kept
    /// them back.
    pub async fn release(&self, address: &MailAddress, now: Timestamp) -> Result<bool, EngineError> {
        let mut tx = self.store.begin().await?;
        let mut released = tx.release(address).await?;
        for resting in tx.subscriptions_of(address).await? {
            if resting.state == SubscriptionState::Paused {
                let due = resting.wish.rhythm.next(now);
                tx.change_subscription(&Subscription { state: SubscriptionState::Active, due, ..resting }).await?;
                released = true;
            }
        }
        tx.commit().await?;
        Ok(released)
    }
}

async fn settle(
    store: &Store,
    letter: LetterKey,
    mail: &ReturnedMail,
    now: Timestamp,
) -> Result<Aftermath, EngineError> {
    let mut tx = store.begin().await?;
    let Some(subscription) = tx.subscription_of(letter).await? else { return Ok(Aftermath::Forgotten) };
    let address = subscription.address;
    let Some(kind) = mail.kind.map(|kind| of_this(kind, mail, &address)) else { return Ok(Aftermath::Harmless) };
    let since = earlier(now, COUNTED);
    tx.forget_returned(since).await?;
    let is_new = tx.note_returned((letter, subscription.key), (kind, &mail.why), now).await?;
    let known = tx.returned(&address, since).await?;
    let aftermath = match consequence(kind, &known, now) {
        Consequence::Suppress => {
            suppress(&mut tx, (&address, &format!("{}: {}", words(kind), mail.why)), now).await?;
            Aftermath::Suppressed(address, kind)
        }
        Consequence::Pause if is_new => {
            let until = now.checked_add(COUNTED).unwrap_or(Timestamp::MAX);
            pause(&mut tx, &address, until).await?;
            Aftermath::Paused(address, until)
        }
        _ => Aftermath::Noted(address, kind),
    };
    tx.commit().await?;
    Ok(aftermath)
}

/// An address that somebody forwards their letters to may be gone; theirs is not.
fn of_this(kind: ReturnKind, mail: &ReturnedMail, address: &MailAddress) -> ReturnKind {
    let is_named = |named: &String| named.eq_ignore_ascii_case(address.as_str());
    let is_elsewhere = !mail.receivers.is_empty() && !mail.receivers.iter().any(is_named);
    if kind == ReturnKind::Gone && is_elsewhere { ReturnKind::Permanent } else { kind }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Consequence {
    None,
    Pause,
    Suppress,
}

/// What follows from one more letter of this kind; `known` are those of the last thirty days, with this one.
fn consequence(kind: ReturnKind, known: &[Returned], now: Timestamp) -> Consequence {
    let same = || known.iter().filter(|returned| returned.kind == kind);
    let first = same().map(|returned| returned.at).min().unwrap_or(now);
    let is_enough = match kind {
        ReturnKind::Gone | ReturnKind::Complaint => return Consequence::Suppress,
        ReturnKind::Permanent => same().count() >= PERMANENT,
        ReturnKind::Passing => same().count() >= PASSING.0 && first <= earlier(now, PASSING.1),
    };
    if is_enough { Consequence::Pause } else { Consequence::None }
}

async fn suppress(tx: &mut Tx, (address, why): (&MailAddress, &str), now: Timestamp) -> Result<(), EngineError> {
    /// Nobody reads more.
    const LONGEST: usize = 500;
    let why: String = why.chars().take(LONGEST).collect();
    tx.suppress(address, &why, now).await?;
    let due = Timestamp::MAX;
    for ended in tx.subscriptions_of(address).await? {
        tx.change_subscription(&Subscription { state: SubscriptionState::Ended, due, ..ended }).await?;
    }
    Ok(())
}

async fn pause(tx: &mut Tx, address: &MailAddress, until: Timestamp) -> Result<(), EngineError> {
    for active in tx.subscriptions_of(address).await? {
        if active.state == SubscriptionState::Active {
            tx.change_subscription(&Subscription { state: SubscriptionState::Paused, due: until, ..active }).await?;
        }
    }
    Ok(())
}

fn words(kind: ReturnKind) -> &'static str {
    match kind {
        ReturnKind::Gone => "no such address",
        ReturnKind::Permanent => "refused",
        ReturnKind::Passing => "not delivered",
        ReturnKind::Complaint => "its reader complained",
    }
}

fn earlier(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_sub(by).unwrap_or(Timestamp::MIN)
}

fn signed(secret: &[u8], letter: LetterKey) -> hmac::Hmac<sha2::Sha256> {
    let mut mac = mac(secret, MARK);
    mac.update(&letter.0.to_be_bytes());
    mac
}

fn signature(secret: &[u8], letter: LetterKey) -> impl Iterator<Item = u8> {
    signed(secret, letter).finalize().into_bytes().into_iter().take(SIGNATURE)
}

/// Twenty bytes as 32 letters, five bits each.
fn spelled(bytes: &[u8]) -> String {
    let letter = |bits: u64| LETTERS.get(usize::try_from(bits & 31).unwrap_or(0)).copied().map_or('a', char::from);
    let group = |five: &[u8]| five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    bytes.chunks(5).map(group).flat_map(|bits| (0..8).rev().map(move |place| letter(bits >> (5 * place)))).collect()
}

fn read(word: &str) -> Option<Vec<u8>> {
    if word.len() != (NUMBER + SIGNATURE) / 5 * 8 {
        return None;
    }
    let value = |byte: u8| LETTERS.iter().position(|letter| *letter == byte.to_ascii_lowercase());
    let values = word.bytes().map(value).collect::<Option<Vec<_>>>()?;
    let group = |eight: &[usize]| eight.iter().fold(0_u64, |bits, value| bits << 5 | *value as u64);
    Some(values.chunks(8).map(group).flat_map(|bits| bits.to_be_bytes().into_iter().skip(3)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn returned(kind: ReturnKind, days: i64) -> Returned {
        let at = Timestamp::from_second(days * 86_400).unwrap();
        Returned { letter: LetterKey(days), kind, at, why: String::new() }
    }

    /// What follows from the last of letters that came back on these days.
    fn after(kind: ReturnKind, days: &[i64]) -> Consequence {
        let known: Vec<_> = days.iter().map(|day| returned(kind, *day)).collect();
        consequence(kind, &known, known.last().unwrap().at)
    }

    #[test]
    fn what_is_gone_ends_and_what_fails_again_and_again_rests() {
        assert_eq!(after(ReturnKind::Gone, &[1]), Consequence::Suppress);
        assert_eq!(after(ReturnKind::Complaint, &[1]), Consequence::Suppress);
        assert_eq!(after(ReturnKind::Permanent, &[1, 2]), Consequence::None);
        assert_eq!(after(ReturnKind::Permanent, &[1, 2, 3]), Consequence::Pause);
        assert_eq!(after(ReturnKind::Passing, &[1, 2, 3, 4, 5, 6, 7, 8]), Consequence::None, "a week is not long");
        assert_eq!(after(ReturnKind::Passing, &[1, 8, 15, 22]), Consequence::None);
        assert_eq!(after(ReturnKind::Passing, &[1, 8, 15, 22, 29]), Consequence::Pause, "a letter a week, for a month");
        let mut mixed = vec![returned(ReturnKind::Permanent, 1), returned(ReturnKind::Passing, 2)];
        mixed.push(returned(ReturnKind::Permanent, 3));
        assert_eq!(consequence(ReturnKind::Permanent, &mixed, mixed[2].at), Consequence::None, "each kind by itself");
    }

    #[test]
    fn a_word_is_spelled_as_rfc_4648_does() {
        assert_eq!(spelled(b"fooba"), "mzxw6ytb");
        let word = spelled(b"foobar-foobar-foobar");
        assert_eq!(read(&word).unwrap(), b"foobar-foobar-foobar");
        assert_eq!(read(&word.to_uppercase()).unwrap(), b"foobar-foobar-foobar");
        for wrong in ["", "mzxw6ytb", "0zxw6ytbmzxw6ytbmzxw6ytbmzxw6ytb", "üzxw6ytbmzxw6ytbmzxw6ytbmzxw6yt"] {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}
