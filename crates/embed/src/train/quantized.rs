//! A trained table in the form that is kept: int8 with one scale a row, as a safetensors file.

use xxhash_rust::xxh3::xxh3_64;

use super::bags::Rows;
use crate::DIMS;
use crate::table::CHECKSUM;

/// The file of a table: tensors `embedding` (I8, rows x [`DIMS`]) and `scale` (F32, rows), in the layout that
/// [`StaticModel::read`](crate::StaticModel::read) reads, with their checksum. The largest number of a row becomes 127.
pub(super) fn file(rows: &Rows) -> Vec<u8> {
    let (count, scales_end) = (rows.len(), rows.len() * 4);
    let mut tensors = Vec::with_capacity(count * (4 + DIMS));
    for row in rows {
        tensors.extend_from_slice(&scale(row).to_le_bytes());
    }
    for row in rows {
        tensors.extend(small(row, scale(row)).map(i8::cast_unsigned));
    }
    let mut header = format!(
        "{{\"__metadata__\":{{\"{CHECKSUM}\":\"{:016x}\"}},\"scale\":{{\"dtype\":\"F32\",\"shape\":[{count}],\"data_offsets\":[0,{scales_end}]}},\
         \"embedding\":{{\"dtype\":\"I8\",\"shape\":[{count},{DIMS}],\"data_offsets\":[{scales_end},{}]}}}}",
        xxh3_64(&tensors),
        scales_end + count * DIMS,
    );
    // The tensors begin at a multiple of eight.
    header.push_str(&" ".repeat(header.len().next_multiple_of(8) - header.len()));
    let mut bytes = Vec::with_capacity(8 + header.len() + tensors.len());
    bytes.extend_from_slice(&(header.len() as u64).to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend_from_slice(&tensors);
    bytes
}

/// What a step of a row's small numbers stands for.
fn scale(row: &[f32; DIMS]) -> f32 {
    row.iter().fold(0.0_f32, |largest, x| largest.max(x.abs())) / 127.0
}

#[expect(clippy::cast_possible_truncation, reason = "at most 127 after the division, and `as` saturates")]
fn small(row: &[f32; DIMS], scale: f32) -> [i8; DIMS] {
    if scale > 0.0 { row.map(|x| (x / scale).round() as i8) } else { [0; DIMS] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    #[test]
    fn what_is_written_is_read_again() {
        let rows: Rows = (0..5).map(|row| std::array::from_fn(|at| (at as f32 - 100.0) * row as f32 * 0.01)).collect();
        let table = Table::read(file(&rows).into()).unwrap();
        assert_eq!(table.pieces(), 5);
        for (number, row) in (0..).zip(&rows) {
            let (small, scale) = table.row(number).unwrap();
            for (small, truth) in small.iter().zip(row) {
                assert!((f32::from(small.cast_signed()) * scale - truth).abs() <= scale * 0.51);
            }
        }
    }

    #[test]
    fn a_file_with_a_changed_byte_is_refused() {
        let bytes = file(&vec![[0.5; DIMS]; 4]);
        for at in [bytes.len() - 1, bytes.len() - DIMS * 4 - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            let error = Table::read(damaged.into()).unwrap_err().to_string();
            assert!(error.contains("checksum"), "{error}");
        }
    }
}
