//! The first 64 bytes of a file of vectors.
//!
//! All numbers are little-endian: magic (8 bytes), version (u32), dimensions (u32), the model's identity (u64), rows (u64), XXH3 of
//! everything between the header and the int8 numbers (u64), zeros (16), XXH3 of the header so far (u64).

use xxhash_rust::xxh3::xxh3_64;

use super::row::Kind;

/// Bytes of the header.
pub(super) const HEADER: usize = 64;
/// Rows whose int8 numbers have a checksum together: 4 KiB with 256 dimensions, a page.
pub(super) const BLOCK: usize = 16;

const MAGIC: [u8; 8] = *b"NEWSVECT";
const VERSION: u32 = 2;

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Of which model.
    pub kind: Kind,
    /// How many rows.
    pub rows: usize,
    /// XXH3 of the columns between the header and the int8 numbers.
    pub columns: u64,
}

/// Where the columns begin, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Scales (f32); keys (i64) begin behind the header.
    pub scales: usize,
    /// Factors of the sketches (f32).
    pub factors: usize,
    /// Signs of the sketches.
    pub signs: usize,
    /// XXH3 of the int8 numbers, [`BLOCK`] rows a sum (u64).
    pub sums: usize,
    /// The int8 numbers.
    pub values: usize,
    /// The end of the file.
    pub end: usize,
}

impl Header {
    /// Where the columns begin; `None` where no file can be so long.
    pub(super) fn layout(&self) -> Option<Layout> {
        let Self { kind, rows, .. } = *self;
        let behind = |start: usize, width: usize| rows.checked_mul(width)?.checked_add(start);
        let scales = behind(HEADER, 8)?;
        let factors = behind(scales, 4)?;
        let signs = behind(factors, 4)?;
        let sums = behind(signs, kind.words().checked_mul(4)?)?;
        let values = rows.div_ceil(BLOCK).checked_mul(8)?.checked_add(sums)?;
        let end = behind(values, kind.dims)?;
        Some(Layout { scales, factors, signs, sums, values, end })
    }

    /// The bytes.
    pub(super) fn bytes(&self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        let dims = u32::try_from(self.kind.dims).unwrap_or(u32::MAX);
        let low = u64::from(VERSION) | u64::from(dims) << 32;
        let numbers = [u64::from_le_bytes(MAGIC), low, self.kind.model, self.rows as u64, self.columns, 0, 0];
        for (place, number) in bytes.as_chunks_mut().0.iter_mut().zip(numbers) {
            *place = number.to_le_bytes();
        }
        let sum = xxh3_64(bytes.split_last_chunk::<8>().map_or(&[], |(front, _)| front));
        if let Some((_, end)) = bytes.split_last_chunk_mut() {
            *end = sum.to_le_bytes();
        }
        bytes
    }

    /// What the header of a file says, or what is wrong with it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let header = bytes.first_chunk::<HEADER>().ok_or("it is shorter than its header")?;
        let number = |at: usize| header.as_chunks().0.get(at).map_or(0, |bytes| u64::from_le_bytes(*bytes));
        if !header.starts_with(&MAGIC) {
            return Err("it is no file of vectors".to_owned());
        }
        let (version, dims) = (number(1) & 0xffff_ffff, number(1) >> 32);
        if version != u64::from(VERSION) {
            return Err(format!("it has version {version}, not {VERSION}"));
        }
        let whole = |number: u64| usize::try_from(number).map_err(|_| "it says that it has too many rows");
        let kind = Kind { dims: whole(dims)?, model: number(2) };
        let header = Self { kind, rows: whole(number(3))?, columns: number(4) };
        if header.bytes().as_slice() == bytes.get(..HEADER).unwrap_or_default() {
            Ok(header)
        } else {
            Err("the checksum of its header is wrong".to_owned())
        }
    }
}
