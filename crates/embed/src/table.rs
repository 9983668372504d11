//! The table of rows: int8 with one scale a row, read from a safetensors file without copying it.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::{DIMS, EmbedError};

/// One row a word piece.
#[derive(Debug)]
pub(crate) struct Table {
    bytes: Cow<'static, [u8]>,
    /// Where the rows begin in `bytes`.
    start: usize,
    /// What a step of a row's numbers stands for, one a row.
    scales: Vec<f32>,
}

/// A tensor as the header of a safetensors file describes it.
#[derive(Deserialize)]
struct Described {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

impl Table {
    /// Reads a table: tensors `embedding` (I8, rows x [`DIMS`]) and `scale` (F32, rows).
    /// The format: 8 bytes of header length, the header in JSON, then the tensors' bytes
    /// (<https://huggingface.co/docs/safetensors/index#format>).
    pub(crate) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, EmbedError> {
        let (header, data_start) = header(&bytes)?;
        let rows = row_count(&header)?;
        let embedding = tensor(&header, "embedding", ("I8", &[rows, DIMS]))?;
        let scale = tensor(&header, "scale", ("F32", &[rows]))?;
        let at = |offset: usize| data_start.saturating_add(offset);
        let scales = bytes.get(at(scale.0)..at(scale.1)).ok_or_else(|| cut_off("scale"))?;
        bytes.get(at(embedding.0)..at(embedding.1)).ok_or_else(|| cut_off("embedding"))?;
        check(&header, bytes.get(data_start..).unwrap_or_default())?;
        let scales = scales.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        Ok(Self { start: at(embedding.0), scales, bytes })
    }

    /// A table without rows.
    pub(crate) fn empty() -> Self {
        Self { bytes: Cow::Borrowed(&[]), start: 0, scales: Vec::new() }
    }

    /// The file it was read from.
    pub(crate) fn file(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.scales.len()
    }

    /// A row's numbers (each byte an int8) and what a step of them stands for; `None` behind the end.
    pub(crate) fn row(&self, row: u32) -> Option<(&[u8; DIMS], f32)> {
        let row = usize::try_from(row).ok()?;
        let scale = *self.scales.get(row)?;
        let numbers = self.bytes.get(self.start + row * DIMS..)?.first_chunk()?;
        Some((numbers, scale))
    }
}

/// The key of the checksum in the header's `__metadata__`: XXH3 of the tensors' bytes, 16 hexadecimal digits.
pub(crate) const CHECKSUM: &str = "xxh3";

/// Compares the tensors with their checksum, where the file has one: tables from elsewhere do not.
fn check(header: &HashMap<String, serde_json::Value>, tensors: &[u8]) -> Result<(), EmbedError> {
    let sum = header.get("__metadata__").and_then(|metadata| metadata.get(CHECKSUM)).and_then(|sum| sum.as_str());
    if sum.is_some_and(|sum| sum != format!("{:016x}", xxh3_64(tensors))) {
        return Err(EmbedError::Format("its checksum is wrong: it is damaged".to_owned()));
    }
    Ok(())
}

/// The header of the file and where the tensors' bytes begin.
fn header(bytes: &[u8]) -> Result<(HashMap<String, serde_json::Value>, usize), EmbedError> {
    let length = bytes.first_chunk().map(|eight| u64::from_le_bytes(*eight));
    let end = length.and_then(|length| usize::try_from(length).ok()).and_then(|length| length.checked_add(8));
    let end = end.ok_or_else(|| EmbedError::Format("it has no header".to_owned()))?;
    let json = bytes.get(8..end).ok_or_else(|| EmbedError::Format("its header is cut off".to_owned()))?;
    let header = serde_json::from_slice(json).map_err(|error| EmbedError::Format(error.to_string()))?;
    Ok((header, end))
}

/// The number of rows that the embedding says it has.
fn row_count(header: &HashMap<String, serde_json::Value>) -> Result<usize, EmbedError> {
    let described = describe(header, "embedding")?;
    described.shape.first().copied().ok_or_else(|| problem("embedding", "has no shape"))
}

/// Where a tensor of that type and shape lies, from the start of the tensors' bytes.
fn tensor(
    header: &HashMap<String, serde_json::Value>,
    name: &'static str,
    (dtype, shape): (&str, &[usize]),
) -> Result<(usize, usize), EmbedError> {
    let described = describe(header, name)?;
    if described.dtype != dtype || described.shape != shape {
        return Err(problem(name, &format!("is {} {:?}, not {dtype} {shape:?}", described.dtype, described.shape)));
    }
    let width = if dtype == "F32" { 4 } else { 1 };
    let size = shape.iter().try_fold(width, |size: usize, side| size.checked_mul(*side));
    let (start, end) = described.data_offsets;
    if end.checked_sub(start) != size {
        return Err(problem(name, &format!("lies at {start}..{end}, which does not fit its shape")));
    }
    Ok((start, end))
}

fn describe(header: &HashMap<String, serde_json::Value>, name: &'static str) -> Result<Described, EmbedError> {
    let value = header.get(name).ok_or_else(|| problem(name, "is missing"))?;
    Described::deserialize(value).map_err(|error| problem(name, &format!("is not described: {error}")))
}

fn problem(name: &'static str, problem: &str) -> EmbedError {
    EmbedError::Tensor { name, problem: problem.to_owned() }
}

fn cut_off(name: &'static str) -> EmbedError {
    problem(name, "is cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(table.rows(), 2);
        assert_eq!(table.row(1).unwrap(), (&[1_u8; DIMS], f32::from_le_bytes([1; 4])));
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
            (file(&GOOD.replace("I8", "F16"), 520), "is F16"),
            (file(&GOOD.replace("[2]", "[3]"), 520), "\"scale\" is F32 [3]"),
        ] {
            let error = Table::read(bytes).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
