//! Similar papers, each once: not the paper itself in another printing, and no neighbour twice.

use std::collections::BTreeSet;

use domain::{PaperKey, StoredPaper, normalized_title, title_key};

use crate::{EngineError, Newsstand};

/// The index is asked for so many neighbours for each that is wanted: some fall away.
const SPARE: usize = 2;

/// Titles that share more than this of their words (Jaccard) are one paper's, unless a number in them differs: `Part 1`, `2025`.
const NEARLY_SAME: f64 = 0.8;

/// A neighbour.
#[derive(Debug, Clone)]
pub struct Similar {
    /// The paper.
    pub stored: StoredPaper,
    /// Cosine of the two papers' vectors, at most 1.
    pub closeness: f32,
}

/// A title as it is compared with others.
#[derive(Debug)]
struct Title {
    key: i64,
    words: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl Newsstand {
    /// Up to `count` papers near to a paper in meaning, the nearest first. Versions and second entries of it, and of one another,
    /// are left out: papers of the same text, or of nearly the same title.
    pub async fn similar(&self, paper: &StoredPaper, count: usize) -> Result<Vec<Similar>, EngineError> {
        let (snapshot, key) = (self.snapshot(), paper.key);
        let wanted = count.saturating_mul(SPARE);
        let near = tokio::task::spawn_blocking(move || snapshot.similar(key, wanted)).await?;
        let keys: Vec<PaperKey> = near.iter().map(|(key, _)| *key).collect();
        let papers = self.store().papers(&keys).await?;
        let closeness = |key| near.iter().find(|(near, _)| *near == key).map(|(_, closeness)| *closeness);
        let mut shown = vec![Title::of(&paper.paper.title)];
        let mut similar = Vec::with_capacity(count);
        for stored in papers {
            let title = Title::of(&stored.paper.title);
            let Some(closeness) = closeness(stored.key).filter(|_| !shown.iter().any(|other| other.is_nearly(&title)))
            else {
                continue;
            };
            shown.push(title);
            similar.push(Similar { stored, closeness });
        }
        similar.truncate(count);
        Ok(similar)
    }
}

impl Title {
    fn of(title: &str) -> Self {
        let normal = normalized_title(title);
        let words: BTreeSet<String> = normal.split(' ').map(str::to_owned).collect();
        let numbers = words.iter().filter(|word| word.chars().any(|c| c.is_ascii_digit())).cloned().collect();
        Self { key: title_key(title), words, numbers }
    }

    /// Whether two titles are one paper's.
    fn is_nearly(&self, other: &Self) -> bool {
        let shared = self.words.intersection(&other.words).count() as f64;
        let all = self.words.union(&other.words).count() as f64;
        self.key == other.key || (self.numbers == other.numbers && shared > NEARLY_SAME * all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearly(a: &str, b: &str) -> bool {
        Title::of(a).is_nearly(&Title::of(b))
    }

    #[test]
    fn versions_of_a_title_are_one_paper() {
        assert!(nearly("Attention Is All You Need", "attention is all you need."));
        let long = "Scaling Laws for Neural Language Models in the Low Data Regime";
        assert!(nearly(long, "Scaling Laws of Neural Language Models in the Low Data Regime"));
        assert!(!nearly(long, "Scaling Laws for Neural Machine Translation"));
    }

    #[test]
    fn numbers_tell_papers_apart() {
        let part = |number: u32| {
            format!("A rather long title of a series of papers about one and the same thing, part {number}")
        };
        assert!(!nearly(&part(1), &part(2)));
        assert!(nearly(&part(1), &part(1)));
        assert!(!nearly("Qwen2 technical report", "Qwen3 technical report"));
    }
}
