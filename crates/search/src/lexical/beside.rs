//! Where a word stands elsewhere than in the abstracts of a tile.

use super::tile::TILE;

/// The documents of a tile that hold a word in other fields, with its weighted frequency there.
#[derive(Debug)]
pub(super) struct Beside {
    /// What those count that hold it; what stands at the others means nothing.
    frequencies: Box<[f32; TILE]>,
    /// Which do, a bit each.
    holding: [u64; TILE / 64],
    /// Whether any may.
    any: bool,
}

impl Default for Beside {
    fn default() -> Self {
        Self { frequencies: Box::new([0.0; TILE]), holding: [0; TILE / 64], any: false }
    }
}

impl Beside {
    /// Whether no document holds the word.
    pub(super) fn is_empty(&self) -> bool {
        !self.any
    }

    /// Adds what a field says about the document at a place.
    #[inline]
    pub(super) fn add(&mut self, at: u32, weighted: f32) {
        let (at, bit) = (at as usize, 1 << (at % 64));
        if let Some((frequency, holding)) = self.frequencies.get_mut(at).zip(self.holding.get_mut(at / 64)) {
            *frequency = if *holding & bit == 0 { weighted } else { *frequency + weighted };
            *holding |= bit;
            self.any = true;
        }
    }

    /// What the fields said about the document at a place, if they did; only once.
    #[inline]
    pub(super) fn take(&mut self, at: u32) -> Option<f32> {
        let (at, bit) = (at as usize, 1 << (at % 64));
        let holding = self.holding.get_mut(at / 64).filter(|holding| **holding & bit != 0)?;
        *holding &= !bit;
        self.frequencies.get(at).copied()
    }

    /// Calls `each` with every document that was not taken, in rising order; then there are none.
    pub(super) fn drain(&mut self, mut each: impl FnMut(u32, f32)) {
        if !std::mem::take(&mut self.any) {
            return;
        }
        let blocks = self.holding.iter_mut().zip(self.frequencies.chunks(64));
        for (first, (holding, frequencies)) in (0..).step_by(64).zip(blocks) {
            let mut left = std::mem::take(holding);
            while left != 0 {
                let at = left.trailing_zeros();
                left &= left - 1;
                if let Some(frequency) = frequencies.get(at as usize) {
                    each(first + at, *frequency);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_fields_say_is_added_up_and_told_once() {
        let mut beside = Beside::default();
        assert!(beside.is_empty());
        let last = u32::try_from(TILE).unwrap() - 1;
        for (at, weighted) in [(70, 1.0), (3, 2.0), (last, 0.5), (70, 0.25), (last + 1, 9.0)] {
            beside.add(at, weighted);
        }
        assert_eq!([beside.take(70), beside.take(70), beside.take(4)], [Some(1.25), None, None]);
        let mut left = Vec::new();
        beside.drain(|at, weighted| left.push((at, weighted)));
        assert_eq!(left, [(3, 2.0), (last, 0.5)]);
        assert!(beside.is_empty());
        beside.add(3, 4.0);
        assert_eq!(beside.take(3), Some(4.0));
    }
}
