//! Columns of a file of suggestions: strings and lists of numbers, one behind another, with where each ends. All little-endian.

use crate::seek::first_not_from;

/// Numbers of 32 bits as they lie in a file.
pub(super) type Numbers<'a> = &'a [[u8; 4]];

/// The number at a place.
#[inline]
pub(super) fn number(numbers: Numbers<'_>, at: usize) -> Option<u32> {
    numbers.get(at).map(|bytes| u32::from_le_bytes(*bytes))
}

/// The numbers of a section; what does not fill a number is left out.
pub(super) fn numbers(bytes: &[u8]) -> Numbers<'_> {
    bytes.as_chunks().0
}

/// From where to where the item at a place lies.
#[inline]
fn reach(ends: Numbers<'_>, at: usize) -> Option<(usize, usize)> {
    let start = if at == 0 { 0 } else { number(ends, at - 1)? };
    Some((start as usize, number(ends, at)? as usize))
}

/// Strings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strings<'a> {
    ends: Numbers<'a>,
    bytes: &'a [u8],
}

impl<'a> Strings<'a> {
    /// Of a section of ends and one of text.
    pub(super) fn new(ends: &'a [u8], bytes: &'a [u8]) -> Self {
        Self { ends: numbers(ends), bytes }
    }

    /// How many there are.
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// The bytes of one.
    #[inline]
    pub(super) fn bytes(self, at: usize) -> &'a [u8] {
        reach(self.ends, at).and_then(|(start, end)| self.bytes.get(start..end)).unwrap_or_default()
    }

    /// One; empty behind the end.
    pub(super) fn get(self, at: usize) -> &'a str {
        std::str::from_utf8(self.bytes(at)).unwrap_or_default()
    }

    /// The first place from `from` on for which `before` is no longer true; it must be true for a beginning only.
    pub(super) fn first_not(self, from: usize, before: impl Fn(&[u8]) -> bool) -> usize {
        first_not_from(from, self.len(), |at| before(self.bytes(at)))
    }
}

/// Lists of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lists<'a> {
    ends: Numbers<'a>,
    items: Numbers<'a>,
}

impl<'a> Lists<'a> {
    /// Of a section of ends and one of numbers.
    pub(super) fn new(ends: &'a [u8], items: &'a [u8]) -> Self {
        Self { ends: numbers(ends), items: numbers(items) }
    }

    /// One; empty behind the end.
    #[inline]
    pub(super) fn get(self, at: usize) -> Numbers<'a> {
        reach(self.ends, at).and_then(|(start, end)| self.items.get(start..end)).unwrap_or_default()
    }

    /// All numbers of some lists beside one another.
    pub(super) fn span(self, lists: std::ops::Range<u32>) -> Numbers<'a> {
        let end = |at: u32| if at == 0 { Some(0) } else { number(self.ends, at as usize - 1) };
        let (Some(start), Some(end)) = (end(lists.start), end(lists.end)) else { return &[] };
        self.items.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// Strings on their way into a file.
#[derive(Debug, Default)]
pub(super) struct StringsMade {
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl StringsMade {
    /// Appends one.
    pub(super) fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(small(self.bytes.len()));
    }

    /// The one at a place.
    pub(super) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        let end = self.ends.get(at).map_or(start, |end| *end as usize);
        self.bytes.get(start..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The two sections.
    pub(super) fn sections(self) -> [Vec<u8>; 2] {
        [to_bytes(&self.ends), self.bytes]
    }
}

/// Lists on their way into a file.
#[derive(Debug, Default)]
pub(super) struct ListsMade {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl ListsMade {
    /// Appends one.
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.items.extend(list);
        self.ends.push(small(self.items.len()));
    }

    /// The one at a place.
    pub(super) fn get(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        let end = self.ends.get(at).map_or(start, |end| *end as usize);
        self.items.get(start..end).unwrap_or_default()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The lists of pairs (list, item): `lists` of them, the items of each in the order of the pairs.
    pub(super) fn of_pairs(lists: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut ends = vec![0_u32; lists];
        for (list, _) in pairs.clone() {
            ends.get_mut(list as usize).into_iter().for_each(|count| *count += 1);
        }
        let mut next = Vec::with_capacity(lists);
        let mut all = 0;
        for count in &mut ends {
            next.push(all);
            all += *count;
            *count = all;
        }
        let mut items = vec![0; all as usize];
        for (list, item) in pairs {
            let Some(place) = next.get_mut(list as usize) else { continue };
            items.get_mut(*place as usize).into_iter().for_each(|slot| *slot = item);
            *place += 1;
        }
        Self { ends, items }
    }

    /// The two sections.
    pub(super) fn sections(self) -> [Vec<u8>; 2] {
        [to_bytes(&self.ends), to_bytes(&self.items)]
    }
}

/// Numbers as they lie in a file.
pub(super) fn to_bytes(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A place or length: a file holds less than 4 GB.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_back_and_found() {
        let mut made = StringsMade::default();
        for text in ["", "ab", "abc", "b", "日本"] {
            made.push(text);
        }
        assert_eq!(made.get(2), "abc");
        let [ends, bytes] = made.sections();
        let strings = Strings::new(&ends, &bytes);
        assert_eq!((strings.len(), strings.get(1), strings.get(4), strings.get(5)), (5, "ab", "日本", ""));
        for from in 0..=3 {
            assert_eq!(strings.first_not(from, |text| text < b"b".as_slice()), 3);
        }
        assert_eq!(strings.first_not(0, |_| true), 5);
    }

    #[test]
    fn pairs_become_lists() {
        let made = ListsMade::of_pairs(4, [(2, 7), (0, 1), (2, 5), (9, 9)].into_iter());
        assert_eq!(
            (made.get(0), made.get(1), made.get(2), made.len()),
            ([1].as_slice(), [].as_slice(), [7, 5].as_slice(), 4)
        );
        let [ends, items] = made.sections();
        let lists = Lists::new(&ends, &items);
        assert_eq!(lists.get(2).len(), 2);
        assert_eq!((lists.span(0..3).len(), lists.span(1..2).len(), lists.span(3..9).len()), (3, 0, 0));
    }
}
