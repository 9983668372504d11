//! The table of rows: int8 with one scale a row, read from a safetensors file; the own layout without copying it, model2vec's by
//! rounding its numbers.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64;

use crate::EmbedError;
use crate::safetensors::{Tensor, Tensors};

/// The most dimensions that a table may have.
const MOST_DIMENSIONS: usize = 8_192;

/// The rows of a table as model2vec calls them, and as sentence-transformers does.
const FOREIGN: [&str; 2] = ["embeddings", "embedding.weight"];

/// One row a word piece, or one for several.
#[derive(Debug)]
pub(crate) struct Table {
    bytes: Cow<'static, [u8]>,
    /// Where the rows begin in `bytes`.
    start: usize,
    dims: usize,
    /// What a step of a row's numbers stands for, one a row.
    scales: Vec<f32>,
    /// The row of each word piece, where pieces share rows; otherwise each has the row of its number.
    mapping: Option<Vec<u32>>,
    /// How much a piece counts that a text holds several times.
    pub(crate) counting: Counting,
}

/// How much a piece counts that a text holds several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counting {
    /// The square root of how often, as the own tables are trained.
    Root,
    /// As often as it is there: model2vec takes the mean of all pieces.
    Each,
}

/// The key of the checksum in the header's `__metadata__`: XXH3 of the tensors' bytes, 16 hexadecimal digits.
pub(crate) const CHECKSUM: &str = "xxh3";

impl Table {
    /// Reads a table: the own layout with the tensors `embedding` (I8, rows x dimensions) and `scale` (F32, rows), or model2vec's with
    /// `embeddings` (or `embedding.weight`; rows x dimensions) and, where it has them, `weights` and `mapping` (one number a piece).
    pub(crate) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, EmbedError> {
        let tensors = Tensors::read(&bytes)?;
        check(&tensors)?;
        if let Some(name) = FOREIGN.into_iter().find(|name| tensors.has(name)) {
            return Self::of_model2vec(&tensors, name);
        }
        let embedding = matrix(tensors.tensor("embedding")?)?;
        let (start, dims, rows) = (embedding.place.start, side(&embedding, 1), side(&embedding, 0));
        let scale = tensors.tensor("scale")?;
        for (tensor, dtype, shape) in [(&embedding, "I8", [rows, dims].as_slice()), (&scale, "F32", &[rows])] {
            if tensor.dtype != dtype || tensor.shape != shape {
                return Err(tensor.problem(format!("is {} {:?}, not {dtype} {shape:?}", tensor.dtype, tensor.shape)));
            }
        }
        let scales = scale.numbers()?;
        Ok(Self { bytes, start, dims, scales, mapping: None, counting: Counting::Root })
    }

    /// Whether a file has the tensors of a table.
    pub(crate) fn recognises(bytes: &[u8]) -> bool {
        let names = FOREIGN.into_iter().chain(["embedding"]);
        Tensors::read(bytes).is_ok_and(|tensors| names.into_iter().any(|name| tensors.has(name)))
    }

    /// Rounds the rows of a table of model2vec to int8, each weighted as its pieces are.
    fn of_model2vec(tensors: &Tensors<'_>, name: &'static str) -> Result<Self, EmbedError> {
        let embeddings = matrix(tensors.tensor(name)?)?;
        let dims = side(&embeddings, 1);
        let mut rows = embeddings.numbers()?;
        let mut mapping =
            tensors.has("mapping").then(|| places(&tensors.tensor("mapping")?, side(&embeddings, 0))).transpose()?;
        if tensors.has("weights") {
            let weights = tensors.tensor("weights")?;
            let pieces = mapping.as_ref().map_or(side(&embeddings, 0), Vec::len);
            if weights.shape != [pieces] {
                return Err(
                    weights.problem(format!("is {:?}, not one number for each of {pieces} pieces", weights.shape))
                );
            }
            rows = weighted(&rows, dims, (mapping.take().as_deref(), &weights.numbers()?));
        }
        let scales: Vec<f32> = rows.chunks(dims).map(scale).collect();
        let small = rows.chunks(dims).zip(&scales).flat_map(|(row, scale)| row.iter().map(|x| rounded(*x, *scale)));
        let bytes = Cow::Owned(small.collect());
        Ok(Self { bytes, start: 0, dims, scales, mapping, counting: Counting::Each })
    }

    /// A table without rows.
    pub(crate) fn empty() -> Self {
        let (bytes, scales) = (Cow::Borrowed(&[][..]), Vec::new());
        Self { bytes, start: 0, dims: crate::DIMS, scales, mapping: None, counting: Counting::Root }
    }

    /// The file it was read from; of model2vec's layout only the rounded rows.
    pub(crate) fn file(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of word pieces that have a row.
    pub(crate) fn pieces(&self) -> usize {
        self.mapping.as_ref().map_or(self.scales.len(), Vec::len)
    }

    /// The number of dimensions.
    pub(crate) fn dims(&self) -> usize {
        self.dims
    }

    /// A piece's numbers (each byte an int8) and what a step of them stands for; `None` behind the end.
    pub(crate) fn row(&self, piece: u32) -> Option<(&[u8], f32)> {
        let row = match &self.mapping {
            Some(mapping) => *mapping.get(piece as usize)? as usize,
            None => piece as usize,
        };
        let scale = *self.scales.get(row)?;
        let start = self.start + row * self.dims;
        Some((self.bytes.get(start..start + self.dims)?, scale))
    }
}

/// Compares the tensors with their checksum, where the file has one: tables from elsewhere do not.
fn check(tensors: &Tensors<'_>) -> Result<(), EmbedError> {
    let sum = tensors.metadata(CHECKSUM);
    if sum.is_some_and(|sum| sum != format!("{:016x}", xxh3_64(tensors.data()))) {
        return Err(EmbedError::Format("its checksum is wrong: it is damaged".to_owned()));
    }
    Ok(())
}

/// A tensor that has two sides, neither empty, and the second not too long.
fn matrix(tensor: Tensor<'_>) -> Result<Tensor<'_>, EmbedError> {
    match *tensor.shape.as_slice() {
        [rows, dims] if rows > 0 && (1..=MOST_DIMENSIONS).contains(&dims) => Ok(tensor),
        _ => Err(tensor.problem(format!("is {:?}, not rows x dimensions", tensor.shape))),
    }
}

fn side(tensor: &Tensor<'_>, side: usize) -> usize {
    tensor.shape.get(side).copied().unwrap_or_default()
}

/// The row of each piece, of so many rows.
fn places(mapping: &Tensor<'_>, rows: usize) -> Result<Vec<u32>, EmbedError> {
    let places = mapping.places()?;
    match places.iter().find(|place| **place as usize >= rows) {
        Some(place) => Err(mapping.problem(format!("names row {place} of {rows}"))),
        None => Ok(places),
    }
}

/// One row a piece, times the weight of the piece.
fn weighted(rows: &[f32], dims: usize, (mapping, weights): (Option<&[u32]>, &[f32])) -> Vec<f32> {
    let mut all = Vec::with_capacity(weights.len() * dims);
    for (piece, weight) in weights.iter().enumerate() {
        let row = mapping.and_then(|mapping| mapping.get(piece)).map_or(piece, |row| *row as usize);
        all.extend(rows.get(row * dims..(row + 1) * dims).unwrap_or_default().iter().map(|x| x * weight));
    }
    all
}

/// What a step of a row's numbers stands for, the largest of them being 127.
fn scale(row: &[f32]) -> f32 {
    row.iter().fold(0.0_f32, |largest, x| largest.max(x.abs())) / 127.0
}

#[expect(clippy::cast_possible_truncation, reason = "at most 127 after the division, and `as` saturates")]
fn rounded(x: f32, scale: f32) -> u8 {
    if scale > 0.0 { ((x / scale).round() as i8).cast_unsigned() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DIMS;

    /// A safetensors file of that header, followed by `data` bytes.
    fn file(header: &str, data: usize) -> Cow<'static, [u8]> {
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(header.as_bytes());
        bytes.resize(bytes.len() + data, 1);
        Cow::Owned(bytes)
    }

    const GOOD: &str = r#"{"scale":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},
        "embedding":{"dtype":"I8","shape":[2,256],"data_offsets":[8,520]}}"#;

    #[test]
    fn reads_rows_and_scales() {
        let table = Table::read(file(GOOD, 520)).unwrap();
        assert_eq!((table.pieces(), table.dims()), (2, DIMS));
        assert_eq!(table.row(1).unwrap(), ([1_u8; DIMS].as_slice(), f32::from_le_bytes([1; 4])));
        assert_eq!(table.row(2), None);
    }

    #[test]
    fn refuses_what_is_no_table() {
        for (bytes, words) in [
            (file("", 0), "not a safetensors file"),
            (Cow::Borrowed(&b"abc"[..]), "no header"),
            (Cow::Borrowed(&[0xff_u8; 64][..]), "no header"),
            (Cow::Borrowed(&[9_u8, 0, 0, 0, 0, 0, 0, 0, 1][..]), "header is cut off"),
            (file("{}", 0), "\"embedding\" is missing"),
            (file(GOOD, 519), "\"embedding\" is cut off"),
            (file(&GOOD.replace("520", "519"), 600), "does not fit its shape"),
            (file(&GOOD.replace("I8", "U8"), 520), "\"embedding\" is U8"),
            (file(&GOOD.replace("I8", "F16"), 520), "does not fit its shape"),
            (file(&GOOD.replace("F32", "I32"), 520), "\"scale\" is I32 [2]"),
        ] {
            let error = Table::read(bytes).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
