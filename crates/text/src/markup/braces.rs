//! Which closing brace belongs to which opening one.

use std::ops::Range;

/// The pairs of braces of a text, found in one pass.
#[derive(Debug)]
pub(super) struct Braces {
    /// Positions of opening and closing braces, ordered by the opening one.
    pairs: Vec<(usize, usize)>,
}

impl Braces {
    /// Finds the pairs. Escaped braces are text; a brace without partner belongs to no pair.
    pub(super) fn of(text: &str) -> Self {
        let mut open = Vec::new();
        let mut pairs = Vec::new();
        let mut escaped = false;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'\\' => {
                    escaped = !escaped;
                    continue;
                }
                b'{' if !escaped => open.push(at),
                b'}' if !escaped => pairs.extend(open.pop().map(|start| (start, at))),
                _ => {}
            }
            escaped = false;
        }
        pairs.sort_unstable();
        Self { pairs }
    }

    /// What stands between the brace at `open` and its partner.
    pub(super) fn inner(&self, open: usize) -> Option<Range<usize>> {
        let index = self.pairs.binary_search_by_key(&open, |pair| pair.0).ok()?;
        self.pairs.get(index).map(|(start, end)| start + 1..*end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_what_belongs_together() {
        let braces = Braces::of(r"a{b{c}d}e\{f}g{");
        assert_eq!(braces.inner(1), Some(2..7));
        assert_eq!(braces.inner(3), Some(4..5));
        assert_eq!(braces.inner(10), None, "escaped");
        assert_eq!(braces.inner(14), None, "never closed");
    }
}
