//! What is estimated of every document.

use std::ops::Range;

use crate::simd::{Out, PEAK};

/// The estimated cosine of each document with a query.
#[derive(Debug, Default)]
pub(crate) struct Cosines {
    /// One a document; 0 where there is none.
    pub values: Vec<f32>,
    /// The highest of each [`PEAK`] documents, at least 0: most have nothing of interest, and are passed over.
    pub peaks: Vec<f32>,
}

impl Cosines {
    /// Makes room for so many documents, a multiple of [`PEAK`]. What stands there is not defined.
    pub(crate) fn resize(&mut self, documents: usize) {
        self.values.resize(documents, 0.0);
        self.peaks.resize(documents / PEAK, 0.0);
    }

    /// The place of some documents, whose numbers begin and end at multiples of [`PEAK`].
    pub(crate) fn part(&mut self, documents: Range<usize>) -> Out<'_> {
        let peaks = documents.start / PEAK..documents.end / PEAK;
        Out {
            values: self.values.get_mut(documents).unwrap_or_default(),
            peaks: self.peaks.get_mut(peaks).unwrap_or_default(),
        }
    }
}
