//! Cutting DBLP's dump, a file of gigabytes, into its papers.

use std::mem;

use crate::answers::dblp;
use crate::split::{Batch, Cutter, Fault, Stream, too_long};

/// The end of the whole dump.
const END: &[u8] = b"</dblp>";

/// Cuts a stream behind the end of each paper's element. What stands between two papers (pages of people, volumes) is passed
/// over.
pub(crate) struct Dump {
    limit: usize,
    /// The number of the paper that is being read.
    number: u64,
    /// How much of the buffer has been looked at.
    seen: usize,
}

impl Dump {
    /// Cuts papers; longer ones than `limit` bytes are lost.
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, number: 1, seen: 0 }
    }

    /// Adds all papers that have ended to `batch`, and returns where the last of them ends.
    fn index(&mut self, buffer: &[u8], batch: &mut Batch) -> usize {
        let (mut start, mut at) = (0, self.seen);
        while let Some(found) = buffer.get(at..).and_then(|rest| rest.windows(2).position(|pair| pair == b"</")) {
            at += found + 2;
            let Some(name) = buffer.get(at..).and_then(ends_paper) else { continue };
            let end = at + name.len() + 1;
            // Without its beginning it is the end of one that was too long.
            if let Some(begin) = buffer.get(start..at).and_then(|paper| begins_paper(paper, name)) {
                batch.records.push(start + begin..end);
                self.number += 1;
            }
            start = end;
        }
        // A tag may be cut in two by the end of the buffer.
        self.seen = (buffer.len() - start).saturating_sub(32);
        start
    }
}

/// The name of the paper's element that ends with `tag`, such as `article>`.
fn ends_paper(tag: &[u8]) -> Option<&'static str> {
    let ends = |name: &&&str| tag.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.starts_with(b">"));
    dblp::PAPERS.iter().find(ends).copied()
}

/// Where in `bytes` the last element of that name begins.
fn begins_paper(bytes: &[u8], name: &str) -> Option<usize> {
    let begins = |at: &usize| {
        let tag = bytes.get(*at..).and_then(|rest| rest.strip_prefix(b"<")?.strip_prefix(name.as_bytes()));
        tag.is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_whitespace))
    };
    (0..bytes.len()).rev().filter(|at| bytes.get(*at) == Some(&b'<')).find(begins)
}

impl Cutter for Dump {
    fn cut(&mut self, buffer: &mut Vec<u8>, stream: Stream) -> Batch {
        let mut batch = Batch { first: self.number, ..Batch::default() };
        let end = self.index(buffer, &mut batch);
        let rest = buffer.split_off(end);
        batch.bytes = mem::replace(buffer, rest);
        if buffer.len() > self.limit {
            batch.faults.push(Fault { number: self.number, reason: too_long(self.limit) });
            buffer.clear();
            self.seen = 0;
        }
        if stream == Stream::Ended && !buffer.trim_ascii_end().ends_with(END) {
            let reason = "the dump breaks off: its end </dblp> is missing".to_owned();
            batch.faults.push(Fault { number: self.number, reason });
        }
        batch
    }

    fn number(&self) -> u64 {
        self.number
    }
}
