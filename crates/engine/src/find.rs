//! Searching: candidates and their order from the index, texts and counts from the store.

use domain::{PaperId, PaperKey, StoredPaper};
use search::{Answer, Expansion, Explanation, Hint, Query, Snapshot, Sort, Terms};

use crate::answering::answering;
use crate::{EngineError, Newsstand};

/// A paper that was found.
#[derive(Debug, Clone)]
pub struct FoundPaper {
    /// The paper.
    pub stored: StoredPaper,
    /// How well it fits; comparable within one answer only.
    pub score: f32,
    /// How probable it is that it is relevant, 0 to 1; `None` without text, and where papers were reranked.
    pub probability: Option<f32>,
    /// Why it was found, where the query asked.
    pub explanation: Option<Explanation>,
}

/// The answer to a search.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of the answer by itself")]
pub struct Found {
    /// The papers of this page, the best first.
    pub papers: Vec<FoundPaper>,
    /// How many papers match; the same on every page.
    pub total: u64,
    /// Whether weaker ones follow, so that there are at least, not exactly, `total`.
    pub total_is_lower_bound: bool,
    /// Whether papers follow behind this page.
    pub more: bool,
    /// Whether no paper holds any of the words: these are near in meaning at best.
    pub unheld: bool,
    /// The query that was searched instead, where a word of it is nowhere to be found.
    pub corrected: Option<String>,
    /// What words were also searched as.
    pub expanded: Vec<Expansion>,
    /// What to highlight.
    pub terms: Terms,
    /// The query's text in its normal form.
    pub normalised: String,
    /// Whether the text holds operators.
    pub operators: bool,
    /// What was understood otherwise than it may be meant.
    pub hints: Vec<Hint>,
    /// The order of the papers.
    pub sort: Sort,
    /// Whether the transformer looked at the best papers once more.
    pub reranked: bool,
}

impl Found {
    /// What the hints say, each thing once: three brackets without a partner are one thing to say.
    pub fn said(&self) -> Vec<&str> {
        let mut said: Vec<&str> = Vec::with_capacity(self.hints.len());
        for Hint { message, .. } in &self.hints {
            if !said.contains(&message.as_str()) {
                said.push(message);
            }
        }
        said
    }
}

impl Newsstand {
    /// Searches the index and reads the found papers from the store.
    pub async fn search(&self, query: &Query) -> Result<Found, EngineError> {
        self.questions().asked();
        let (answer, stored) = if let Some(first) = query.to_rerank() {
            (self.reranked(query, first).await?, None)
        } else {
            let (store, query) = (self.store().clone(), query.clone());
            let ask = move |snapshot: &Snapshot| {
                let answer = snapshot.search(&query)?;
                let stored = store.papers_on_this_thread(&keys_of(&answer))?;
                Ok::<_, EngineError>((answer, stored))
            };
            answering(self.snapshot(), ask).await??
        };
        let stored = match stored {
            Some(stored) => stored,
            None => self.store().papers(&keys_of(&answer)).await?,
        };
        let mut hits = answer.hits.into_iter();
        // The store answers in the order of the keys and leaves out what is gone: walk both lists once.
        let papers = stored
            .into_iter()
            .filter_map(|stored| {
                let hit = hits.find(|hit| hit.key == stored.key)?;
                Some(FoundPaper {
                    stored,
                    score: hit.score,
                    probability: hit.probability,
                    explanation: hit.explanation,
                })
            })
            .collect();
        Ok(Found {
            papers,
            total: answer.total,
            total_is_lower_bound: answer.total_is_lower_bound,
            more: answer.more,
            unheld: answer.unheld,
            corrected: answer.corrected,
            expanded: answer.expanded,
            terms: answer.terms,
            normalised: answer.normalised,
            operators: answer.operators,
            hints: answer.hints,
            sort: answer.sort,
            reranked: answer.reranked,
        })
    }

    /// The paper that is meant when the whole query is an arXiv id or a DOI, if it is here.
    pub async fn pasted(&self, text: &str) -> Result<Option<PaperId>, EngineError> {
        let Some(id) = PaperId::from_pasted(text) else { return Ok(None) };
        Ok(self.store().paper(&id).await?.map(|stored| stored.paper.id))
    }
}

fn keys_of(answer: &Answer) -> Vec<PaperKey> {
    answer.hits.iter().map(|hit| hit.key).collect()
}
