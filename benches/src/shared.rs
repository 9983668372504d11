//! Where the real data is.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder of real data: `NEWSSTAND_SHARED`, or `shared` beside the repository.
pub(crate) fn folder() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared");
    std::env::var_os("NEWSSTAND_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from)
}

/// Whether the data is there.
pub(crate) fn is_there() -> bool {
    papers().iter().all(|file| file.is_file())
}

/// The two files that make the library of all benchmarks: 81,876 and 7,600 records.
pub(crate) fn papers() -> [PathBuf; 2] {
    ["arxiv_daily", "hf_daily"].map(data)
}

/// The file of that name in the data folder.
pub(crate) fn data(name: &str) -> PathBuf {
    folder().join("data").join(format!("{name}.jsonl.zst"))
}

/// The test collection of that name.
pub(crate) fn collection(name: &str) -> PathBuf {
    folder().join("eval").join(name)
}

/// The lines of a file, decompressed where its name ends in `.zst`.
pub(crate) fn lines(path: &Path) -> Result<impl Iterator<Item = Result<String>>> {
    let context = || format!("cannot read {}", path.display());
    let file = std::fs::File::open(path).with_context(context)?;
    let packed = path.extension().is_some_and(|end| end == "zst");
    let plain: Box<dyn Read> =
        if packed { Box::new(zstd::Decoder::new(file).with_context(context)?) } else { Box::new(file) };
    let path = path.to_owned();
    let lines = BufReader::new(plain).lines();
    Ok(lines.map(move |line| line.with_context(|| format!("cannot read {}", path.display()))))
}
