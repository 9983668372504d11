//! A file as a stream of items.

use std::fmt;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::vec;

use domain::{Day, Timestamp};

use crate::chunk::{Chunk, Context};
use crate::detect::{self, Layout};
use crate::input::{self, Bytes, Opened, Progress};
use crate::split::Splitter;
use crate::{Item, OpenError, Ranks, ReadOptions};

/// How much of a file is looked at to tell what it is.
const HEAD_BYTES: u64 = 1 << 16;

/// Reads one file. As an iterator it yields the items one by one; [`Reader::next_chunk`] gives the same in pieces that
/// can be parsed on several threads.
pub struct Reader {
    context: Arc<Context>,
    splitter: Splitter,
    progress: Progress,
    ranks: Ranks,
    items: vec::IntoIter<Item>,
}

impl Reader {
    /// Opens the file at `path` (`-` is standard input), decompresses it where it begins like zstd or gzip, and finds
    /// out what it is.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self, OpenError> {
        let name = path.display().to_string();
        let opened = input::open(path).map_err(|cause| OpenError::read(&name, cause))?;
        Self::start(&name, opened, options)
    }

    /// Reads `bytes`, which problems call `name`.
    pub fn from_bytes(name: &str, bytes: Box<dyn Read + Send>, options: &ReadOptions) -> Result<Self, OpenError> {
        Self::start(name, Opened { bytes, progress: Progress::default(), modified: None }, options)
    }

    fn start(name: &str, opened: Opened, options: &ReadOptions) -> Result<Self, OpenError> {
        let failed = |cause| OpenError::read(name, cause);
        let Opened { bytes, progress, modified } = opened;
        let mut bytes = input::decompressed(bytes, &progress, &options.limits).map_err(failed)?;
        let (head, broken) = head(&mut bytes);
        if head.is_empty() {
            return Err(broken.map_or_else(|| OpenError::Empty { name: name.to_owned() }, failed));
        }
        let layout = detect::layout(&head, options.format)
            .map_err(|seen| OpenError::Unrecognised { name: name.to_owned(), seen })?;
        let limit = match layout {
            Layout::Page | Layout::Answer(_) => options.limits.page_bytes,
            Layout::Lines | Layout::Array | Layout::Dump => options.limits.record_bytes,
        };
        let rest: Bytes = broken.map_or(bytes, |cause| Box::new(Broken(Some(cause))));
        let context = context(name, layout, modified, options);
        Ok(Self {
            context: Arc::new(context),
            splitter: Splitter::new(Box::new(Cursor::new(head).chain(rest)), layout, limit),
            progress,
            ranks: Ranks::default(),
            items: Vec::new().into_iter(),
        })
    }

    /// The next piece of the file, for callers that parse on several threads: parse the chunks anywhere, then give them
    /// to one [`Ranks`] in their order. Not to be mixed with iterating.
    pub fn next_chunk(&mut self) -> Option<Chunk> {
        self.splitter.next_batch().map(|batch| Chunk::new(Arc::clone(&self.context), batch))
    }

    /// How far the file has been read.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }
}

impl Iterator for Reader {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(item);
            }
            let parsed = self.next_chunk()?.parse();
            self.items = self.ranks.number(parsed).into_iter();
        }
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("context", &self.context)
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

/// What all records of the file have in common.
fn context(name: &str, layout: Layout, modified: Option<Timestamp>, options: &ReadOptions) -> Context {
    Context {
        file: Arc::from(name),
        format: options.format,
        layout,
        year: options.year,
        day: day_in(name),
        // Reading a file again must not tell that its counts were seen again.
        seen_at: modified.map_or(options.observed_at, |modified| modified.min(options.observed_at)),
    }
}

/// The first bytes of the stream without its byte order mark, and the error with which it broke within them.
fn head(bytes: &mut Bytes) -> (Vec<u8>, Option<io::Error>) {
    let mut head = Vec::new();
    let broken = bytes.take(HEAD_BYTES).read_to_end(&mut head).err();
    if head.starts_with("\u{feff}".as_bytes()) {
        head.drain(..3);
    }
    (head, broken)
}

/// The day in the name of a file, such as `api_daily_papers.2024-08-02.json`.
fn day_in(name: &str) -> Option<Day> {
    let name = name.rsplit(['/', '\\']).next()?;
    (0..name.len()).find_map(|start| name.get(start..start + 10)?.parse().ok())
}

/// The end of a stream that broke while its beginning was looked at.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_day_in_a_name() {
        let day = |name: &str| day_in(name).map(|day| day.to_string());
        assert_eq!(day("2020-01-01/api_daily_papers.2024-08-02.json").as_deref(), Some("2024-08-02"));
        assert_eq!(day("2024-13-02-é.json"), None);
        assert_eq!(day("-"), None);
    }
}
