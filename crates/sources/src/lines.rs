//! Cutting at line ends.

use std::io::BufRead;
use std::mem;

use crate::split::{Batch, Cutter, Fault, Stream, too_long};

/// Cuts a stream into its lines. Blank lines are counted but no records.
pub(crate) struct Lines {
    limit: usize,
    /// The number of the line with which the buffer begins.
    number: u64,
    /// Inside a line that is too long, of which everything is thrown away.
    skipping: bool,
}

impl Lines {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, number: 1, skipping: false }
    }

    /// Throws the rest of a line that is too long away.
    fn skip(&mut self, buffer: &mut Vec<u8>) {
        if let Some(end) = buffer.iter().position(|b| *b == b'\n') {
            buffer.drain(..=end);
            self.skipping = false;
            self.number += 1;
        } else {
            buffer.clear();
        }
    }

    /// The lines of `batch.bytes` as its records.
    fn index(&mut self, batch: &mut Batch) {
        let (mut rest, mut start) = (batch.bytes.as_slice(), 0);
        // Reading from memory cannot fail.
        while let Ok(length @ 1..) = rest.skip_until(b'\n') {
            let end = start + length;
            if length > self.limit {
                batch.faults.push(Fault { number: self.number, reason: too_long(self.limit) });
                batch.records.push(end..end);
            } else {
                batch.records.push(start..end);
            }
            start = end;
            // The last line of a file may lack its end.
            self.number += u64::from(batch.bytes.get(end - 1) == Some(&b'\n'));
        }
    }
}

impl Cutter for Lines {
    fn cut(&mut self, buffer: &mut Vec<u8>, stream: Stream) -> Batch {
        if self.skipping {
            self.skip(buffer);
        }
        let mut batch = Batch { first: self.number, ..Batch::default() };
        // The line in which a stream broke is named once, as the break itself, and not again as broken JSON.
        let end = match stream {
            Stream::Ended => Some(buffer.len()),
            Stream::Open | Stream::Broken => buffer.iter().rposition(|b| *b == b'\n').map(|at| at + 1),
        };
        if let Some(end) = end {
            let rest = buffer.split_off(end);
            batch.bytes = mem::replace(buffer, rest);
            self.index(&mut batch);
        }
        if buffer.len() > self.limit {
            batch.faults.push(Fault { number: self.number, reason: too_long(self.limit) });
            buffer.clear();
            self.skipping = true;
        }
        batch
    }

    fn number(&self) -> u64 {
        self.number
    }
}
