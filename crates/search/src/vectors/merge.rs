//! Many small files of vectors become one larger.

use std::collections::HashSet;
use std::sync::Arc;

use super::file::{Row, VectorFile};

/// Which of the newest files to merge so that sizes fall by half at least from file to file: as in a log-structured merge tree,
/// there are never more than log2 of the rows, and each row is copied as many times at most. `sizes` are the numbers of rows,
/// oldest file first; the answer is how many files to keep as they are.
fn keep(sizes: &[usize]) -> usize {
    let (mut kept, mut merged) = (sizes.len(), 0);
    for (at, size) in sizes.iter().enumerate().rev() {
        if merged > 0 && *size / 2 >= merged {
            break;
        }
        merged += size;
        kept = at;
    }
    // One file alone is no merge.
    if kept + 1 == sizes.len() { sizes.len() } else { kept }
}

/// What to do with files of vectors, oldest first: how many to keep, and the rows of the others as one, the newest row of
/// each paper, without papers that `lives` does not know. `None` when there is nothing to merge.
pub(crate) fn merge(files: &[Arc<VectorFile>], lives: &dyn Fn(i64) -> bool) -> Option<(usize, Vec<Row>)> {
    let sizes: Vec<usize> = files.iter().map(|file| file.keys().len()).collect();
    let kept = keep(&sizes);
    let merged = files.get(kept..).filter(|merged| !merged.is_empty())?;
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for file in merged.iter().rev() {
        let fresh = file.keys().iter().enumerate().rev().filter(|(_, key)| lives(**key) && seen.insert(**key));
        rows.extend(fresh.filter_map(|(row, _)| file.row(row)));
    }
    rows.reverse();
    Some((kept, rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_files_become_one() {
        assert_eq!(keep(&[]), 0);
        assert_eq!(keep(&[10]), 1);
        assert_eq!(keep(&[10, 10]), 0);
        assert_eq!(keep(&[100, 10]), 2);
        assert_eq!(keep(&[100, 10, 10]), 1);
        assert_eq!(keep(&[30, 10, 10]), 0);
    }

    proptest! {
        #[test]
        fn there_are_never_many_files(added in prop::collection::vec(1_usize..1_000, 1..200)) {
            let mut sizes = Vec::new();
            for size in added {
                sizes.push(size);
                let kept = keep(&sizes);
                if kept < sizes.len() {
                    let merged = sizes.split_off(kept).iter().sum();
                    sizes.push(merged);
                }
                let all: usize = sizes.iter().sum();
                prop_assert!(sizes.len() <= all.ilog2() as usize + 1, "{sizes:?}");
            }
        }
    }
}
