//! What it counts that others cite a paper.
//!
//! Of papers that answer a question alike, the one that many build upon is the likelier to be meant: as a prior, chance of being cited next
//! grows with the citations had (Price 1976, "A general theory of bibliometric and other cumulative advantage processes",
//! <https://doi.org/10.1002/asi.4630270505>), and the logarithm of a prior adds to the log-odds of relevance. Most sources count none, and new
//! papers have none, so it must stay small.

/// More doublings than these add nothing: whoever has a thousand citations is known well enough.
const MOST_DOUBLINGS: f32 = 10.0;

/// How far a paper's citations speak for it: the doublings of their number from none on, 0 to 1; 0 where nobody counted.
pub(super) fn cited(citations: Option<u32>) -> f32 {
    let citations = citations.unwrap_or_default() as f32;
    ((1.0 + citations).log2() / MOST_DOUBLINGS).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doublings_count_up_to_a_thousand() {
        let cases =
            [(None, 0.0), (Some(0), 0.0), (Some(1), 0.1), (Some(31), 0.5), (Some(1_023), 1.0), (Some(u32::MAX), 1.0)];
        for (citations, worth) in cases {
            assert!((cited(citations) - worth).abs() < 1e-6, "{citations:?}: {}", cited(citations));
        }
    }
}
