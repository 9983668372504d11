//! A paper as suggestions know it.

use domain::StoredPaper;

/// Longer texts are suggested by this beginning, in bytes.
const LONGEST_TEXT: usize = 600;

/// Of more authors only these are suggested.
const MOST_AUTHORS: usize = 400;

/// What is suggested, in the order in which a file holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Titles,
    Authors,
    Keywords,
    Categories,
    Organizations,
}

impl Part {
    /// All but the titles: what several papers can share.
    pub(super) const NAMES: [Self; 4] = [Self::Authors, Self::Keywords, Self::Categories, Self::Organizations];

    /// Its place among the parts.
    pub(super) fn place(self) -> usize {
        match self {
            Self::Titles => 0,
            Self::Authors => 1,
            Self::Keywords => 2,
            Self::Categories => 3,
            Self::Organizations => 4,
        }
    }
}

/// A paper on its way into a file of suggestions.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The paper.
    pub key: i64,
    /// Its id.
    pub id: String,
    pub title: String,
    /// In the order of [`Part::NAMES`].
    pub names: [Vec<String>; 4],
    /// See [`weight`].
    pub weight: f32,
}

impl Row {
    /// Of a paper.
    pub(crate) fn of(stored: &StoredPaper) -> Self {
        let paper = &stored.paper;
        let cut = |text: &String| text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default().to_owned();
        let day = stored.shown.or(stored.listed).map(domain::Day::number);
        Self {
            key: stored.key.0,
            id: paper.id.as_str().to_owned(),
            title: cut(&paper.title),
            names: [
                paper.authors.iter().take(MOST_AUTHORS).map(cut).collect(),
                paper.keywords.iter().take(MOST_AUTHORS).map(cut).collect(),
                paper.categories.iter().take(MOST_AUTHORS).map(cut).collect(),
                paper.organization.iter().map(|organization| cut(&organization.name)).collect(),
            ],
            weight: weight(stored.counts.votes, day),
        }
    }
}

/// What brings a title to the top: twice the votes are worth as much as a year less of age. In doublings of votes; `day` is the number of
/// the day.
#[expect(clippy::cast_possible_truncation, reason = "a weight needs no more precision")]
fn weight(votes: u32, day: Option<i64>) -> f32 {
    let years = day.map_or(0.0, |day| day as f64 / 365.25);
    ((1.0 + f64::from(votes)).log2() + years) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_and_youth_weigh() {
        assert!(weight(100, Some(20_000)) > weight(3, Some(20_000)));
        assert!(weight(0, Some(20_000)) > weight(0, Some(19_000)));
        assert!(weight(0, Some(0)) >= weight(0, None));
    }
}
