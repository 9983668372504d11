//! What there is to learn from: papers as numbers of word pieces.

use std::sync::Arc;

use super::random::mix;
use crate::{StaticModel, WordPiece};

/// The papers of a training run: of each its title and the sentences of its abstract, as the numbers of their word pieces.
/// Four bytes a piece: about 0.9 kB a paper.
#[derive(Debug)]
pub struct Lessons {
    tokenizer: Arc<WordPiece>,
    pieces: Vec<u32>,
    /// Where each part ends in `pieces`: a paper's title, then its sentences.
    ends: Vec<usize>,
    papers: Vec<Lesson>,
}

/// Where one paper stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Lesson {
    /// A number made of its title's pieces: which papers are held out, and in which order they stand, depends on nothing else.
    lot: u64,
    /// The hash of its title's text, under which a teacher may know it.
    title: u64,
    /// The number of its first part, the title.
    first: usize,
    /// How many parts it has.
    parts: usize,
}

/// A paper's parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'a> {
    lessons: &'a Lessons,
    lesson: Lesson,
}

impl Lessons {
    /// No papers yet; their texts will be taken apart by the model's tokenizer.
    pub fn new(model: &StaticModel) -> Self {
        let tokenizer = model.shared_tokenizer();
        Self { tokenizer, pieces: Vec::new(), ends: Vec::new(), papers: Vec::new() }
    }

    /// Adds a paper: its title and the sentences of its abstract. One without title or without abstract teaches nothing and is
    /// left out; returns whether it was taken.
    pub fn add<S: AsRef<str>>(&mut self, title: &str, sentences: &[S]) -> bool {
        let (first, start) = (self.ends.len(), self.pieces.len());
        let title_pieces = self.push(title);
        for sentence in sentences {
            if self.push(sentence.as_ref()) == 0 {
                self.ends.pop();
            }
        }
        let parts = self.ends.len() - first;
        if title_pieces == 0 || parts < 2 {
            self.pieces.truncate(start);
            self.ends.truncate(first);
            return false;
        }
        let of_title = self.pieces.get(start..start + title_pieces).unwrap_or_default();
        let lot = of_title.iter().fold(0, |lot, piece| mix(lot ^ u64::from(*piece)));
        self.papers.push(Lesson { lot, title: super::teacher::text_hash(title), first, parts });
        true
    }

    /// How many papers there are.
    pub fn len(&self) -> usize {
        self.papers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.papers.is_empty()
    }

    /// Appends a text's pieces as a part; returns their number. Unknown words are left out, as the model does.
    fn push(&mut self, text: &str) -> usize {
        let start = self.pieces.len();
        self.tokenizer.encode(text, &mut self.pieces);
        let unknown = self.tokenizer.unknown();
        let mut kept = start;
        for at in start..self.pieces.len() {
            if self.pieces.get(at).is_some_and(|piece| *piece != unknown) {
                self.pieces.swap(kept, at);
                kept += 1;
            }
        }
        self.pieces.truncate(kept);
        self.ends.push(kept);
        kept - start
    }

    /// The papers by lot, whatever the order in which they came. Of several with one title only the first stays: they could not
    /// be told apart.
    pub(super) fn by_lot(&self) -> Vec<Parts<'_>> {
        let mut papers = self.papers.clone();
        papers.sort_by_key(|lesson| lesson.lot);
        papers.dedup_by_key(|lesson| lesson.lot);
        papers.into_iter().map(|lesson| Parts { lessons: self, lesson }).collect()
    }

    fn part(&self, part: usize) -> &[u32] {
        let start = part.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(part).and_then(|end| self.pieces.get(start..*end)).unwrap_or_default()
    }
}

impl<'a> Parts<'a> {
    /// The title's pieces.
    pub(super) fn title(&self) -> &'a [u32] {
        self.lessons.part(self.lesson.first)
    }

    /// The hash of the title's text.
    pub(super) fn title_hash(&self) -> u64 {
        self.lesson.title
    }

    /// How many sentences the abstract has.
    pub(super) fn sentences(&self) -> usize {
        self.lesson.parts - 1
    }

    /// A sentence's pieces, counted from 0.
    pub(super) fn sentence(&self, number: usize) -> &'a [u32] {
        self.lessons.part(self.lesson.first + 1 + number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lessons(papers: &[(&str, &[&str])]) -> Lessons {
        let mut lessons = Lessons::new(StaticModel::bundled());
        for (title, sentences) in papers {
            lessons.add(title, sentences);
        }
        lessons
    }

    #[test]
    fn parts_are_the_pieces_of_title_and_sentences() {
        let lessons =
            lessons(&[("Graph networks", &["Graphs are everywhere.", "🙂", "We count 🙂 them."]), ("b a", &["c"])]);
        let encode = |text: &str| {
            let mut pieces = Vec::new();
            StaticModel::bundled().tokenizer().encode(text, &mut pieces);
            pieces
        };
        let papers = lessons.by_lot();
        let paper = papers.iter().find(|paper| paper.sentences() == 2).unwrap();
        assert_eq!(paper.title(), encode("Graph networks"));
        assert_eq!(
            (paper.sentence(0), paper.sentence(1)),
            (&*encode("Graphs are everywhere."), &*encode("We count them."))
        );
        assert!(paper.sentence(2).is_empty() || lessons.papers.len() == 2);
    }

    #[test]
    fn what_teaches_nothing_is_left_out() {
        let mut lessons = lessons(&[]);
        assert!(!lessons.add("", &["An abstract."]));
        assert!(!lessons.add("A title", &[] as &[&str]));
        assert!(!lessons.add("A title", &["", "🙂"]));
        assert!(!lessons.add("🙂", &["An abstract."]));
        assert!(lessons.is_empty() && lessons.pieces.is_empty() && lessons.ends.is_empty());
    }

    #[test]
    fn the_order_of_arrival_does_not_matter() {
        let papers: [(&str, &[&str]); 3] = [("one", &["a b"]), ("two", &["c d"]), ("three", &["e f"])];
        let mut turned = papers;
        turned.reverse();
        let titles = |lessons: &Lessons| lessons.by_lot().iter().map(|p| p.title().to_vec()).collect::<Vec<_>>();
        assert_eq!(titles(&lessons(&papers)), titles(&lessons(&turned)));
        assert_eq!(lessons(&[papers[0], papers[0]]).by_lot().len(), 1);
    }
}
