//! Bytes from a file or standard input, decompressed as they come, with what hostile files could cost held down.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::Timestamp;

use crate::Limits;

/// Any stream of bytes.
pub(crate) type Bytes = Box<dyn Read + Send>;

/// How far a file has been read, for a progress bar. Clones show the same file.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    read: Arc<AtomicU64>,
    total: Option<u64>,
}

impl Progress {
    /// Bytes of the file, still compressed, that have been read.
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// The size of the file in bytes; `None` for streams.
    pub fn total(&self) -> Option<u64> {
        self.total
    }
}

/// An opened file before anything was read.
pub(crate) struct Opened {
    pub(crate) bytes: Bytes,
    pub(crate) progress: Progress,
    /// When the file was last written.
    pub(crate) modified: Option<Timestamp>,
}

/// Opens the file at `path`, or standard input for `-`.
pub(crate) fn open(path: &Path) -> io::Result<Opened> {
    if path.as_os_str() == "-" {
        return Ok(Opened { bytes: Box::new(io::stdin()), progress: Progress::default(), modified: None });
    }
    let file = File::open(path)?;
    let facts = file.metadata()?;
    let total = facts.is_file().then_some(facts.len());
    let modified = facts.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
    Ok(Opened { bytes: Box::new(file), progress: Progress { total, ..Progress::default() }, modified })
}

/// `bytes` as they are, or decompressed where they begin like zstd or gzip. `progress` counts what goes in.
pub(crate) fn decompressed(bytes: Bytes, progress: &Progress, limits: &Limits) -> io::Result<Bytes> {
    let mut counted = Counted { bytes, read: Arc::clone(&progress.read) };
    let mut magic = Vec::with_capacity(4);
    (&mut counted).take(4).read_to_end(&mut magic)?;
    let is_gzip = magic.starts_with(&[0x1f, 0x8b]);
    let is_zstd = is_zstd(&magic);
    let whole = BufReader::with_capacity(1 << 17, Cursor::new(magic).chain(counted));
    let guard = |bytes: Bytes| -> Bytes {
        Box::new(Guarded { bytes, made: 0, read: Arc::clone(&progress.read), ratio: limits.ratio })
    };
    if is_gzip {
        return Ok(guard(Box::new(flate2::bufread::MultiGzDecoder::new(whole))));
    }
    if is_zstd {
        let mut decoder = zstd::stream::read::Decoder::with_buffer(whole)?;
        // zstd's own default, 128 MiB: a frame may ask for more memory than that only where the caller agrees.
        decoder.window_log_max(27)?;
        return Ok(guard(Box::new(decoder)));
    }
    Ok(Box::new(whole))
}

/// A zstd frame, or the skippable frame that some writers put first (RFC 8878, 3.1).
fn is_zstd(magic: &[u8]) -> bool {
    matches!(magic, [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18])
}

/// Counts the bytes that pass.
struct Counted {
    bytes: Bytes,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// How much may be decompressed before the ratio counts: small files of repetitions are no danger.
const FREE: u64 = 64 << 20;

/// Stops where far more comes out of a decoder than went in.
struct Guarded {
    bytes: Bytes,
    made: u64,
    read: Arc<AtomicU64>,
    ratio: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let compressed = self.read.load(Ordering::Relaxed).max(1);
        if self.made > FREE && self.made / compressed > self.ratio {
            let message = format!("it decompresses to more than {} times its size", self.ratio);
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let count = self.bytes.read(buffer)?;
        self.made += count as u64;
        Ok(count)
    }
}
