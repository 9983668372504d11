//! Who may be asked when.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OwnedMutexGuard;

use crate::{Clock, rest};

/// How often some hosts may be asked, all of them together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// A domain: its hosts and those below it.
    pub domain: String,
    /// From the beginning of one request to that of the next.
    pub every: SignedDuration,
}

impl Pace {
    /// A pace for a domain.
    pub fn new(domain: &str, every: SignedDuration) -> Self {
        Self { domain: domain.to_ascii_lowercase(), every }
    }

    /// What providers ask for in public. arXiv: one request in three seconds over everything that it offers to programs, one connection at
    /// a time (<https://info.arxiv.org/help/api/tou.html>).
    pub fn known() -> Vec<Self> {
        vec![Self::new("arxiv.org", SignedDuration::from_secs(3))]
    }

    fn holds(&self, host: &str) -> bool {
        host.strip_suffix(self.domain.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    }
}

/// The pace of hosts of which nothing is said.
const OTHERS: SignedDuration = SignedDuration::from_secs(1);

/// The budgets of all providers.
#[derive(Debug)]
pub(crate) struct Budgets {
    paces: Vec<Pace>,
    providers: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Provider>>>>,
    clock: Arc<dyn Clock>,
}

/// Hosts that share a budget.
#[derive(Debug)]
pub(crate) struct Provider {
    every: SignedDuration,
    /// When it may be asked next.
    next: Timestamp,
    /// Until when it is left alone.
    resting: Option<Timestamp>,
    /// How often it has refused in a row.
    refusals: u32,
}

/// The right to make one request; nobody else asks the provider as long as it is held.
pub(crate) type Turn = OwnedMutexGuard<Provider>;

impl Budgets {
    pub(crate) fn new(paces: Vec<Pace>, clock: Arc<dyn Clock>) -> Self {
        Self { paces, providers: Mutex::default(), clock }
    }

    /// Waits for the turn to ask a host.
    ///
    /// # Errors
    /// Until when the provider rests, without waiting.
    pub(crate) async fn turn(&self, host: &str) -> Result<Turn, Timestamp> {
        let mut provider = self.provider(host).lock_owned().await;
        if let Some(until) = provider.resting.filter(|until| *until > self.clock.now()) {
            return Err(until);
        }
        self.clock.wait_until(provider.next).await;
        let now = self.clock.now();
        provider.next = now.checked_add(provider.every).unwrap_or(now);
        Ok(provider)
    }

    /// What the provider of a host is called, and how often it may be asked.
    pub(crate) fn pace<'a>(&'a self, host: &'a str) -> (&'a str, SignedDuration) {
        let pace = self.paces.iter().find(|pace| pace.holds(host));
        pace.map_or((host, OTHERS), |pace| (&pace.domain, pace.every))
    }

    fn provider(&self, host: &str) -> Arc<tokio::sync::Mutex<Provider>> {
        let (name, every) = self.pace(host);
        let mut providers = self.providers.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Provider { every, next: Timestamp::MIN, resting: None, refusals: 0 };
        Arc::clone(providers.entry(name.to_owned()).or_insert_with(|| Arc::new(tokio::sync::Mutex::new(new()))))
    }
}

impl Provider {
    /// It has refused: answers with the moment until which it is left alone.
    pub(crate) fn refuse(&mut self, now: Timestamp, retry_after: Option<&str>) -> Timestamp {
        self.refusals = self.refusals.saturating_add(1);
        let until = rest::until(now, retry_after, self.refusals);
        self.resting = Some(until);
        until
    }

    /// It has answered.
    pub(crate) fn answered(&mut self) {
        (self.resting, self.refusals) = (None, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_holds_its_hosts_and_no_others() {
        let pace = Pace::new("arXiv.org", OTHERS);
        for (host, held) in [
            ("arxiv.org", true),
            ("export.arxiv.org", true),
            ("notarxiv.org", false),
            ("arxiv.org.example", false),
            ("", false),
        ] {
            assert_eq!(pace.holds(host), held, "{host}");
        }
    }
}
