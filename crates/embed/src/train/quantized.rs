//! A trained table in the form that is kept: int8 with one scale a row, as a safetensors file.

use super::bags::Rows;
use crate::DIMS;

/// The file of a table: tensors `embedding` (I8, rows x [`DIMS`]) and `scale` (F32, rows), in the layout that
/// [`StaticModel::read`](crate::StaticModel::read) reads. The largest number of a row becomes 127.
pub(super) fn file(rows: &Rows) -> Vec<u8> {
    let (count, scales_end) = (rows.len(), rows.len() * 4);
    let mut header = format!(
        "{{\"scale\":{{\"dtype\":\"F32\",\"shape\":[{count}],\"data_offsets\":[0,{scales_end}]}},\
         \"embedding\":{{\"dtype\":\"I8\",\"shape\":[{count},{DIMS}],\"data_offsets\":[{scales_end},{}]}}}}",
        scales_end + count * DIMS
    );
    // The tensors begin at a multiple of eight.
    header.push_str(&" ".repeat(header.len().next_multiple_of(8) - header.len()));
    let mut bytes = Vec::with_capacity(8 + header.len() + count * (4 + DIMS));
    bytes.extend_from_slice(&(header.len() as u64).to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    for row in rows {
        bytes.extend_from_slice(&scale(row).to_le_bytes());
    }
    for row in rows {
        bytes.extend(small(row, scale(row)).map(i8::cast_unsigned));
    }
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
        assert_eq!(table.rows(), 5);
        for (number, row) in (0..).zip(&rows) {
            let (small, scale) = table.row(number).unwrap();
            for (small, truth) in small.iter().zip(row) {
                assert!((f32::from(small.cast_signed()) * scale - truth).abs() <= scale * 0.51);
            }
        }
    }
}
