//! What of a query can be done before the second tier has read it.

use embed::Vector;

use super::recency::Recency;
use super::{Buffers, Request, Titles};
use crate::abbreviations::expand;
use crate::language::{Plan, Understood, compile, with_replaced};
use crate::lexical::{End, Lexical};
use crate::parse::Parsed;
use crate::snapshot::Snapshot;
use crate::spelling::corrections;
use crate::together::both;
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

    /// Expands what was typed, and scores the allowed documents by words and by the first tier's estimates, in buffers used before; `None`
    /// where nothing of interest can be found.
    pub(super) fn prepare(
        &self,
        Corrected { mut parsed, asked: corrected, titles }: Corrected,
        Request { query, asked, sort, weights, least, .. }: Request<'_>,
        buffers: &mut Buffers,
    ) -> Result<Option<Prepared>, SearchError> {
        let unheld = !parsed.words.is_empty() && buffers.lexical.weights.iter().all(|weight| *weight == 0.0);
        let as_typed = titles.known;
        let expand = |parsed: &mut Parsed| if as_typed { Ok(Vec::new()) } else { expand(self, parsed) };
        // Whether anything is of interest can hang on what else is searched; where everything is, that is found out beside the estimates.
        let early = least.map(|_| expand(&mut parsed)).transpose()?;
        if titles.docs.is_empty() && self.is_beside(least, (&parsed, weights), sort) {
            return Ok(None);
        }
        let mut plan = compile(self, corrected.as_ref().unwrap_or(asked), query)?;
        let recency = match sort {
            Sort::Relevance if !as_typed => Recency::asked(&parsed, query.today, &mut buffers.lexical.weights),
            _ => None,
        };
        plan.hints.extend(recency.iter().map(|(_, word)| Recency::hint(&query.text, word)));
        let recency = recency.map(|(recency, _)| recency);
        let mut titles = titles.docs;
        titles.retain(|doc| plan.allowed.contains(*doc));
        let shallow = self.shallow((&parsed, &plan.liking), weights);
        let Buffers { lexical, estimates } = buffers;
        let expanded = || early.map_or_else(|| expand(&mut parsed), Ok);
        let (expanded, ()) = both(expanded, || estimates.begin(self, &shallow, &plan.allowed));
        let expanded = expanded?;
        let scoring = lexical.scoring(self, (&parsed.words, weights), &plan.allowed);
        let (first, last) = both(|| scoring.work(End::First), || scoring.work(End::Last));
        first.and(last)?;
        Ok(Some(Prepared { parsed, corrected, expanded, unheld, plan, recency, titles, shallow }))
    }
}

/// The query with mistyped words replaced, if there are any.
fn corrected(asked: &Understood, replaced: &[(String, String)]) -> Option<Understood> {
    let tree = asked.tree.corrected(replaced);
    (tree != asked.tree).then(|| Understood { tree, ..asked.clone() })
}
