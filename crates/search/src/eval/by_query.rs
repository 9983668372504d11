//! Each query by itself: where a configuration wins and loses, and what it misses.

use domain::PaperKey;

use super::{Collection, Judged, Measures, Run};

/// How many papers of a ranking a reader sees; a relevant paper behind them is missing.
const SEEN: usize = 10;

/// What became of one query under several configurations.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryRow<'a> {
    /// The query, with its judgements.
    pub query: &'a Judged,
    /// What each configuration's ranking is worth, in the order of the runs.
    pub measures: Vec<Measures>,
    /// By how much nDCG of the last run is higher than that of the first.
    pub difference: f64,
    /// The most relevant paper that the last run does not show among the first ten; the best placed of several.
    pub missing: Option<Missing>,
}

/// A relevant paper that is not where it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The paper.
    pub key: PaperKey,
    /// How relevant it was judged.
    pub relevance: u32,
    /// Its rank from 1; none where it is not among the first hundred.
    pub rank: Option<usize>,
}

/// The queries of a collection with what several runs made of them, what the last run loses most on first.
pub fn by_query<'a>(collection: &'a Collection, runs: &[&Run]) -> Vec<QueryRow<'a>> {
    let queries = collection.queries.iter().enumerate();
    let mut rows: Vec<_> = queries.map(|(at, query)| row(query, at, runs)).collect();
    rows.sort_by(|a, b| a.difference.total_cmp(&b.difference));
    rows
}

fn row<'a>(query: &'a Judged, at: usize, runs: &[&Run]) -> QueryRow<'a> {
    let answers: Vec<_> = runs.iter().filter_map(|run| run.answers.get(at)).collect();
    let measures: Vec<_> = answers.iter().map(|answered| answered.measures).collect();
    let ndcg = |measures: Option<&Measures>| measures.map_or(0.0, |measures| measures.ndcg_at_10);
    let difference = ndcg(measures.last()) - ndcg(measures.first());
    let missing = answers.last().and_then(|answered| missing(query, &answered.ranking));
    QueryRow { query, measures, difference, missing }
}

fn missing(query: &Judged, ranking: &[PaperKey]) -> Option<Missing> {
    let rank_of = |key: PaperKey| ranking.iter().position(|found| *found == key).map(|at| at + 1);
    let judged = query.relevant.iter();
    let all = judged.map(|(key, relevance)| Missing { key: *key, relevance: *relevance, rank: rank_of(*key) });
    all.filter(|paper| paper.rank.is_none_or(|rank| rank > SEEN))
        .min_by_key(|paper| (std::cmp::Reverse(paper.relevance), paper.rank.unwrap_or(usize::MAX), paper.key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing_of(judged: &[(i64, u32)], ranking: impl IntoIterator<Item = i64>) -> Option<(i64, Option<usize>)> {
        let relevant = judged.iter().map(|(key, relevance)| (PaperKey(*key), *relevance)).collect();
        let query = Judged { id: String::new(), text: String::new(), relevant };
        let ranking: Vec<_> = ranking.into_iter().map(PaperKey).collect();
        missing(&query, &ranking).map(|paper| (paper.key.0, paper.rank))
    }

    #[test]
    fn the_most_relevant_then_the_best_placed_is_missing() {
        assert_eq!(missing_of(&[(1, 1), (2, 1)], 1..=10), None);
        assert_eq!(missing_of(&[(1, 1), (12, 1), (11, 1)], 1..=20), Some((11, Some(11))));
        assert_eq!(missing_of(&[(11, 1), (99, 2)], 1..=20), Some((99, None)));
        assert_eq!(missing_of(&[(7, 1), (5, 1)], []), Some((5, None)));
    }
}
