//! Marks of a model that a text may hold literally, such as `[MASK]`: each is one piece, whatever stands around it.

/// The marks of a tokenizer, with their numbers.
#[derive(Debug, Default)]
pub(super) struct Literals {
    marks: Vec<(String, u32)>,
    /// The characters with which they begin.
    starts: Vec<char>,
}

impl Literals {
    /// Those marks; one that is empty would be everywhere, and is left out.
    pub(super) fn new(mut marks: Vec<(String, u32)>) -> Self {
        marks.retain(|(mark, _)| !mark.is_empty());
        // The longest that fits is meant.
        marks.sort_by_key(|(mark, _)| std::cmp::Reverse(mark.len()));
        let mut starts: Vec<char> = marks.iter().filter_map(|(mark, _)| mark.chars().next()).collect();
        starts.sort_unstable();
        starts.dedup();
        Self { marks, starts }
    }

    /// The text before the first mark, the mark with its number, and the text after it.
    pub(super) fn split<'a>(&'a self, text: &'a str) -> Option<(&'a str, (&'a str, u32), &'a str)> {
        match self.starts.as_slice() {
            [] => None,
            // Nearly all tokenizers: the search for one character is fast.
            [one] => text.match_indices(*one).find_map(|(at, _)| self.split_at(text, at)),
            many => text.match_indices(many).find_map(|(at, _)| self.split_at(text, at)),
        }
    }

    fn split_at<'a>(&'a self, text: &'a str, at: usize) -> Option<(&'a str, (&'a str, u32), &'a str)> {
        let (before, from) = text.split_at_checked(at)?;
        let (mark, number) = self.marks.iter().find(|(mark, _)| from.starts_with(mark.as_str()))?;
        Some((before, (mark.as_str(), *number), from.get(mark.len()..)?))
    }
}
