//! Lines of files that may be compressed.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::SearchError;

/// The longest line that is read, in bytes.
const LONGEST_LINE: u64 = 64 << 20;

/// Calls `each` with every line of a file that is not empty, and its number from 1. A file whose name ends in `.zst` is
/// decompressed. What `each` refuses is an error of that line.
pub(super) fn each_line(path: &Path, each: &mut dyn FnMut(&str) -> Result<(), String>) -> Result<(), SearchError> {
    let file = File::open(path).map_err(SearchError::io("open", path))?;
    let compressed = path.extension().is_some_and(|end| end == "zst");
    let mut reader: Box<dyn BufRead> = if compressed {
        let decoder = zstd::Decoder::new(file).map_err(SearchError::io("decompress", path))?;
        Box::new(BufReader::with_capacity(1 << 16, decoder))
    } else {
        Box::new(BufReader::with_capacity(1 << 16, file))
    };
    let mut line = String::new();
    for number in 1_u64.. {
        let at = |reason: String| SearchError::Collection { path: path.to_owned(), line: number, reason };
        line.clear();
        let read = reader.by_ref().take(LONGEST_LINE).read_line(&mut line);
        let length = read.map_err(|error| at(format!("cannot be read: {error}")))?;
        if length == 0 {
            break;
        }
        if length as u64 == LONGEST_LINE {
            return Err(at(format!("is longer than {LONGEST_LINE} bytes")));
        }
        if !line.trim().is_empty() {
            each(line.trim_end_matches(['\n', '\r'])).map_err(at)?;
        }
    }
    Ok(())
}

/// The file of that name in `dir`, plain or with `.zst` at its end; the plain name where there is neither.
pub(super) fn plain_or_compressed(dir: &Path, name: &str) -> PathBuf {
    let (plain, compressed) = (dir.join(name), dir.join(format!("{name}.zst")));
    if !plain.exists() && compressed.exists() { compressed } else { plain }
}
