//! Writing a file of vectors.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::header::{BLOCK, HEADER, Header};
use super::row::{Kind, RowRef};
use crate::SearchError;

/// Writes a file of these rows, whose keys rise, at `path`, down to the disk. There must be no file yet. Rows of another
/// number of dimensions have no place in it.
pub(crate) fn write(path: &Path, kind: Kind, rows: &[RowRef<'_>]) -> Result<(), SearchError> {
    debug_assert!(rows.is_sorted_by(|a, b| a.key < b.key), "rows stand in the order of their keys");
    let failed = || SearchError::io("write", path);
    let mut file = BufWriter::with_capacity(1 << 18, File::create_new(path).map_err(failed())?);
    write_rows(&mut file, kind, rows).map_err(failed())?;
    file.into_inner().map_err(|error| failed()(error.into_error()))?.sync_all().map_err(failed())?;
    // The file's name too, where the system lets folders be opened: a commit must never outlive a file that it names.
    match path.parent().map(File::open) {
        Some(Ok(folder)) => folder.sync_all().map_err(failed()),
        _ => Ok(()),
    }
}

fn write_rows(file: &mut BufWriter<File>, kind: Kind, rows: &[RowRef<'_>]) -> std::io::Result<()> {
    // The header stands first but is known last.
    file.write_all(&[0; HEADER])?;
    let columns = write_columns(file, rows)?;
    for row in rows {
        file.write_all(row.values)?;
    }
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&Header { kind, rows: rows.len(), columns }.bytes())
}

/// Writes everything between the header and the int8 numbers; answers with its checksum.
fn write_columns(file: &mut BufWriter<File>, rows: &[RowRef<'_>]) -> std::io::Result<u64> {
    let mut sum = Xxh3::new();
    let mut put = |bytes: &[u8]| {
        sum.update(bytes);
        file.write_all(bytes)
    };
    rows.iter().try_for_each(|row| put(&row.key.to_le_bytes()))?;
    rows.iter().try_for_each(|row| put(&row.scale.to_le_bytes()))?;
    rows.iter().try_for_each(|row| put(&row.factor.to_le_bytes()))?;
    rows.iter().try_for_each(|row| put(row.signs))?;
    for block in rows.chunks(BLOCK) {
        let values = block.iter().map(|row| row.values).collect::<Vec<_>>().concat();
        put(&xxh3_64(&values).to_le_bytes())?;
    }
    Ok(sum.digest())
}
