//! Gathering a provider's papers of some days, request by request.
//!
//! A harvest is a [`Position`], which can be kept and gone on from, and a [`step()`]: one request, its papers, and where it stands then.
//! Whoever stores papers and position together loses nothing and doubles nothing, however often and wherever it is broken off: a step that
//! was not stored is made again, and what comes twice is the same papers.
//!
//! A harvest ends complete, or it pauses and says why. It never goes on for ever: see [`Pause`].

mod advance;
mod position;
mod step;
#[cfg(test)]
mod worked_example;

use domain::Timestamp;
use fetch::Address;

use crate::Item;
use crate::answers::Deleted;
use crate::providers::Provider;

pub use position::{Position, Seen, Window};
pub use step::step;

/// A provider as it is asked.
#[derive(Debug)]
pub struct Source {
    /// What problems call it.
    pub name: String,
    /// What is asked, in words that are the same as long as the question is, such as `arxiv:cs.CL`.
    pub question: String,
    /// Where it is asked.
    pub base: Address,
    /// What is asked.
    pub provider: Box<dyn Provider>,
    /// Headers of its own, such as a key.
    pub headers: Vec<(String, String)>,
    /// Pairs of the query that nobody may see, such as a key.
    pub secrets: Vec<(String, String)>,
}

impl Source {
    /// The source with a key as operators write it: `name: value` is a header, `name=value` a pair of the query. Nothing where it is neither.
    #[must_use]
    pub fn with_key(mut self, key: &str) -> Option<Self> {
        let at = key.find([':', '='])?;
        let (name, value) = (key.get(..at)?.trim(), key.get(at + 1..)?.trim());
        if name.is_empty() || value.is_empty() {
            return None;
        }
        if key.get(at..)?.starts_with(':') {
            self.headers.push((name.to_ascii_lowercase(), value.to_owned()));
        } else {
            self.secrets.push((name.to_owned(), value.to_owned()));
        }
        Some(self)
    }

    /// What a provider says, without the keys that it repeats.
    fn without_keys(&self, text: &str) -> String {
        let keys = self.headers.iter().chain(&self.secrets).map(|(_, value)| value.as_str());
        keys.fold(text.to_owned(), |text, key| text.replace(key, "***"))
    }
}

/// What one request brought.
#[derive(Debug)]
pub struct Taken {
    /// Papers and problems.
    pub items: Vec<Item>,
    /// Papers that the provider no longer has.
    pub deleted: Vec<Deleted>,
    /// How many papers there are in all, where the provider says so.
    pub total: Option<u64>,
    /// What it says beside its papers, such as that there are none.
    pub remark: Option<String>,
    /// How it goes on.
    pub state: State,
}

/// How a harvest goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// There is more.
    On(Position),
    /// Everything of these days was read, up to here.
    Complete(Position),
    /// It stops here for now.
    Paused(Pause),
}

/// Why a harvest stopped before it was complete.
#[derive(Debug, Clone, PartialEq)]
pub struct Pause {
    /// Where it goes on.
    pub position: Position,
    /// Why, in words that name the address or the value.
    pub reason: String,
    /// Whether, and when, going on may help.
    pub retry: Retry,
}

/// Whether going on may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// From this moment on.
    After(Timestamp),
    /// In a while.
    Later,
    /// Not before somebody has changed something.
    Never,
}

impl From<fetch::Retry> for Retry {
    fn from(retry: fetch::Retry) -> Self {
        match retry {
            fetch::Retry::After(moment) => Self::After(moment),
            fetch::Retry::Later => Self::Later,
            fetch::Retry::Never => Self::Never,
        }
    }
}
