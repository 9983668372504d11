//! What the tests share.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use domain::{Record, Severity, Timestamp};
use newsstand_sources::{Item, OpenError, ReadOptions, Reader};

/// The moment that all tests call now.
pub(crate) fn options() -> ReadOptions {
    ReadOptions::new("2026-11-21T12:00:00Z".parse().unwrap())
}

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The folder with real data, or `None` (and a line that says so) where it is absent.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("NEWSSTAND_SHARED").map_or(default, PathBuf::from);
    let path = folder.join(path);
    if !path.exists() {
        println!("skipped: {} is absent", path.display());
        return None;
    }
    Some(path)
}

/// What reading gave.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) records: Vec<Record>,
    /// `place: reason`
    pub(crate) lost: Vec<String>,
    pub(crate) warnings: Vec<String>,
}

pub(crate) fn collect(items: impl Iterator<Item = Item>) -> Read {
    let mut read = Read::default();
    for item in items {
        match item {
            Item::Record(record) => read.records.push(*record),
            Item::Problem(problem) if problem.severity == Severity::Lost => read.lost.push(problem.to_string()),
            Item::Problem(problem) => read.warnings.push(problem.to_string()),
        }
    }
    read
}

pub(crate) fn open(bytes: &[u8], options: &ReadOptions) -> Result<Reader, OpenError> {
    Reader::from_bytes("file", Box::new(Cursor::new(bytes.to_vec())), options)
}

pub(crate) fn read(bytes: impl AsRef<[u8]>) -> Read {
    collect(open(bytes.as_ref(), &options()).unwrap())
}

pub(crate) fn read_file(path: &Path) -> Read {
    collect(Reader::open(path, &options()).unwrap())
}

/// The only record of `text`, which must have no problems.
pub(crate) fn one(text: &str) -> Record {
    let mut read = read(text);
    assert_eq!((&read.lost, &read.warnings), (&vec![], &vec![]));
    assert_eq!(read.records.len(), 1, "{text}");
    read.records.remove(0)
}
