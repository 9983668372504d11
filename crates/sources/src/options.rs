//! How to read.

use domain::Timestamp;

use crate::Format;

/// How a file is read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// What the file must be.
    pub format: Format,
    /// The year of dates without a year on saved pages; without it, the page itself is asked
    /// (see [`crate`], "Dates without a year").
    pub year: Option<i16>,
    /// Now: when counts count as observed where the file says nothing about it.
    pub observed_at: Timestamp,
    /// What hostile files may cost.
    pub limits: Limits,
}

/// How much memory and time a file may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest line, or element of an array, in bytes: 16 MiB, fifty times the longest real one.
    pub record_bytes: usize,
    /// The longest saved page, answer or library, in bytes: 64 MiB.
    pub page_bytes: usize,
    /// How many times its size a compressed file may decompress to, once past 64 MiB: 200. Real metadata reaches 5.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { record_bytes: 16 << 20, page_bytes: 64 << 20, ratio: 200 }
    }
}

impl ReadOptions {
    /// Detects the format and the year; `now` is the time of reading.
    pub fn new(now: Timestamp) -> Self {
        Self { format: Format::Auto, year: None, observed_at: now, limits: Limits::default() }
    }
}
