//! Nobody can flood a stranger's address: how often letters may be asked for, by sender and by the whole site, within an hour.
//!
//! Who asks is kept as a hash with a salt of the day, and only for an hour; the salt goes with its day. Counts stand in the store, so that several
//! nodes share them.

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Day, Timestamp};
use hmac::Mac;
use jiff::SignedDuration;
use tokio::task::JoinHandle;
use tracing::error;

use super::PostError;
use super::token::mac;
use crate::{EngineError, Newsstand};

/// The time within which is counted.
const WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// How long a row counts, at most: an hour after the ten minutes that it stands for.
const SLOT: SignedDuration = SignedDuration::from_mins(10);
/// The name under which the site's own count stands.
const SITE: &str = "";
/// Bytes of a hash.
const HASHED: usize = 12;

/// How often letters may be asked for within an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskLimits {
    /// From one network address: an IPv4 address, or the first 64 bits of an IPv6 address.
    pub sender: u32,
    /// From anywhere.
    pub site: u32,
}

impl Default for AskLimits {
    fn default() -> Self {
        Self { sender: 10, site: 500 }
    }
}

/// Whether letters may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// They may; it is counted.
    Welcome,
    /// Whoever asks has asked too often: not before this time has passed.
    SenderLater(SignedDuration),
    /// All together have asked too often: not before this time has passed.
    SiteLater(SignedDuration),
}

/// Forgets who asked, every few minutes, until it is dropped.
#[derive(Debug)]
pub struct ForgettingSenders {
    task: JoinHandle<()>,
}

impl Drop for ForgettingSenders {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Newsstand {
    /// Whether somebody may ask for letters now, which is counted if so. Who is behind an address that is not known counts with the site only.
    pub async fn may_ask(
        &self,
        from: Option<IpAddr>,
        limits: AskLimits,
        now: Timestamp,
    ) -> Result<Asking, EngineError> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| PostError::NoRandom(error.to_string()))?;
        let since = now.checked_sub(WITHIN).unwrap_or(Timestamp::MIN);
        let mut tx = self.store().begin().await?;
        tx.forget_asked(since).await?;
        let sender = match (from, Day::of(now)) {
            (Some(from), Some(today)) => Some(hashed(&tx.salt(today, &URL_SAFE_NO_PAD.encode(random)).await?, from)),
            _ => None,
        };
        if let Some(wait) = wait(&tx.asked(SITE, since).await?, limits.site, now) {
            return Ok(Asking::SiteLater(wait));
        }
        if let Some(sender) = &sender {
            if let Some(wait) = wait(&tx.asked(sender, since).await?, limits.sender, now) {
                return Ok(Asking::SenderLater(wait));
            }
            tx.note_asked(sender, now).await?;
        }
        tx.note_asked(SITE, now).await?;
        tx.commit().await?;
        Ok(Asking::Welcome)
    }

    /// Forgets who asked, also where nobody asks any more, until the returned value is dropped.
    pub fn forget_senders_in_background(&self) -> ForgettingSenders {
        const EVERY: Duration = Duration::from_mins(10);
        let newsstand = self.clone();
        let task = tokio::spawn(async move {
            loop {
                if let Err(error) = newsstand.forget_senders(Timestamp::now()).await {
                    error!(%error, "who asked for letters could not be forgotten");
                }
                tokio::time::sleep(EVERY).await;
            }
        });
        ForgettingSenders { task }
    }

    /// Forgets who asked more than an hour ago, and the salt of days that are over.
    pub async fn forget_senders(&self, now: Timestamp) -> Result<(), EngineError> {
        let mut tx = self.store().begin().await?;
        tx.forget_asked(now.checked_sub(WITHIN).unwrap_or(Timestamp::MIN)).await?;
        Ok(tx.commit().await?)
    }
}

/// How long to wait until fewer than `limit` times stand in these ten minutes each; nothing where it is so already.
fn wait(asked: &[(Timestamp, u64)], limit: u32, now: Timestamp) -> Option<SignedDuration> {
    let mut left: u64 = asked.iter().map(|(_, times)| times).sum();
    if left < u64::from(limit) {
        return None;
    }
    let mut until = now;
    for (begin, times) in asked {
        // The row goes when the whole of it is older than an hour.
        until = begin.checked_add(WITHIN).and_then(|end| end.checked_add(SLOT)).unwrap_or(Timestamp::MAX);
        left = left.saturating_sub(*times);
        if left < u64::from(limit) {
            break;
        }
    }
    Some(until.duration_since(now).max(SignedDuration::from_secs(1)))
}

/// The network of an address: all of an IPv4 address, the first half of an IPv6 address, which is what one household or company has.
fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().into_iter().take(8).collect(),
    }
}

fn hashed(salt: &str, from: IpAddr) -> String {
    let hash = mac(salt.as_bytes(), &network(from)).finalize().into_bytes();
    URL_SAFE_NO_PAD.encode(hash.into_iter().take(HASHED).collect::<Vec<u8>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(minutes * 60).unwrap()
    }

    #[test]
    fn one_waits_until_enough_is_an_hour_ago() {
        let minutes = |asked: &[(i64, u64)], limit, now| {
            let asked: Vec<_> = asked.iter().map(|(minute, times)| (at(*minute), *times)).collect();
            wait(&asked, limit, at(now)).map(|wait| wait.as_mins())
        };
        assert_eq!(minutes(&[], 1, 100), None);
        assert_eq!(minutes(&[], 0, 100), Some(0), "a limit of none lets nobody in");
        assert_eq!(minutes(&[(60, 2), (90, 1)], 4, 100), None);
        assert_eq!(minutes(&[(60, 2), (90, 1)], 3, 100), Some(30));
        assert_eq!(minutes(&[(60, 2), (90, 1)], 1, 100), Some(60));
    }

    #[test]
    fn neighbours_in_one_network_are_one_sender() {
        let same = |a: &str, b: &str| hashed("salt", a.parse().unwrap()) == hashed("salt", b.parse().unwrap());
        assert!(!same("192.0.2.1", "192.0.2.2"));
        assert!(same("192.0.2.1", "::ffff:192.0.2.1"));
        assert!(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
        assert!(!same("2001:db8:1:2::1", "2001:db8:1:3::1"));
        let one = "192.0.2.1".parse().unwrap();
        assert_ne!(hashed("salt", one), hashed("another day's", one));
        assert!(!hashed("salt", one).contains("192"));
    }
}
