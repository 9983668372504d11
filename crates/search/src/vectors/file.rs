//! One file of vectors: written whole, then only read.
//!
//! All numbers are little-endian. The header of 64 bytes: magic (8), version (u32), dimensions (u32), rows (u64), XXH3 of everything
//! after the header (u64), zeros. Then, each for all rows: keys (i64), scales (f32), factors of the sketches (f32), signs (8 x u32),
//! numbers (int8 x dimensions).

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use embed::{DIMS, Vector};
use xxhash_rust::xxh3::Xxh3;

use super::signs::{Sketch, sketch};
use crate::SearchError;
use crate::mapped::Mapped;
use crate::simd::Signs;

const MAGIC: [u8; 8] = *b"NEWSVECT";
const VERSION: u32 = 1;
const HEADER: usize = 64;
/// Bytes of one row after the header: key, scale, factor, signs, numbers.
const ROW: usize = 8 + 4 + 4 + 32 + DIMS;

/// The vector of one paper.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The paper.
    pub key: i64,
    /// The vector's numbers in int8.
    pub values: [i8; DIMS],
    /// What a step of them stands for.
    pub scale: f32,
    /// The vector in 32 bytes.
    pub sketch: Sketch,
}

impl Row {
    /// The row of a paper's vector.
    pub(crate) fn new(key: i64, vector: &Vector) -> Self {
        let small = vector.quantize();
        let values = small.values.first_chunk().copied().unwrap_or([0; DIMS]);
        Self { key, values, scale: small.scale, sketch: sketch(vector) }
    }
}

/// An open file of vectors. Everything but the int8 numbers is read into memory; those stay mapped.
#[derive(Debug)]
pub(crate) struct VectorFile {
    path: PathBuf,
    keys: Vec<i64>,
    scales: Vec<f32>,
    factors: Vec<f32>,
    signs: Vec<Signs>,
    map: Mapped,
}

impl VectorFile {
    /// Opens a file and checks it from the first byte to the last.
    pub(crate) fn open(path: &Path) -> Result<Self, SearchError> {
        let map = Mapped::open(path)?;
        let rows = check(&map).map_err(|reason| SearchError::damaged(path, reason))?;
        let column = |start: usize, width: usize| map.get(HEADER + start * rows..HEADER + (start + width) * rows);
        let floats = |start| column(start, 4).unwrap_or_default().as_chunks().0.iter().map(|b| f32::from_le_bytes(*b));
        let keys = column(0, 8).unwrap_or_default().as_chunks().0.iter().map(|b| i64::from_le_bytes(*b)).collect();
        let signs = column(16, 32).unwrap_or_default().as_chunks::<32>().0.iter().map(signs_of).collect();
        let (scales, factors) = (floats(8).collect(), floats(12).collect());
        Ok(Self { path: path.to_owned(), keys, scales, factors, signs, map })
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Its name in its folder.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The papers, in the order of the rows.
    pub(crate) fn keys(&self) -> &[i64] {
        &self.keys
    }

    /// The sketch of a row.
    pub(crate) fn sketch(&self, row: usize) -> Sketch {
        let signs = self.signs.get(row).copied().unwrap_or_default();
        Sketch { signs, factor: self.factors.get(row).copied().unwrap_or_default() }
    }

    /// The int8 numbers of a row, as bytes, and what a step of them stands for; `None` behind the end.
    pub(crate) fn values(&self, row: usize) -> Option<(&[u8; DIMS], f32)> {
        let start = HEADER + (ROW - DIMS) * self.keys.len() + row.checked_mul(DIMS)?;
        Some((self.map.get(start..)?.first_chunk()?, *self.scales.get(row)?))
    }

    /// A copy of a row.
    pub(crate) fn row(&self, row: usize) -> Option<Row> {
        let (values, scale) = self.values(row)?;
        Some(Row { key: *self.keys.get(row)?, values: values.map(u8::cast_signed), scale, sketch: self.sketch(row) })
    }
}

/// The number of rows of a whole and sound file, or what is wrong with it.
fn check(bytes: &[u8]) -> Result<usize, String> {
    let header = bytes.first_chunk::<HEADER>().ok_or("it is shorter than its header")?;
    let number = |at: usize| header.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |b| u64::from_le_bytes(*b));
    if !header.starts_with(&MAGIC) {
        return Err("it is no file of vectors".to_owned());
    }
    let (version, dims) = (number(8) & 0xffff_ffff, number(8) >> 32);
    if version != u64::from(VERSION) || dims != DIMS as u64 {
        return Err(format!("it has version {version} and {dims} dimensions, not {VERSION} and {DIMS}"));
    }
    let rows = usize::try_from(number(16)).map_err(|_| "it says that it has too many rows")?;
    if rows.checked_mul(ROW).and_then(|body| body.checked_add(HEADER)) != Some(bytes.len()) {
        return Err(format!("it has {} bytes, which does not fit its {rows} rows", bytes.len()));
    }
    let sum = xxhash_rust::xxh3::xxh3_64(bytes.get(HEADER..).unwrap_or_default());
    if sum == number(24) { Ok(rows) } else { Err("its checksum is wrong".to_owned()) }
}

fn signs_of(bytes: &[u8; 32]) -> Signs {
    let mut signs = Signs::default();
    for (word, four) in signs.iter_mut().zip(bytes.as_chunks().0) {
        *word = u32::from_le_bytes(*four);
    }
    signs
}

/// Writes a file of these rows at `path`, down to the disk. There must be no file yet.
pub(crate) fn write(path: &Path, rows: &[Row]) -> Result<(), SearchError> {
    let body = body(rows);
    let mut header = Vec::with_capacity(HEADER);
    header.extend_from_slice(&MAGIC);
    header.extend_from_slice(&VERSION.to_le_bytes());
    header.extend_from_slice(&256_u32.to_le_bytes());
    header.extend_from_slice(&(rows.len() as u64).to_le_bytes());
    let mut sum = Xxh3::new();
    for column in &body {
        sum.update(column);
    }
    header.extend_from_slice(&sum.digest().to_le_bytes());
    header.resize(HEADER, 0);
    let failed = || SearchError::io("write", path);
    let mut file = BufWriter::new(File::create_new(path).map_err(failed())?);
    file.write_all(&header).map_err(failed())?;
    for column in &body {
        file.write_all(column).map_err(failed())?;
    }
    file.into_inner().map_err(|error| failed()(error.into_error()))?.sync_all().map_err(failed())?;
    // The file's name too, where the system lets folders be opened: a commit must never outlive a file that it names.
    match path.parent().map(File::open) {
        Some(Ok(folder)) => folder.sync_all().map_err(failed()),
        _ => Ok(()),
    }
}

/// The columns of the file's body.
fn body(rows: &[Row]) -> [Vec<u8>; 5] {
    let flat = |bytes: &dyn Fn(&Row) -> Vec<u8>| rows.iter().flat_map(bytes).collect::<Vec<u8>>();
    let mut values = Vec::with_capacity(rows.len() * DIMS);
    for row in rows {
        values.extend(row.values.iter().map(|x| x.cast_unsigned()));
    }
    [
        flat(&|row| row.key.to_le_bytes().to_vec()),
        flat(&|row| row.scale.to_le_bytes().to_vec()),
        flat(&|row| row.sketch.factor.to_le_bytes().to_vec()),
        flat(&|row| row.sketch.signs.iter().flat_map(|word| word.to_le_bytes()).collect()),
        values,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: i64) -> Vec<Row> {
        let model = embed::StaticModel::bundled();
        (0..n).map(|key| Row::new(key * 7, &model.embed(&format!("paper number {key} about fish")))).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.vec");
        for n in [0, 1, 5] {
            let rows = rows(n);
            write(&path, &rows).unwrap();
            let file = VectorFile::open(&path).unwrap();
            let read: Vec<Row> = (0..rows.len()).map(|i| file.row(i).unwrap()).collect();
            assert_eq!(read, rows);
            assert_eq!(file.row(rows.len()), None);
            std::fs::remove_file(&path).unwrap();
        }
    }

    #[test]
    fn every_damage_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.vec");
        write(&path, &rows(3)).unwrap();
        let sound = std::fs::read(&path).unwrap();
        let damaged = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            matches!(VectorFile::open(&path), Err(SearchError::Damaged { .. } | SearchError::Io { .. }))
        };
        for length in [0, 1, 63, 64, 65, sound.len() - 1] {
            assert!(damaged(&sound[..length]), "cut to {length}");
        }
        for at in [0, 8, 12, 16, 23, 24, 64, 200, sound.len() - 1] {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x55;
            assert!(damaged(&bytes), "changed at {at}");
        }
        assert!(damaged(&[sound.as_slice(), &[0]].concat()));
    }
}
