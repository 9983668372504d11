//! Reading the safetensors format: 8 bytes of header length, the header in JSON, then the tensors' bytes
//! (<https://huggingface.co/docs/safetensors/index#format>).

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;

use crate::EmbedError;

/// A file, its header read.
pub(crate) struct Tensors<'a> {
    header: HashMap<String, Value>,
    bytes: &'a [u8],
    /// Where the tensors' bytes begin.
    start: usize,
}

/// A tensor of the file: all its bytes are there, as many as its shape needs.
#[derive(Debug)]
pub(crate) struct Tensor<'a> {
    pub name: &'a str,
    /// The type of its numbers, such as `F32`.
    pub dtype: String,
    /// The length of each side.
    pub shape: Vec<usize>,
    pub bytes: &'a [u8],
    /// Where its bytes lie in the file.
    pub place: Range<usize>,
}

/// A tensor as the header describes it.
#[derive(Deserialize)]
struct Described {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (usize, usize),
}

impl<'a> Tensors<'a> {
    /// Reads the header.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, EmbedError> {
        let length = bytes.first_chunk().map(|eight| u64::from_le_bytes(*eight));
        let start = length.and_then(|length| usize::try_from(length).ok()).and_then(|length| length.checked_add(8));
        let start = start.ok_or_else(|| EmbedError::Format("it has no header".to_owned()))?;
        let json = bytes.get(8..start).ok_or_else(|| EmbedError::Format("its header is cut off".to_owned()))?;
        let header = serde_json::from_slice(json).map_err(|error| EmbedError::Format(error.to_string()))?;
        Ok(Self { header, bytes, start })
    }

    /// Whether there is a tensor of that name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.header.contains_key(name)
    }

    /// A word of the file's own metadata.
    pub(crate) fn metadata(&self, key: &str) -> Option<&str> {
        self.header.get("__metadata__")?.get(key)?.as_str()
    }

    /// The bytes of all tensors.
    pub(crate) fn data(&self) -> &'a [u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// A tensor.
    pub(crate) fn tensor<'n>(&self, name: &'n str) -> Result<Tensor<'n>, EmbedError>
    where
        'a: 'n,
    {
        let described = self.header.get(name).ok_or_else(|| problem(name, "is missing"))?;
        let described = Described::deserialize(described);
        let Described { dtype, shape, data_offsets: (start, end) } =
            described.map_err(|error| problem(name, format!("is not described: {error}")))?;
        let width = width(&dtype).ok_or_else(|| problem(name, format!("has numbers of the unknown type {dtype}")))?;
        let size = shape.iter().try_fold(width, |size: usize, side| size.checked_mul(*side));
        if end.checked_sub(start) != size {
            return Err(problem(name, format!("lies at {start}..{end}, which does not fit its shape")));
        }
        let place = self.start.saturating_add(start)..self.start.saturating_add(end);
        let bytes = self.bytes.get(place.clone()).ok_or_else(|| problem(name, "is cut off"))?;
        Ok(Tensor { name, dtype, shape, bytes, place })
    }
}

impl Tensor<'_> {
    /// Its numbers, whatever their type; refused where one is not finite.
    pub(crate) fn numbers(&self) -> Result<Vec<f32>, EmbedError> {
        let bytes = self.bytes;
        #[expect(clippy::cast_possible_truncation, reason = "weights need no double precision")]
        let numbers: Vec<f32> = match self.dtype.as_str() {
            "F64" => bytes.as_chunks().0.iter().map(|number| f64::from_le_bytes(*number) as f32).collect(),
            "F32" => bytes.as_chunks().0.iter().map(|number| f32::from_le_bytes(*number)).collect(),
            "F16" => bytes.as_chunks().0.iter().map(|number| half(u16::from_le_bytes(*number))).collect(),
            "BF16" => bytes.as_chunks().0.iter().map(|number| bfloat(u16::from_le_bytes(*number))).collect(),
            "I8" => bytes.iter().map(|number| f32::from(number.cast_signed())).collect(),
            other => return Err(self.problem(format!("is of the type {other}, which is no type of weights"))),
        };
        if numbers.iter().all(|number| number.is_finite()) {
            Ok(numbers)
        } else {
            Err(self.problem("holds numbers that are not finite"))
        }
    }

    /// Its whole numbers, none of them negative.
    pub(crate) fn places(&self) -> Result<Vec<u32>, EmbedError> {
        let bytes = self.bytes;
        let places: Option<Vec<u32>> = match self.dtype.as_str() {
            "I64" => bytes.as_chunks().0.iter().map(|number| u32::try_from(i64::from_le_bytes(*number)).ok()).collect(),
            "I32" => bytes.as_chunks().0.iter().map(|number| u32::try_from(i32::from_le_bytes(*number)).ok()).collect(),
            other => return Err(self.problem(format!("is of the type {other}, which has no places"))),
        };
        places.ok_or_else(|| self.problem("holds a number that is no place"))
    }

    /// What is wrong with it.
    pub(crate) fn problem(&self, problem: impl Into<String>) -> EmbedError {
        self::problem(self.name, problem)
    }
}

/// Bytes of a number of that type.
fn width(dtype: &str) -> Option<usize> {
    match dtype {
        "F64" | "I64" | "U64" => Some(8),
        "F32" | "I32" | "U32" => Some(4),
        "F16" | "BF16" | "I16" | "U16" => Some(2),
        "I8" | "U8" | "BOOL" => Some(1),
        _ => None,
    }
}

/// A number of half precision (IEEE 754 binary16).
fn half(bits: u16) -> f32 {
    let (sign, exponent, fraction) = (u32::from(bits >> 15) << 31, u32::from(bits >> 10 & 31), u32::from(bits & 1023));
    let size = match exponent {
        // Without the leading one: the fraction counts in steps of 2^-24.
        0 => (fraction as f32 * f32::from_bits(103 << 23)).to_bits(),
        31 => 255 << 23 | fraction << 13,
        _ => (exponent + 112) << 23 | fraction << 13,
    };
    f32::from_bits(sign | size)
}

/// A number of the upper half of single precision.
fn bfloat(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

fn problem(name: &str, problem: impl Into<String>) -> EmbedError {
    EmbedError::Tensor { name: name.to_owned(), problem: problem.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_half_precision_are_what_they_stand_for() {
        for (bits, number) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x7bff, 65_504.0),
        ] {
            assert_eq!(half(bits).to_bits(), f32::to_bits(number), "{bits:x}");
        }
        assert!(half(0x7c00).is_infinite() && half(0x7e00).is_nan() && half(0xfc00) < 0.0);
        assert_eq!(bfloat(0xc049).to_bits(), (-3.140_625_f32).to_bits());
    }
}
