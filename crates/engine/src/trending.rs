//! What is trending: the papers of the last weeks by votes and age.

use domain::{Day, ListName, StoredPaper};

use crate::rank::{TrendScore, trend};
use crate::{EngineError, Newsstand, Page};

/// How many days back a paper can trend. With gravity 1.5 the oldest needs about 60 times the votes of today's.
const WINDOW_DAYS: i64 = 30;

/// A trending paper and why it stands where it stands.
#[derive(Debug, Clone)]
pub struct Trended {
    /// The paper.
    pub stored: StoredPaper,
    /// Its score, taken apart.
    pub score: TrendScore,
}

/// A page of trending papers, the highest score first.
#[derive(Debug, Clone)]
pub struct Trending {
    /// The papers of this page.
    pub papers: Vec<Trended>,
    /// How many papers there are on all pages.
    pub total: u64,
    /// The page.
    pub page: Page,
    /// The newest list day, from which ages are counted.
    pub newest: Option<Day>,
}

impl Newsstand {
    /// The papers of the `daily` list's last 30 days by [`TrendScore`]; equal scores by the newer paper.
    pub async fn trending(&self, page: Page) -> Result<Trending, EngineError> {
        let Some(newest) = self.calendar(ListName::Daily).await?.newest() else {
            return Ok(Trending { papers: Vec::new(), total: 0, page, newest: None });
        };
        let first = newest.plus(1 - WINDOW_DAYS);
        let candidates = self.store().trend_candidates(ListName::Daily, first, newest).await?;
        let mut scored: Vec<_> = candidates
            .iter()
            .map(|candidate| (candidate.key, trend(candidate.counts, candidate.day, newest)))
            .collect();
        scored.sort_by(|(a_key, a), (b_key, b)| b.score.total_cmp(&a.score).then(b_key.cmp(a_key)));
        let shown: Vec<_> = scored.iter().skip(page.offset() as usize).take(page.size as usize).copied().collect();
        let keys: Vec<_> = shown.iter().map(|(key, _)| *key).collect();
        let papers = self.store().papers(&keys).await?;
        let papers = papers
            .into_iter()
            .filter_map(|stored| {
                let score = shown.iter().find(|(key, _)| *key == stored.key)?.1;
                Some(Trended { stored, score })
            })
            .collect();
        Ok(Trending { papers, total: scored.len() as u64, page, newest: Some(newest) })
    }
}
