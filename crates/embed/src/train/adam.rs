//! The optimiser: Adam (Kingma and Ba 2015, <https://arxiv.org/abs/1412.6980>), lazily: a row that no text of the batch holds
//! is left alone, its moments too, and counts its own steps.

use crate::DIMS;

/// How much of the mean gradient is kept from step to step.
const KEEP_MEAN: f32 = 0.9;
/// How much of the mean square is kept.
const KEEP_SQUARE: f32 = 0.999;
/// Keeps a division by nothing away.
const LEAST: f32 = 1e-8;

/// The length of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate(pub f32);

/// What Adam remembers of a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Moments {
    mean: [f32; DIMS],
    square: [f32; DIMS],
    /// `KEEP_MEAN` and `KEEP_SQUARE` to the power of the steps so far.
    kept: (f32, f32),
}

impl Default for Moments {
    fn default() -> Self {
        Self { mean: [0.0; DIMS], square: [0.0; DIMS], kept: (1.0, 1.0) }
    }
}

/// Moves a row against its gradient.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled for the caller's instructions")]
pub(super) fn step(row: &mut [f32; DIMS], gradient: &[f32; DIMS], moments: &mut Moments, rate: Rate) {
    moments.kept = (moments.kept.0 * KEEP_MEAN, moments.kept.1 * KEEP_SQUARE);
    let (mean_factor, square_factor) = (rate.0 / (1.0 - moments.kept.0), 1.0 / (1.0 - moments.kept.1));
    let moments = moments.mean.iter_mut().zip(&mut moments.square);
    for ((number, slope), (mean, square)) in row.iter_mut().zip(gradient).zip(moments) {
        *mean = KEEP_MEAN * *mean + (1.0 - KEEP_MEAN) * slope;
        *square = KEEP_SQUARE * *square + (1.0 - KEEP_SQUARE) * slope * slope;
        *number -= mean_factor * *mean / ((square_factor * *square).sqrt() + LEAST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_step_has_the_length_of_the_rate_and_goes_downhill() {
        let mut row = [1.0; DIMS];
        let mut gradient = [0.0; DIMS];
        (gradient[0], gradient[1]) = (3.0, -0.002);
        step(&mut row, &gradient, &mut Moments::default(), Rate(0.01));
        assert!((row[0] - 0.99).abs() < 1e-5 && (row[1] - 1.01).abs() < 1e-5 && row[2] > 0.999, "{:?}", &row[..3]);
    }

    #[test]
    fn finds_the_bottom_of_a_bowl() {
        let (mut row, mut moments) = ([0.0; DIMS], Moments::default());
        for _ in 0..400 {
            let gradient = std::array::from_fn(|at| row[at] - at as f32 / 256.0);
            step(&mut row, &gradient, &mut moments, Rate(0.01));
        }
        assert!(row.iter().enumerate().all(|(at, x)| (x - at as f32 / 256.0).abs() < 0.01), "{row:?}");
    }
}
