//! The best texts so far.

/// A text that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub entry: u32,
    pub score: f32,
    /// Whether a word is another than was typed.
    pub corrected: bool,
}

/// The best candidates so far.
pub(super) struct Top {
    pub candidates: Vec<Candidate>,
    most: usize,
}

impl Top {
    /// None so far, and how many are wanted.
    pub(super) fn new(most: usize) -> Self {
        Self { candidates: Vec::with_capacity(most + 1), most }
    }

    /// Takes a candidate in if it is among the best, is not known, and counts.
    pub(super) fn offer(&mut self, candidate: Candidate, counts: impl Fn(u32) -> bool) {
        let known = self.candidates.iter().any(|other| other.entry == candidate.entry);
        let enough = self.least().is_some_and(|least| least >= candidate.score);
        if known || enough || !counts(candidate.entry) {
            return;
        }
        let at = self.candidates.partition_point(|other| other.score >= candidate.score);
        self.candidates.insert(at, candidate);
        self.candidates.truncate(self.most);
    }

    /// The score of the last, where there are as many as are wanted.
    pub(super) fn least(&self) -> Option<f32> {
        (self.candidates.len() >= self.most).then(|| self.candidates.last().map(|last| last.score))?
    }
}
