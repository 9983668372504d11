//! The client.

mod ask;
mod body;
mod deliver;

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use crate::budget::Budgets;
use crate::{Answer, Clock, FetchError, Pace, Request, Retry};

/// How often a request is repeated that may have failed by chance, and how long it is waited before each.
const AGAIN: [SignedDuration; 2] = [SignedDuration::from_secs(5), SignedDuration::from_secs(30)];

/// How a client behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How it names itself: a name with a version and where its operator can be reached.
    pub user_agent: String,
    /// How often providers may be asked, beside [`Pace::known`]; where two are about one host, the first one counts.
    pub paces: Vec<Pace>,
    /// Whether it may go to private addresses.
    pub allow_private: bool,
    /// The proxy for everything; without one, that of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`). A proxy resolves names itself,
    /// so what is private is its concern then.
    pub proxy: Option<String>,
    /// How long to wait for a connection, and for each next piece of an answer.
    pub patience: Duration,
    /// How long a whole answer may take.
    pub most_time: Duration,
}

impl Settings {
    /// A client with this name: public addresses only, 30 seconds for each piece of an answer, five minutes for all.
    pub fn new(user_agent: &str) -> Self {
        Self {
            user_agent: user_agent.to_owned(),
            paces: Vec::new(),
            allow_private: false,
            proxy: None,
            patience: Duration::from_secs(30),
            most_time: Duration::from_mins(5),
        }
    }
}

/// Fetches politely. Meant to be one in a process: budgets are kept by client.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    budgets: Budgets,
    clock: Arc<dyn Clock>,
    allow_private: bool,
}

impl Client {
    /// A client.
    ///
    /// # Errors
    /// Where the proxy is none, or the system has no roots of trust.
    pub fn new(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Self, FetchError> {
        let paces = settings.paces.iter().cloned().chain(Pace::known()).collect();
        let (http, budgets) = (ask::http(settings)?, Budgets::new(paces, Arc::clone(&clock)));
        Ok(Self { http, budgets, clock, allow_private: settings.allow_private })
    }

    /// The clock by which it waits.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// What the provider of a host is called, whose hosts share a budget, and how often it may be asked.
    pub fn pace<'a>(&'a self, host: &'a str) -> (&'a str, SignedDuration) {
        self.budgets.pace(host)
    }

    /// Fetches, and tries again twice what may have failed by chance. A provider that asks to be left alone is not waited for: the
    /// error says until when.
    pub async fn fetch(&self, request: &Request) -> Result<Answer, FetchError> {
        for pause in AGAIN {
            match self.fetch_once(request).await {
                Err(error) if error.retry() == Retry::Later => {}
                done => return done,
            }
            let now = self.clock.now();
            self.clock.wait_until(now.checked_add(pause).unwrap_or(now)).await;
        }
        self.fetch_once(request).await
    }
}
