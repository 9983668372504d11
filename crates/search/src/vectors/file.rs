//! One file of vectors: written whole, then only read.
//!
//! After the [header](super::header) come, each for all rows: keys (i64, rising), scales (f32), factors of the sketches (f32), signs of
//! the sketches, then checksums of the int8 numbers, then these (`dims` bytes a row). Everything stays mapped.
//!
//! What is checked when: the header and the columns when the file is opened, because they are read then anyway (48 bytes a row); the int8
//! numbers, which are five sixths of the file, page by page when they are first looked at. So no byte is used that was not
//! checked, and opening a file of a million papers takes milliseconds.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use xxhash_rust::xxh3::xxh3_64;

use super::header::{BLOCK, HEADER, Header, Layout};
use super::row::{Kind, RowRef};
use crate::SearchError;
use crate::mapped::Mapped;
use crate::seek::first_not_from;

/// A block of int8 numbers that nobody has looked at yet.
const UNKNOWN: u8 = 0;
/// A block whose checksum is right.
const SOUND: u8 = 1;
/// A block whose checksum is wrong.
const BROKEN: u8 = 2;

/// An open file of vectors.
#[derive(Debug)]
pub(crate) struct VectorFile {
    path: PathBuf,
    number: u32,
    header: Header,
    layout: Layout,
    map: Mapped,
    /// What is known of each block of int8 numbers.
    blocks: Box<[AtomicU8]>,
    /// Whether a block was found broken.
    broken: AtomicBool,
}

impl VectorFile {
    /// Opens a file and checks everything but the int8 numbers, which are checked when they are looked at.
    pub(crate) fn open(path: &Path) -> Result<Self, SearchError> {
        let map = Mapped::open(path)?;
        let (header, layout) = check(&map).map_err(|reason| SearchError::damaged(path, reason))?;
        let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        let number = number.ok_or_else(|| SearchError::damaged(path, "its name is no number"))?;
        let blocks = (0..header.rows.div_ceil(BLOCK)).map(|_| AtomicU8::new(UNKNOWN)).collect();
        Ok(Self { path: path.to_owned(), number, header, layout, map, blocks, broken: AtomicBool::new(false) })
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Its name in its folder.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Its number, which no other file of the index ever has.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    /// Of which model its vectors are.
    pub(crate) fn kind(&self) -> Kind {
        self.header.kind
    }

    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        self.header.rows
    }

    /// Whether int8 numbers were looked at that are not what was written.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// The paper of a row; keys rise from row to row.
    pub(crate) fn key(&self, row: usize) -> Option<i64> {
        self.bytes(HEADER, 8, row)?.first_chunk().map(|bytes| i64::from_le_bytes(*bytes))
    }

    /// The row at or behind `from` of a paper; otherwise where it would stand.
    pub(crate) fn find(&self, key: i64, from: usize) -> Result<usize, usize> {
        let before = |row: usize| self.key(row).is_some_and(|other| other < key);
        let at = first_not_from(from, self.len(), before);
        if self.key(at) == Some(key) { Ok(at) } else { Err(at) }
    }

    /// The int8 numbers of a row, as bytes, and what a step of them stands for; `None` behind the end, and where the numbers are
    /// damaged.
    pub(crate) fn values(&self, row: usize) -> Option<(&[u8], f32)> {
        let values = self.bytes(self.layout.values, self.header.kind.dims, row)?;
        self.is_sound(row / BLOCK).then_some((values, self.float(self.layout.scales, row)?))
    }

    /// The signs of a row's sketch, four bytes a word, and its factor.
    pub(crate) fn sketch(&self, row: usize) -> Option<(&[u8], f32)> {
        let signs = self.bytes(self.layout.signs, self.header.kind.words() * 4, row)?;
        Some((signs, self.float(self.layout.factors, row)?))
    }

    /// A whole row; `None` behind the end, and where its numbers are damaged.
    pub(crate) fn row(&self, row: usize) -> Option<RowRef<'_>> {
        let ((values, scale), (signs, factor)) = (self.values(row)?, self.sketch(row)?);
        Some(RowRef { key: self.key(row)?, values, scale, factor, signs })
    }

    /// What a column that begins at `start` with `width` bytes a row holds for a row.
    fn bytes(&self, start: usize, width: usize, row: usize) -> Option<&[u8]> {
        let start = if row < self.header.rows { start + row * width } else { return None };
        self.map.get(start..start + width)
    }

    fn float(&self, start: usize, row: usize) -> Option<f32> {
        self.bytes(start, 4, row)?.first_chunk().map(|bytes| f32::from_le_bytes(*bytes))
    }

    /// Whether a block of int8 numbers is as it was written; looks at it once.
    fn is_sound(&self, block: usize) -> bool {
        let Some(state) = self.blocks.get(block) else { return false };
        let known = state.load(Ordering::Relaxed);
        if known != UNKNOWN {
            return known == SOUND;
        }
        let sound = self.block_sum(block).is_some_and(|(found, written)| found == written);
        state.store(if sound { SOUND } else { BROKEN }, Ordering::Relaxed);
        self.broken.fetch_or(!sound, Ordering::Relaxed);
        sound
    }

    /// The checksum of a block of int8 numbers, as it is and as it was written.
    fn block_sum(&self, block: usize) -> Option<(u64, u64)> {
        let width = BLOCK * self.header.kind.dims;
        let start = self.layout.values + block * width;
        let values = self.map.get(start..(start + width).min(self.layout.end))?;
        let written = self.map.get(self.layout.sums + block * 8..)?.first_chunk()?;
        Some((xxh3_64(values), u64::from_le_bytes(*written)))
    }
}

/// What stands where in a whole and sound file, or what is wrong with it.
fn check(bytes: &[u8]) -> Result<(Header, Layout), String> {
    let header = Header::read(bytes)?;
    let layout = header.layout().filter(|layout| layout.end == bytes.len());
    let layout =
        layout.ok_or_else(|| format!("it has {} bytes, which does not fit its {} rows", bytes.len(), header.rows))?;
    let columns = bytes.get(HEADER..layout.values).unwrap_or_default();
    if xxh3_64(columns) == header.columns { Ok((header, layout)) } else { Err("its checksum is wrong".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::{Row, write};
    use embed::Vector;
    use proptest::prelude::*;

    const KIND: Kind = Kind { dims: 100, model: 7 };

    fn rows(keys: impl IntoIterator<Item = i64>) -> Vec<Row> {
        let vector = |key: i64| (0..100).map(|i| ((i * 7 + key * 13) % 29) as f32 - 9.0).collect::<Vec<_>>();
        keys.into_iter().map(|key| Row::new(key, &Vector::normalized(vector(key)))).collect()
    }

    fn write_all(path: &Path, rows: &[Row]) {
        let rows: Vec<RowRef<'_>> = rows.iter().map(Row::as_ref).collect();
        write(path, KIND, &rows).unwrap();
    }

    #[test]
    fn what_is_written_is_read() {
        let dir = tempfile::tempdir().unwrap();
        for (number, length) in [0, 1, 5, 16, 40].into_iter().enumerate() {
            let (path, rows) = (dir.path().join(format!("{number}.vec")), rows((0..length).map(|key| key * 7)));
            write_all(&path, &rows);
            let file = VectorFile::open(&path).unwrap();
            assert_eq!((file.kind(), file.len(), file.number() as usize), (KIND, rows.len(), number));
            for (at, row) in rows.iter().enumerate() {
                assert_eq!(file.row(at).unwrap(), row.as_ref());
            }
            assert_eq!(file.row(rows.len()), None);
        }
    }

    proptest! {
        #[test]
        fn papers_are_found_from_anywhere_before(
            keys in prop::collection::btree_set(-50_i64..50, 0..40), wanted in -60_i64..60, from in 0_usize..45,
        ) {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("1.vec");
            write_all(&path, &rows(keys.iter().copied()));
            let keys: Vec<i64> = keys.into_iter().collect();
            let from = from.min(keys.partition_point(|key| *key < wanted));
            prop_assert_eq!(VectorFile::open(&path).unwrap().find(wanted, from), keys.binary_search(&wanted));
        }
    }

    /// Opens a file and looks at all of it: how many rows are sound, if it can be opened.
    fn sound_rows(path: &Path) -> Option<usize> {
        let file = VectorFile::open(path).ok()?;
        let sound = (0..file.len()).filter(|row| file.row(*row).is_some()).count();
        assert_eq!(file.is_broken(), sound < file.len());
        Some(sound)
    }

    #[test]
    fn every_damage_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("1.vec");
        write_all(&path, &rows(0..40));
        let good = std::fs::read(&path).unwrap();
        let with = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            sound_rows(&path)
        };
        assert_eq!(with(&good), Some(40));
        for length in [0, 1, 63, 64, 65, good.len() - 1] {
            assert_eq!(with(&good[..length]), None, "cut to {length}");
        }
        assert_eq!(with(&[good.as_slice(), &[0]].concat()), None);
        let values = good.len() - 40 * KIND.dims;
        for at in (0..values).step_by(7) {
            let mut bytes = good.clone();
            bytes[at] ^= 0x55;
            assert_eq!(with(&bytes), None, "changed at {at}");
        }
        // Among the int8 numbers a damage costs the rows of its block, and no others.
        for (at, left) in [(values, 24), (values + 20 * KIND.dims, 24), (good.len() - 1, 32)] {
            let mut bytes = good.clone();
            bytes[at] ^= 1;
            assert_eq!(with(&bytes), Some(left), "changed at {at}");
        }
    }
}
