//! Measuring a table: how well halves of titles find the abstracts.

use super::bags::Rows;
use super::matrix::{View, product};
use super::pairs::Pairs;

/// How well held-out titles, every other word piece of them, find their abstracts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measured {
    /// The mean of one over the rank of the right abstract.
    pub mrr: f64,
    /// The share of titles whose abstract came first.
    pub recall_at_1: f64,
    /// How many titles were asked.
    pub titles: usize,
    /// Among how many abstracts.
    pub abstracts: usize,
}

/// Asks every query of `question` for its partner among all partners, by the table `rows`.
pub(super) fn measure(question: &Pairs, rows: &Rows, threads: usize) -> Measured {
    let (queries, partners) = (question.queries.vectors(rows, threads), question.partners.vectors(rows, threads));
    let cosines = product(threads, View::Plain(&queries.units), View::Turned(&partners.units));
    let mut measured =
        Measured { titles: question.queries.len(), abstracts: question.partners.len(), ..Measured::default() };
    for (at, row) in cosines.numbers.chunks(cosines.columns.max(1)).enumerate() {
        let own = row.get(at).copied().unwrap_or_default();
        // Those that are as near count half: a table that tells nothing apart is not to look good.
        let nearer = row.iter().filter(|cosine| **cosine > own).count();
        let as_near = row.iter().filter(|cosine| **cosine >= own).count() - nearer;
        let rank = 1.0 + nearer as f64 + as_near.saturating_sub(1) as f64 / 2.0;
        measured.mrr += 1.0 / rank;
        measured.recall_at_1 += if rank <= 1.0 { 1.0 } else { 0.0 };
    }
    let titles = measured.titles.max(1) as f64;
    Measured { mrr: measured.mrr / titles, recall_at_1: measured.recall_at_1 / titles, ..measured }
}
