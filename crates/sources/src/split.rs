//! A stream of bytes cut into batches of whole records: lines, or the elements of one JSON array. What is held in memory
//! stays bounded whatever the stream brings.

use std::io::Read;
use std::mem;
use std::ops::Range;

use crate::detect::Layout;
use crate::dump::Dump;
use crate::elements::Elements;
use crate::input::Bytes;
use crate::lines::Lines;

/// About how many bytes of records make a batch: large enough to be worth handing to a thread, and some 500 papers.
const BATCH: usize = 1 << 20;

/// Records that lie one behind the other, and what went wrong around them.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) bytes: Vec<u8>,
    /// Where the records lie in `bytes`.
    pub(crate) records: Vec<Range<usize>>,
    /// The number of the first record, from 1.
    pub(crate) first: u64,
    /// Records that were lost before they could be parsed.
    pub(crate) faults: Vec<Fault>,
}

/// A record that was lost while cutting, and its number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) number: u64,
    pub(crate) reason: String,
}

/// How a stream goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// More may come.
    Open,
    /// It has ended.
    Ended,
    /// It broke: what was being read will never be whole.
    Broken,
}

/// Finds the ends of records in bytes that come block by block.
pub(crate) trait Cutter: Send {
    /// Takes all whole records out of the front of `buffer`; what is not yet whole stays.
    fn cut(&mut self, buffer: &mut Vec<u8>, stream: Stream) -> Batch;

    /// The number of the record that is being read.
    fn number(&self) -> u64;

    /// Whether nothing of interest can follow.
    fn finished(&self) -> bool {
        false
    }
}

/// Reads a stream batch by batch.
pub(crate) struct Splitter {
    bytes: Bytes,
    cutter: Box<dyn Cutter>,
    buffer: Vec<u8>,
    ended: bool,
}

impl Splitter {
    /// Cuts `bytes`; records longer than `limit` bytes are lost.
    pub(crate) fn new(bytes: Bytes, layout: Layout, limit: usize) -> Self {
        let cutter: Box<dyn Cutter> = match layout {
            Layout::Array => Box::new(Elements::new(limit)),
            Layout::Page | Layout::Answer(_) => Box::new(Whole { limit, done: false }),
            Layout::Lines => Box::new(Lines::new(limit)),
            Layout::Dump => Box::new(Dump::new(limit)),
        };
        Self { bytes, cutter, buffer: Vec::new(), ended: false }
    }

    /// The next batch, `None` at the end. It may hold no records but faults, or neither.
    pub(crate) fn next_batch(&mut self) -> Option<Batch> {
        if self.ended {
            return None;
        }
        self.buffer.reserve(BATCH + 1);
        let (stream, cause) = match (&mut self.bytes).take(BATCH as u64).read_to_end(&mut self.buffer) {
            Ok(BATCH) => (Stream::Open, None),
            Ok(_) => (Stream::Ended, None),
            Err(cause) => (Stream::Broken, Some(cause)),
        };
        let mut batch = self.cutter.cut(&mut self.buffer, stream);
        batch.faults.extend(cause.map(|cause| {
            let reason = format!("the file breaks off: {cause}; what stands before was read");
            Fault { number: self.cutter.number(), reason }
        }));
        self.ended = stream != Stream::Open || self.cutter.finished();
        Some(batch)
    }
}

/// The message for a record that is too long.
pub(crate) fn too_long(limit: usize) -> String {
    format!("longer than {limit} bytes")
}

/// The whole stream as one record.
struct Whole {
    limit: usize,
    done: bool,
}

impl Cutter for Whole {
    fn cut(&mut self, buffer: &mut Vec<u8>, stream: Stream) -> Batch {
        let mut batch = Batch { first: 1, ..Batch::default() };
        if buffer.len() > self.limit {
            self.done = true;
            batch.faults.push(Fault { number: 1, reason: too_long(self.limit) });
        } else if stream != Stream::Open {
            batch.bytes = mem::take(buffer);
            batch.records.push(0..batch.bytes.len());
        }
        batch
    }

    fn number(&self) -> u64 {
        1
    }

    fn finished(&self) -> bool {
        self.done
    }
}
