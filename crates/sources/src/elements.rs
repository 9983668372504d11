//! Cutting at the commas of a JSON array, without parsing what stands between them: one broken or endless element
//! neither loses the others nor fills the memory.

use std::mem;
use std::ops::Range;

use crate::split::{Batch, Cutter, Fault, Stream, too_long};

/// Cuts a stream that is one JSON array into its elements.
pub(crate) struct Elements {
    limit: usize,
    /// The number of the element that is being read.
    number: u64,
    scan: Scan,
    /// Where in the buffer the element that is being read begins.
    start: Option<usize>,
    /// How much of the buffer has been looked at.
    seen: usize,
    /// Inside an element that is too long, of which everything is thrown away.
    skipping: bool,
    finished: bool,
}

/// Where in the array a byte stands.
#[derive(Default)]
struct Scan {
    /// How many brackets and braces are open; the array itself is the first.
    depth: u32,
    in_text: bool,
    escaped: bool,
    closed: bool,
}

/// What a byte means.
enum Step {
    Inside,
    Gap,
    ElementEnds,
    AfterTheEnd,
}

impl Scan {
    fn step(&mut self, byte: u8) -> Step {
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return Step::Inside;
        }
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => return Step::Gap,
            _ if self.closed => return Step::AfterTheEnd,
            b'"' => self.in_text = true,
            b'[' | b'{' => return self.open(),
            b']' | b'}' => return self.close(),
            b',' if self.depth == 1 => return Step::ElementEnds,
            _ => {}
        }
        Step::Inside
    }

    fn open(&mut self) -> Step {
        self.depth = self.depth.saturating_add(1);
        if self.depth == 1 { Step::Gap } else { Step::Inside }
    }

    fn close(&mut self) -> Step {
        self.depth = self.depth.saturating_sub(1);
        self.closed = self.depth == 0;
        if self.closed { Step::ElementEnds } else { Step::Inside }
    }
}

impl Elements {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, number: 1, scan: Scan::default(), start: None, seen: 0, skipping: false, finished: false }
    }

    /// Looks at the bytes that came since the last time.
    fn scan(&mut self, buffer: &[u8], batch: &mut Batch) {
        for (at, byte) in buffer.iter().enumerate().skip(self.seen) {
            match self.scan.step(*byte) {
                Step::Inside => {
                    self.start.get_or_insert(at);
                }
                Step::Gap => {}
                Step::ElementEnds => self.end_element(at, batch),
                Step::AfterTheEnd => {
                    let reason = "something follows the end of the array".to_owned();
                    batch.faults.push(Fault { number: self.number, reason });
                    self.finished = true;
                    break;
                }
            }
        }
        self.seen = buffer.len();
    }

    fn end_element(&mut self, end: usize, batch: &mut Batch) {
        let start = self.start.take();
        // An empty array has no element, and neither has the place behind a last comma.
        if start.is_none() && self.scan.closed && !self.skipping {
            return;
        }
        let range = start.unwrap_or(end)..end;
        let too_long_by_now = self.skipping || range.len() > self.limit;
        if too_long_by_now && !self.skipping {
            batch.faults.push(Fault { number: self.number, reason: too_long(self.limit) });
        }
        // An empty record keeps the numbers right.
        batch.records.push(if too_long_by_now { end..end } else { range });
        self.skipping = false;
        self.number += 1;
    }

    /// What of the buffer belongs to an element that has not ended.
    fn unfinished(&self, buffer: &[u8]) -> Range<usize> {
        self.start.unwrap_or(buffer.len())..buffer.len()
    }

    /// The end of a stream inside the array. The last element may still be whole.
    fn cut_off(&mut self, buffer: &[u8], batch: &mut Batch) {
        if self.scan.depth == 1 && !self.scan.in_text && !self.skipping {
            batch.records.push(self.unfinished(buffer));
        }
        self.start = None;
        let reason = "the array breaks off: its closing bracket is missing".to_owned();
        batch.faults.push(Fault { number: self.number, reason });
    }
}

impl Cutter for Elements {
    fn cut(&mut self, buffer: &mut Vec<u8>, stream: Stream) -> Batch {
        let mut batch = Batch { first: self.number, ..Batch::default() };
        self.scan(buffer, &mut batch);
        if stream == Stream::Ended && !self.scan.closed && !self.finished {
            self.cut_off(buffer, &mut batch);
        }
        let rest = buffer.split_off(self.unfinished(buffer).start);
        batch.bytes = mem::replace(buffer, rest);
        self.start = self.start.map(|_| 0);
        if buffer.len() > self.limit {
            if !self.skipping {
                batch.faults.push(Fault { number: self.number, reason: too_long(self.limit) });
            }
            buffer.clear();
            self.start = None;
            self.skipping = true;
        }
        self.seen = buffer.len();
        batch
    }

    fn number(&self) -> u64 {
        self.number
    }

    fn finished(&self) -> bool {
        self.finished
    }
}
