//! What saved searches mean by the second tier, kept from one day to the next: the network takes milliseconds for each, and there may be a
//! hundred thousand.
//!
//! One file beside the vectors of papers: a header (magic, version, dimensions, the model's identity), then rows of a fingerprint of the text, a
//! checksum, and the numbers (f32) as the network gave them, so that nothing is found otherwise than by asking it. All numbers are little-endian.
//! What cannot be read is made again; a file of another kind is begun anew. One process at a time keeps; others ask the network.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use embed::{Transformer, Vector};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::SearchError;

const MAGIC: [u8; 8] = *b"NEWSQUES";
const VERSION: u32 = 1;
const HEADER: usize = 24;

/// Before its numbers a row has a fingerprint and a checksum.
const BEFORE: usize = 16;

/// With so many questions the file begins anew: half a gigabyte with 384 dimensions.
const MOST: usize = 300_000;

/// The vectors of saved searches.
#[derive(Debug)]
pub(super) struct Questions {
    path: PathBuf,
    /// Each has a thread of its own.
    models: [Transformer; 2],
    turn: AtomicUsize,
    kept: Mutex<Kept>,
}

/// The file, when it was opened, and which row has what.
#[derive(Debug, Default)]
enum Kept {
    #[default]
    Closed,
    /// It cannot be used, or another process uses it.
    Refused,
    Open(File, FxHashMap<u64, usize>),
}

impl Questions {
    /// Questions of a model, kept in a folder; the file is opened when the first is asked.
    pub(super) fn new(model: &Transformer, folder: &Path) -> Self {
        let models = [model.on_own_threads(1), model.on_own_threads(1)];
        Self { path: folder.join("questions"), models, turn: AtomicUsize::new(0), kept: Mutex::default() }
    }

    /// The vector of a question.
    pub(super) fn vector(&self, text: &str) -> Result<Vector, SearchError> {
        let key = xxh3_64(text.as_bytes());
        if let Some(vector) = self.known(key) {
            return Ok(vector);
        }
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let [one, other] = &self.models;
        let vector = if turn.is_multiple_of(2) { one } else { other }.embed(text)?;
        self.keep(key, &vector);
        Ok(vector)
    }

    fn known(&self, key: u64) -> Option<Vector> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*kept, Kept::Closed) {
            // Keeping only saves time: where it cannot be, everything goes on without.
            *kept = self.open().map_or(Kept::Refused, |(file, rows)| Kept::Open(file, rows));
        }
        let Kept::Open(file, rows) = &mut *kept else { return None };
        let row = *rows.get(&key)?;
        let vector = read_row(file, (row, self.width()), key);
        if vector.is_none() {
            rows.remove(&key);
        }
        vector
    }

    /// Writes a row behind the others. One that is cut off, or written over by half, has a wrong checksum.
    fn keep(&self, key: u64, vector: &Vector) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept::Open(file, rows) = &mut *kept else { return };
        if rows.len() >= MOST {
            rows.clear();
            if file.set_len(HEADER as u64).is_err() {
                *kept = Kept::Refused;
                return;
            }
        }
        let mut numbers: Vec<u8> = vector.as_slice().iter().flat_map(|number| number.to_le_bytes()).collect();
        numbers.splice(0..0, key.to_le_bytes());
        numbers.splice(8..8, xxh3_64(&numbers).to_le_bytes());
        let written = (|| -> std::io::Result<usize> {
            let rows = rows_of(file.metadata()?.len(), self.width());
            file.seek(SeekFrom::Start(place(rows, self.width())))?;
            file.write_all(&numbers)?;
            Ok(rows)
        })();
        match written {
            Ok(row) => drop(rows.insert(key, row)),
            Err(_) => *kept = Kept::Refused,
        }
    }

    /// Opens the file for this process alone, and reads which rows it has.
    fn open(&self) -> Option<(File, FxHashMap<u64, usize>)> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&self.path).ok()?;
        file.try_lock().ok()?;
        let mut header = Vec::with_capacity(HEADER);
        header.extend(MAGIC);
        header.extend(VERSION.to_le_bytes());
        let [model, _] = &self.models;
        header.extend(u32::try_from(model.dims()).ok()?.to_le_bytes());
        header.extend(model.identity().to_le_bytes());
        let mut found = vec![0; HEADER];
        if file.read_exact(&mut found).is_err() || found != header {
            file.set_len(0).ok()?;
            file.seek(SeekFrom::Start(0)).ok()?;
            file.write_all(&header).ok()?;
        }
        let mut rows = FxHashMap::default();
        let mut key = [0; 8];
        for row in 0..rows_of(file.metadata().ok()?.len(), self.width()) {
            file.seek(SeekFrom::Start(place(row, self.width()))).ok()?;
            file.read_exact(&mut key).ok()?;
            rows.insert(u64::from_le_bytes(key), row);
        }
        Some((file, rows))
    }

    /// The bytes of a row.
    fn width(&self) -> usize {
        let [model, _] = &self.models;
        BEFORE + model.dims() * 4
    }
}

/// How many whole rows a file of that length has.
fn rows_of(length: u64, width: usize) -> usize {
    usize::try_from(length).unwrap_or_default().saturating_sub(HEADER) / width
}

fn place(row: usize, width: usize) -> u64 {
    (HEADER + row * width) as u64
}

/// The numbers of a row, if they are those that were written for that key.
fn read_row(file: &mut File, (row, width): (usize, usize), key: u64) -> Option<Vector> {
    let mut bytes = vec![0; width];
    file.seek(SeekFrom::Start(place(row, width))).ok()?;
    file.read_exact(&mut bytes).ok()?;
    let (own, rest) = bytes.split_first_chunk::<8>()?;
    let (sum, numbers) = rest.split_first_chunk::<8>()?;
    let mut summed = own.to_vec();
    summed.extend(numbers);
    let sound = u64::from_le_bytes(*own) == key && u64::from_le_bytes(*sum) == xxh3_64(&summed);
    let numbers = numbers.as_chunks().0.iter().map(|number| f32::from_le_bytes(*number));
    sound.then(|| Vector::again(numbers.collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(vector: &Vector) -> Vec<u32> {
        vector.as_slice().iter().map(|number| number.to_bits()).collect()
    }

    #[test]
    fn what_was_asked_is_kept_as_it_was() {
        let (dir, model) = (tempfile::tempdir().unwrap(), Transformer::bundled().unwrap());
        let path = dir.path().join("questions");
        let length = || std::fs::metadata(&path).unwrap().len();
        let ask = |questions: &Questions, text: &str| {
            let own = numbers(&model.embed(text).unwrap());
            assert_eq!(numbers(&questions.vector(text).unwrap()), own, "{text}");
            length()
        };
        let questions = Questions::new(model, dir.path());
        let one = ask(&questions, "whales");
        assert_eq!(ask(&questions, "whales"), one, "the same question is kept once");
        let two = ask(&questions, "galaxies");
        assert!(two > one);
        // Another process that keeps the file does not keep this one from asking.
        assert_eq!(ask(&Questions::new(model, dir.path()), "robots"), two);
        drop(questions);
        assert_eq!(ask(&Questions::new(model, dir.path()), "whales"), two, "known when opened again");
        // A row that is cut off, one that went bad, and a file of something else.
        let whole = std::fs::read(&path).unwrap();
        std::fs::write(&path, &whole[..whole.len() - 5]).unwrap();
        assert_eq!(ask(&Questions::new(model, dir.path()), "galaxies"), two);
        let mut bad = whole.clone();
        bad[100] ^= 1;
        std::fs::write(&path, bad).unwrap();
        assert!(ask(&Questions::new(model, dir.path()), "whales") > two);
        for other in [&b""[..], b"something else", &[7; 5_000]] {
            std::fs::write(&path, other).unwrap();
            assert_eq!(ask(&Questions::new(model, dir.path()), "whales"), one);
        }
    }
}
