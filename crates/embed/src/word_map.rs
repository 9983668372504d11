//! A map whose keys are words.

use rustc_hash::FxHashMap;

/// Words of so many bytes fit a key with their length: nearly all of running text.
const SHORT: u32 = 15;

/// A map from words. A short word is compared and hashed as one number that stands in the table itself; looking it up
/// follows no pointer, which is what looking words up costs most.
#[derive(Debug, Clone)]
pub struct WordMap<T> {
    short: FxHashMap<u128, T>,
    long: FxHashMap<Box<str>, T>,
}

impl<T> Default for WordMap<T> {
    fn default() -> Self {
        Self { short: FxHashMap::default(), long: FxHashMap::default() }
    }
}

impl<T> WordMap<T> {
    /// What is known of the word.
    #[inline]
    pub fn get(&self, word: &str) -> Option<&T> {
        match packed(word) {
            Some(key) => self.short.get(&key),
            None => self.long.get(word),
        }
    }

    /// Notes something of the word, in the place of what was known, and gives it back.
    pub fn insert(&mut self, word: &str, value: T) -> &T {
        match packed(word) {
            Some(key) => self.short.entry(key).insert_entry(value).into_mut(),
            None => self.long.entry(word.into()).insert_entry(value).into_mut(),
        }
    }

    /// How many words it knows.
    pub fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all words.
    pub fn clear(&mut self) {
        self.short.clear();
        self.long.clear();
    }
}

/// The bytes of a short word and, in the highest, their number. Put together from two reads that may overlap, since a copy of
/// unknown length would cost more than the rest.
#[inline]
fn packed(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= SHORT)?;
    let text = match length {
        8.. => {
            let (first, last) = (bytes.first_chunk()?, bytes.last_chunk()?);
            let rest = u64::from_le_bytes(*last).checked_shr(8 * (16 - length)).unwrap_or(0);
            u128::from(u64::from_le_bytes(*first)) | u128::from(rest) << 64
        }
        4.. => {
            let (first, last) = (bytes.first_chunk()?, bytes.last_chunk()?);
            let rest = u32::from_le_bytes(*last).checked_shr(8 * (8 - length)).unwrap_or(0);
            u128::from(u32::from_le_bytes(*first)) | u128::from(rest) << 32
        }
        _ => bytes.iter().rev().fold(0, |text, byte| text << 8 | u128::from(*byte)),
    };
    Some(text | u128::from(length) << 120)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn behaves_like_a_map(words in prop::collection::vec("[ab\u{0}é]{0,20}", 0..60), asked in "[ab\u{0}é]{0,20}") {
            let (mut map, mut expected) = (WordMap::default(), HashMap::new());
            for (at, word) in words.iter().enumerate() {
                prop_assert_eq!(*map.insert(word, at), at);
                expected.insert(word.clone(), at);
            }
            prop_assert_eq!(map.len(), expected.len());
            for word in words.iter().chain([&asked]) {
                prop_assert_eq!(map.get(word), expected.get(word));
            }
            map.clear();
            prop_assert!(map.is_empty() && map.get(&asked).is_none());
        }
    }
}
