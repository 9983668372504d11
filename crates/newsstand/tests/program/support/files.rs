//! Real files, whole and in slices.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// A file or folder of the real data; `None`, with a word on it, where the data is not at hand.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let folder = std::env::var_os("NEWSSTAND_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// `count` lines of a `.jsonl.zst` file after the first `skip`, as text.
pub(crate) fn lines(path: &Path, skip: usize, count: usize) -> String {
    let decoder = zstd::Decoder::new(File::open(path).expect("the file opens")).expect("it is zstd");
    let lines = BufReader::new(decoder).lines().skip(skip).take(count);
    lines.map(|line| line.expect("it is text") + "\n").collect()
}

/// The first `count` lines of a `.jsonl.zst` file.
pub(crate) fn head(path: &Path, count: usize) -> String {
    lines(path, 0, count)
}

/// `bytes` as a zstd frame with a checksum, as the command-line tool writes it.
pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("an encoder");
    encoder.include_checksum(true).expect("a checksum can be asked for");
    encoder.write_all(bytes).expect("bytes can be compressed");
    encoder.finish().expect("bytes can be compressed")
}

/// `bytes` as a gzip member.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("bytes can be compressed");
    encoder.finish().expect("bytes can be compressed")
}
