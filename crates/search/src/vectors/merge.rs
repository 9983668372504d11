//! Many small files of vectors become one larger.

use std::sync::Arc;

use super::file::VectorFile;
use super::row::RowRef;

/// The most rows of a merged file (80 MB with 256 dimensions): larger ones stay as they are, so that no commit takes long. At three
/// million papers that makes two dozen files.
const MOST_ROWS: usize = 262_144;

/// Which of the newest files to merge so that sizes fall by half at least from file to file: as in a log-structured merge tree,
/// there are never more than log2 of the rows beside the large ones, and each row is copied as many times at most. `sizes` are the
/// numbers of rows, oldest file first; no merged file has more than `most`. The answer is how many files to keep as they are.
pub(crate) fn keep(sizes: &[usize], most: usize) -> usize {
    let (mut kept, mut merged) = (sizes.len(), 0);
    for (at, size) in sizes.iter().enumerate().rev() {
        if merged > 0 && (*size / 2 >= merged || merged + size > most) {
            break;
        }
        merged += size;
        kept = at;
    }
    // One file alone is no merge.
    if kept + 1 == sizes.len() { sizes.len() } else { kept }
}

/// How many files of vectors, oldest first, to keep, where there is something to merge behind them.
pub(crate) fn merge(files: &[Arc<VectorFile>]) -> Option<usize> {
    let sizes: Vec<usize> = files.iter().map(|file| file.len()).collect();
    Some(keep(&sizes, MOST_ROWS)).filter(|kept| *kept < files.len())
}

/// The rows of some files, oldest first, as one: in the order of keys, of each paper the newest. Rows whose numbers are damaged
/// are left out.
pub(crate) fn newest_rows(files: &[Arc<VectorFile>]) -> Vec<RowRef<'_>> {
    let mut rows = Vec::with_capacity(files.iter().map(|file| file.len()).sum());
    for file in files.iter().rev() {
        rows.extend((0..file.len()).filter_map(|row| file.row(row)));
    }
    // Stable: the newest row of a paper stays before the older ones.
    rows.sort_by_key(|row| row.key);
    rows.dedup_by_key(|row| row.key);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keep(sizes: &[usize]) -> usize {
        super::keep(sizes, MOST_ROWS)
    }

    #[test]
    fn equal_files_become_one() {
        assert_eq!(keep(&[]), 0);
        assert_eq!(keep(&[10]), 1);
        assert_eq!(keep(&[10, 10]), 0);
        assert_eq!(keep(&[100, 10]), 2);
        assert_eq!(keep(&[100, 10, 10]), 1);
        assert_eq!(keep(&[30, 10, 10]), 0);
        assert_eq!(keep(&[200_000, 150_000]), 2);
    }

    proptest! {
        #[test]
        fn there_are_never_many_files(added in prop::collection::vec(1_usize..100_000, 1..200)) {
            let mut sizes = Vec::new();
            for size in added {
                sizes.push(size);
                let kept = keep(&sizes);
                if kept < sizes.len() {
                    let merged = sizes.split_off(kept).iter().sum();
                    sizes.push(merged);
                }
                let all: usize = sizes.iter().sum();
                prop_assert!(sizes.iter().all(|size| *size <= MOST_ROWS));
                prop_assert!(sizes.len() <= 2 * all / MOST_ROWS + all.ilog2() as usize + 1, "{sizes:?}");
            }
        }
    }
}
