//! What of a query can be done before the second tier has read it.

use embed::Vector;

use super::recency::Recency;
use super::{Buffers, Request, Titles};
use crate::abbreviations::expand;
use crate::language::{Plan, Understood, compile, with_replaced};
use crate::lexical::{End, Lexical};
use crate::mask::Mask;
use crate::parse::Parsed;
use crate::snapshot::Snapshot;
use crate::spelling::corrections;
use crate::together::both;
use crate::weights::Weights;
use crate::{Expansion, SearchError, Sort};

/// A query with mistyped words replaced, and its words weighed.
pub(super) struct Corrected {
    pub parsed: Parsed,
    /// How it is understood now, if any word was replaced.
    asked: Option<Understood>,
    titles: Titles,
}

/// A query of which the text is understood, and what every document has of its words and of the first tier is in buffers.
pub(super) struct Prepared {
    pub parsed: Parsed,
    /// The query with mistyped words replaced, if there are any.
    pub corrected: Option<Understood>,
    /// What words were also searched as.
    pub expanded: Vec<Expansion>,
    /// Whether no paper holds any of its words.
    pub unheld: bool,
    pub plan: Plan,
    pub recency: Option<Recency>,
    /// The allowed documents whose title it is.
    pub titles: Vec<usize>,
    /// Its vector by the static table.
    pub shallow: Vector,
}

impl Snapshot {
    /// Weighs the words of a query, and replaces those that are mistyped.
    pub(super) fn correct(
        &self,
        mut parsed: Parsed,
        Request { query, asked, titles, .. }: Request<'_>,
        lexical: &mut Lexical,
    ) -> Result<Corrected, SearchError> {
        let mut titles = titles.clone();
        lexical.weigh(self, &parsed.words)?;
        let as_typed = titles.known || query.exact;
        let replaced = if as_typed { Vec::new() } else { corrections(self, &parsed, &lexical.weights)? };
        let corrected = corrected(asked, &replaced);
        if let Some(corrected) = &corrected {
            parsed = corrected.tree.ranked(self)?;
            lexical.weigh(self, &parsed.words)?;
            titles = self.titled(&corrected.tree.to_string())?;
        }
        // The models read sentences: what has no operators is given to them as it was typed.
        if !asked.tree.has_operators() {
            parsed = parsed.meaning(&with_replaced(&query.text, &replaced));
        }
        Ok(Corrected { parsed, asked: corrected, titles })
    }

    /// Expands what was typed, and scores all documents by words and by the first tier's estimates, in buffers used before; `None` where
    /// nothing of interest can be found.
    pub(super) fn prepare(
        &self,
        Corrected { mut parsed, asked: corrected, titles }: Corrected,
        Request { query, asked, sort, weights, least, .. }: Request<'_>,
        buffers: &mut Buffers,
    ) -> Result<Option<Prepared>, SearchError> {
        let unheld = !parsed.words.is_empty() && buffers.lexical.weights.iter().all(|weight| *weight == 0.0);
        let expanded = if titles.known { Vec::new() } else { expand(self, &mut parsed)? };
        if titles.docs.is_empty() && self.is_beside(least, (&parsed, weights), sort) {
            return Ok(None);
        }
        let mut plan = compile(self, corrected.as_ref().unwrap_or(asked), query)?;
        let recency = match sort {
            Sort::Relevance if !titles.known => Recency::asked(&parsed, query.today, &mut buffers.lexical.weights),
            _ => None,
        };
        plan.hints.extend(recency.iter().map(|(_, word)| Recency::hint(&query.text, word)));
        let recency = recency.map(|(recency, _)| recency);
        let mut titles = titles.docs;
        titles.retain(|doc| plan.allowed.contains(*doc));
        let shallow = self.shallow((&parsed, &plan.liking), weights);
        self.measure((&parsed, &shallow), (weights, &plan.allowed), buffers)?;
        Ok(Some(Prepared { parsed, corrected, expanded, unheld, plan, recency, titles, shallow }))
    }

    /// Scores the allowed documents by words, and estimates their cosines by the first tier; side by side where that is worth it.
    fn measure(
        &self,
        (parsed, shallow): (&Parsed, &Vector),
        (weights, allowed): (&Weights, &Mask),
        Buffers { lexical, estimates }: &mut Buffers,
    ) -> Result<(), SearchError> {
        let scoring = lexical.scoring(self, (&parsed.words, weights), allowed);
        let estimate = || {
            estimates.begin(self, shallow, allowed);
            scoring.work(End::Last)
        };
        let (estimated, scored) = both(estimate, || scoring.work(End::First));
        estimated.and(scored)
    }
}

/// The query with mistyped words replaced, if there are any.
fn corrected(asked: &Understood, replaced: &[(String, String)]) -> Option<Understood> {
    let tree = asked.tree.corrected(replaced);
    (tree != asked.tree).then(|| Understood { tree, ..asked.clone() })
}
