//! Bringing the parts of the lexical index together, while nothing is written.
//!
//! While papers arrive, tantivy's policy merges eight parts of about one size, so that each paper is written anew seldom; that leaves up to
//! seven of each size. Looking a word up takes as long in a small part as in a large one, so a search among 99,000 papers in thirteen
//! parts takes twice as long as in one. When nothing arrives any more, there is time to make a few of many.

use std::thread::JoinHandle;

use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::{SegmentMeta, TantivyError};

use super::IndexWriter;
use crate::SearchError;
use crate::index::Index;
use crate::snapshot::{Segment, Size, Snapshot};

/// A part is merged with all smaller ones when it is at most so many times as large as these together. So every part left is more than
/// as many times as large as all smaller ones, and a paper is written anew some five times while the library grows to 2.7 times its size.
const AT_MOST_AS_LARGE: u64 = 4;

/// A part of which more than one of so many papers is gone is written anew by itself.
const GONE_OF: u64 = 3;

/// No part is made larger than this many papers.
const LARGEST: u64 = 10_000_000;

/// The merging that is under way.
pub(super) type Merging = JoinHandle<tantivy::Result<Option<SegmentMeta>>>;

/// The places of the parts that are worth being brought together; none where all is well.
fn worth_merging(sizes: &[Size]) -> Vec<usize> {
    let mut by_size: Vec<usize> = (0..sizes.len()).collect();
    let size = |at: &usize| sizes.get(*at).map_or(0, |size| size.living);
    by_size.sort_by_key(size);
    let (mut smaller, mut taken) = (0, 0);
    for (at, living) in by_size.iter().map(size).enumerate() {
        if smaller + living > LARGEST {
            break;
        }
        if at > 0 && living <= smaller * AT_MOST_AS_LARGE {
            taken = at + 1;
        }
        smaller += living;
    }
    if taken > 0 {
        by_size.truncate(taken);
        return by_size;
    }
    let is_hollow = |size: &Size| size.gone * GONE_OF > size.living + size.gone;
    sizes.iter().position(is_hollow).into_iter().collect()
}

impl Snapshot {
    fn sizes(&self) -> Vec<Size> {
        self.segments.iter().map(Segment::size).collect()
    }
}

impl Index {
    /// Whether it consists of more parts than it should at rest: [`IndexWriter::tidy`] brings them together.
    pub fn is_scattered(&self) -> bool {
        !worth_merging(&self.snapshot().sizes()).is_empty()
    }
}

impl IndexWriter {
    /// Begins to bring the parts of the lexical index together, where it [is scattered](Index::is_scattered), or looks how far that is;
    /// whether it is under way. It happens beside this, at some forty thousand papers a second, and papers can be written and
    /// committed meanwhile. To be asked again until it is through: then searches go by the new parts.
    ///
    /// To be begun with a writer that has written nothing yet: what that merges by itself must not be merged twice.
    pub fn tidy(&mut self) -> Result<bool, SearchError> {
        match self.merging.take() {
            Some(merging) if !merging.is_finished() => self.merging = Some(merging),
            Some(merging) => {
                self.lexical.set_merge_policy(Box::<LogMergePolicy>::default());
                match merging.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)) {
                    // All papers of a part were taken away meanwhile, and it went: what was merged of it is thrown away, and nothing is lost.
                    Err(TantivyError::InvalidArgument(_)) => {}
                    merged => drop(merged?),
                }
                self.shared.publish()?;
            }
            None => self.merging = self.begin_to_merge(),
        }
        Ok(self.merging.is_some())
    }

    /// Whether parts are being brought together, or were and nobody has [looked](Self::tidy) since.
    pub fn is_tidying(&self) -> bool {
        self.merging.is_some()
    }

    /// Lets the lexical index merge what is written again, once nothing is brought together any more: a writer that never rests would
    /// leave ever more parts behind.
    pub(super) fn merge_as_usual_again(&self) {
        if self.merging.as_ref().is_some_and(JoinHandle::is_finished) {
            self.lexical.set_merge_policy(Box::<LogMergePolicy>::default());
        }
    }

    fn begin_to_merge(&mut self) -> Option<Merging> {
        let snapshot = self.shared.snapshot();
        let parts = worth_merging(&snapshot.sizes());
        let ids: Vec<_> = parts.into_iter().filter_map(|at| Some(snapshot.segments.get(at)?.id())).collect();
        if ids.is_empty() {
            return None;
        }
        self.lexical.set_merge_policy(Box::new(NoMergePolicy));
        let merged = self.lexical.merge(&ids);
        Some(std::thread::spawn(move || merged.wait()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn living(sizes: &[u64]) -> Vec<Size> {
        sizes.iter().map(|living| Size { living: *living, gone: 0 }).collect()
    }

    #[test]
    fn small_parts_go_together_and_leave_large_ones_alone() {
        let chosen = |sizes: &[u64]| worth_merging(&living(sizes));
        assert_eq!(chosen(&[]), Vec::<usize>::new());
        assert_eq!(chosen(&[7]), Vec::<usize>::new());
        assert_eq!(chosen(&[300, 99_000]), Vec::<usize>::new());
        assert_eq!(chosen(&[300, 99_000, 200]), [2, 0]);
        assert_eq!(chosen(&[20_000, 99_000, 5_000]), [2, 0, 1]);
        assert_eq!(chosen(&[1, 20_000, 20_000]), [0, 1, 2]);
        assert_eq!(chosen(&[6_000_000, 5_000_000]), Vec::<usize>::new());
    }

    #[test]
    fn a_part_that_is_mostly_gone_is_written_anew() {
        let sizes = [Size { living: 100, gone: 20 }, Size { living: 2_000, gone: 1_001 }];
        assert_eq!(worth_merging(&sizes), [1]);
        assert_eq!(worth_merging(&[Size { living: 0, gone: 0 }]), Vec::<usize>::new());
        assert_eq!(worth_merging(&[Size { living: 0, gone: 4 }]), [0]);
    }

    proptest! {
        #[test]
        fn few_parts_are_left_and_then_there_is_peace(mut sizes in prop::collection::vec(1_u64..3_000_000, 0..40)) {
            for _ in 0..sizes.len() {
                let chosen = worth_merging(&living(&sizes));
                let merged: u64 = chosen.iter().map(|at| sizes[*at]).sum();
                prop_assert!(merged <= LARGEST);
                prop_assert!(chosen.is_empty() || chosen.len() > 1);
                sizes = sizes.iter().enumerate().filter(|(at, _)| !chosen.contains(at)).map(|(_, size)| *size).collect();
                sizes.extend((merged > 0).then_some(merged));
            }
            prop_assert_eq!(worth_merging(&living(&sizes)), Vec::<usize>::new());
            let of_common_size = sizes.iter().filter(|size| **size * 2 <= LARGEST).count();
            prop_assert!(of_common_size <= 12, "{:?}", sizes);
        }
    }
}
