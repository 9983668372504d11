//! Answers that are asked for again and again.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

/// The answers to texts, as far as they were given. Kept by a fingerprint of 128 bits: two texts of the same would have to be made on purpose,
/// in vain.
#[derive(Debug)]
pub(super) struct Memo<V> {
    most: usize,
    known: Mutex<FxHashMap<u128, V>>,
}

impl<V: Clone> Memo<V> {
    /// Remembers so many answers; then it begins anew.
    pub(super) fn new(most: usize) -> Self {
        Self { most, known: Mutex::default() }
    }

    /// The answer to a text, made where it is not known.
    pub(super) fn get<E>(&self, text: &str, make: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = xxh3_128(text.as_bytes());
        if let Some(value) = known().get(&key) {
            return Ok(value.clone());
        }
        let value = make()?;
        let mut known = known();
        if known.len() >= self.most {
            known.clear();
        }
        known.insert(key, value.clone());
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_made_again() {
        let memo = Memo::new(2);
        let get = |text: &str, value: u32| memo.get(text, || Ok::<_, ()>(value)).unwrap();
        assert_eq!((get("a", 1), get("a", 2), get("b", 3)), (1, 1, 3));
        assert_eq!((get("c", 4), get("a", 5)), (4, 5), "it holds two and begins anew");
        assert_eq!(memo.get("d", || Err("broken")), Err("broken"));
        assert_eq!(memo.get("d", || Ok::<_, &str>(6)), Ok(6), "an error is not remembered");
    }
}
