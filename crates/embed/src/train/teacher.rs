//! What a larger model said of texts: its vectors, computed once and kept.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::matrix::Matrix;
use crate::{EmbedError, Vector};

/// Begins a file of kept vectors; the last digit is the version.
const MAGIC: &[u8; 8] = b"NWSTEACH";

/// The version of the layout.
const VERSION: u32 = 1;

/// The bytes before the first vector: magic, version, dimensions, the model's identity, the number of vectors.
const HEADER: usize = 8 + 4 + 4 + 8 + 8;

/// The most dimensions that a model may have.
const MOST_DIMENSIONS: usize = 8_192;

/// A larger model's vectors of texts, by the texts' hashes: int8, with one scale a vector.
///
/// As a file: `NWSTEACH`, then little-endian version (u32), dimensions (u32), identity of the model (u64), number of vectors
/// (u64); for each the text's hash (u64), its scale (f32) and its numbers (i8); at the end the XXH3 hash (u64) of all before.
#[derive(Debug, Clone, PartialEq)]
pub struct Teacher {
    model: u64,
    dimensions: usize,
    /// Each text's place, by its hash.
    places: FxHashMap<u64, usize>,
    hashes: Vec<u64>,
    scales: Vec<f32>,
    numbers: Vec<i8>,
}

/// The hash under which a teacher knows a text.
pub fn text_hash(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

impl Teacher {
    /// Knows nothing yet. `model` tells the larger model from others; its vectors have so many dimensions.
    pub fn new(model: u64, dimensions: usize) -> Self {
        let (hashes, scales, numbers) = (Vec::new(), Vec::new(), Vec::new());
        Self { model, dimensions, places: FxHashMap::default(), hashes, scales, numbers }
    }

    /// The identity of the larger model.
    pub fn model(&self) -> u64 {
        self.model
    }

    /// How many texts are known.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether the text of that hash is known.
    pub fn knows(&self, text: u64) -> bool {
        self.places.contains_key(&text)
    }

    /// Keeps the vector of a text, unless the text is known or the vector has another number of dimensions.
    pub fn insert(&mut self, text: u64, vector: &Vector) {
        let small = vector.quantize();
        if small.values.len() == self.dimensions && !self.knows(text) {
            self.places.insert(text, self.hashes.len());
            self.hashes.push(text);
            self.scales.push(small.scale);
            self.numbers.extend_from_slice(&small.values);
        }
    }

    /// The file that holds it all.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + self.len() * (12 + self.dimensions) + 8);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&u32::try_from(self.dimensions).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(&self.model.to_le_bytes());
        bytes.extend_from_slice(&(self.len() as u64).to_le_bytes());
        let numbers = self.numbers.chunks(self.dimensions.max(1));
        for ((hash, scale), numbers) in self.hashes.iter().zip(&self.scales).zip(numbers) {
            bytes.extend_from_slice(&hash.to_le_bytes());
            bytes.extend_from_slice(&scale.to_le_bytes());
            bytes.extend(numbers.iter().map(|number| number.cast_unsigned()));
        }
        let sum = xxh3_64(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote; refuses what is cut off, damaged or something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EmbedError> {
        let broken = |problem: String| EmbedError::Teacher(problem);
        if !bytes.starts_with(MAGIC) {
            return Err(broken("it is no file of kept vectors".to_owned()));
        }
        let (body, sum) = bytes.split_last_chunk().ok_or_else(|| broken("it is cut off".to_owned()))?;
        if xxh3_64(body) != u64::from_le_bytes(*sum) {
            return Err(broken("its checksum is wrong: it is cut off or damaged".to_owned()));
        }
        let mut rest = body.get(MAGIC.len()..).unwrap_or_default();
        let header = (number(&mut rest), number(&mut rest), wide(&mut rest), wide(&mut rest));
        let (Some(version), Some(dimensions), Some(model), Some(count)) = header else {
            return Err(broken("its header is cut off".to_owned()));
        };
        if version != VERSION {
            return Err(broken(format!("it has version {version}, not {VERSION}")));
        }
        let dimensions = dimensions as usize;
        let size = usize::try_from(count).ok().and_then(|count| count.checked_mul(12 + dimensions));
        if dimensions == 0 || dimensions > MOST_DIMENSIONS || size != Some(rest.len()) {
            return Err(broken(format!("{count} vectors of {dimensions} dimensions do not fit its size")));
        }
        Ok(Self::of_records(model, dimensions, rest))
    }

    fn of_records(model: u64, dimensions: usize, records: &[u8]) -> Self {
        let mut teacher = Self::new(model, dimensions);
        for mut record in records.chunks_exact(12 + dimensions) {
            let (Some(hash), Some(scale)) = (wide(&mut record), number(&mut record)) else { continue };
            if teacher.places.insert(hash, teacher.hashes.len()).is_none() {
                teacher.hashes.push(hash);
                teacher.scales.push(f32::from_bits(scale));
                teacher.numbers.extend(record.iter().map(|byte| byte.cast_signed()));
            }
        }
        teacher
    }

    /// The vectors of texts, one a row; `None` where one of them is not known.
    pub(super) fn vectors(&self, texts: &[u64]) -> Option<Matrix> {
        let mut vectors = Matrix { columns: self.dimensions, numbers: Vec::new() };
        for text in texts {
            let place = *self.places.get(text)?;
            let (scale, start) = (*self.scales.get(place)?, place * self.dimensions);
            let numbers = self.numbers.get(start..start + self.dimensions)?;
            vectors.numbers.extend(numbers.iter().map(|number| f32::from(*number) * scale));
        }
        Some(vectors)
    }
}

/// Takes a u32 off the front.
fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*first))
}

/// Takes a u64 off the front.
fn wide(bytes: &mut &[u8]) -> Option<u64> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u64::from_le_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StaticModel;

    fn teacher() -> Teacher {
        let mut teacher = Teacher::new(42, 256);
        for text in ["graph networks", "galaxies", "galaxies"] {
            teacher.insert(text_hash(text), &StaticModel::bundled().embed(text));
        }
        teacher
    }

    #[test]
    fn what_was_kept_is_read_again() {
        let kept = teacher();
        assert_eq!(Teacher::from_bytes(&kept.to_bytes()).unwrap(), kept);
        assert_eq!((kept.len(), kept.model()), (2, 42));
        let vectors = kept.vectors(&[text_hash("galaxies")]).unwrap();
        let truth = StaticModel::bundled().embed("galaxies");
        let cosine: f32 = vectors.row(0).iter().zip(truth.as_slice()).map(|(a, b)| a * b).sum();
        assert!((cosine - 1.0).abs() < 1e-3, "{cosine}");
        assert_eq!(kept.vectors(&[text_hash("unknown")]), None);
    }

    #[test]
    fn broken_files_are_refused_wherever_they_break() {
        let bytes = teacher().to_bytes();
        for end in 0..bytes.len() {
            assert!(Teacher::from_bytes(&bytes[..end]).is_err(), "cut off at {end}");
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assert!(Teacher::from_bytes(&damaged).is_err(), "damaged at {at}");
        }
        let said = |bytes: &[u8]| Teacher::from_bytes(bytes).unwrap_err().to_string();
        assert!(said(b"PK\x03\x04 something else").contains("no file of kept vectors"));
        assert!(said(&bytes[..bytes.len() - 1]).contains("checksum"));
    }

    #[test]
    fn lies_in_the_header_are_refused_although_the_checksum_is_right() {
        let sealed = |at: usize, byte: u8| {
            let mut bytes = teacher().to_bytes();
            bytes.truncate(bytes.len() - 8);
            bytes[at] = byte;
            let sum = xxh3_64(&bytes);
            bytes.extend_from_slice(&sum.to_le_bytes());
            Teacher::from_bytes(&bytes).unwrap_err().to_string()
        };
        assert!(sealed(8, 9).contains("version 9"));
        assert!(sealed(12, 3).contains("do not fit"));
        assert!(sealed(31, 0xff).contains("do not fit"));
    }
}
