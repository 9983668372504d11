//! What training makes small, with the derivatives.
//!
//! InfoNCE (van den Oord, Li and Vinyals 2018, <https://arxiv.org/abs/1807.03748>): each text of a batch is to find its partner
//! among the partners of all, and the other way round. Distillation (Hinton, Vinyals and Dean 2015,
//! <https://arxiv.org/abs/1503.02531>): the similarities of a batch's texts are to be distributed as a teacher's are.

use super::crew::each;
use super::matrix::Matrix;
use super::simd::exponentials;

/// Rows that are worked at together: sums over rows are added up block by block, in order.
const BLOCK: usize = 32;

/// `e` to the power of `x`, for `x` from -87 to 0: the power of two nearest to it, and a polynomial for the rest (relative
/// error below 1e-6). Plain arithmetic, so that the compiler can make vector instructions of it and every processor agrees.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    /// Adding it leaves a whole number in the lowest bits.
    const ROUNDER: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 0.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
    let whole = shifted - ROUNDER;
    // ln 2 in two parts, the first exact in few bits.
    let rest = x - whole * 0.693_359_4 - whole * -2.121_944_4e-4;
    // Taylor's series; |rest| is at most 0.35.
    let series = [1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let power = series.iter().fold(0.0, |sum, factor| sum * rest + factor);
    power * f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000))
}

/// InfoNCE in both directions over the cosines of a batch (row: a text, column: a partner; the right ones on the diagonal),
/// with that temperature. Returns the mean loss in nats, and leaves in `cosines` the derivative of the *summed* loss by each
/// cosine.
pub(super) fn contrast(cosines: &mut Matrix, temperature: f32, threads: usize) -> f64 {
    let n = cosines.columns;
    let right: Vec<f32> = cosines.numbers.iter().step_by(n + 1).copied().collect();
    let (of_rows, of_columns) = exponentials_of(cosines, temperature, threads);
    let nats = |(cosine, (row, column)): (&f32, (&f32, &f32))| {
        let logit = f64::from((cosine - 1.0) / temperature);
        f64::midpoint(f64::from(*row).ln(), f64::from(*column).ln()) - logit
    };
    let sum: f64 = right.iter().zip(of_rows.iter().zip(&of_columns)).map(nats).sum();
    let factor = 0.5 / temperature;
    let per_column: Vec<f32> = of_columns.iter().map(|sum| factor / sum).collect();
    each(threads, cosines.numbers.chunks_mut(n).zip(&of_rows).enumerate(), |(at, (row, sum))| {
        let per_row = factor / sum;
        for (number, per_column) in row.iter_mut().zip(&per_column) {
            *number *= per_row + per_column;
        }
        if let Some(own) = row.get_mut(at) {
            *own -= 2.0 * factor;
        }
    });
    sum / n.max(1) as f64
}

/// Replaces each cosine by `exp((cosine - 1) / temperature)`; returns the sums of the rows and of the columns.
fn exponentials_of(cosines: &mut Matrix, temperature: f32, threads: usize) -> (Vec<f32>, Vec<f32>) {
    let n = cosines.columns.max(1);
    let mut of_rows = vec![0.0; cosines.rows()];
    let mut of_blocks = vec![vec![0.0; n]; cosines.rows().div_ceil(BLOCK)];
    let blocks = cosines.numbers.chunks_mut(BLOCK * n).zip(of_rows.chunks_mut(BLOCK)).zip(&mut of_blocks);
    each(threads, blocks, |((rows, of_rows), of_columns)| {
        for (row, of_row) in rows.chunks_mut(n).zip(of_rows) {
            *of_row = exponentials(row, temperature);
            of_columns.iter_mut().zip(row).for_each(|(sum, number)| *sum += *number);
        }
    });
    let mut of_columns = vec![0.0; n];
    for block in &of_blocks {
        of_columns.iter_mut().zip(block).for_each(|(sum, number)| *sum += number);
    }
    (of_rows, of_columns)
}

/// The divergence (Kullback and Leibler) of a student's distributions from a teacher's: each text's cosines with all others of
/// the batch, its own left out, become a distribution by the softmax at each side's temperature. Returns the mean in nats, and
/// leaves in `student` the derivative of the *summed* divergence by each cosine. `teacher` holds the teacher's cosines.
pub(super) fn distil(student: &mut Matrix, teacher: &mut Matrix, temperatures: (f32, f32), threads: usize) -> f64 {
    let n = student.columns.max(1);
    let mut nats = vec![0.0_f64; student.rows()];
    let rows = student.numbers.chunks_mut(n).zip(teacher.numbers.chunks_mut(n)).zip(&mut nats).enumerate();
    each(threads, rows, |(at, ((student, teacher), nats))| *nats = distil_row(at, student, teacher, temperatures));
    nats.iter().sum::<f64>() / n as f64
}

/// One row of [`distil`]; returns its divergence.
fn distil_row(own: usize, student: &mut [f32], teacher: &mut [f32], temperatures: (f32, f32)) -> f64 {
    /// A cosine so low that its share is nothing.
    const FAR: f32 = -1e3;
    for row in [&mut *student, &mut *teacher] {
        if let Some(number) = row.get_mut(own) {
            *number = FAR;
        }
    }
    let of_student = exponentials(student, temperatures.0).max(f32::MIN_POSITIVE);
    let of_teacher = exponentials(teacher, temperatures.1).max(f32::MIN_POSITIVE);
    let mut nats = 0.0;
    for (student, teacher) in student.iter_mut().zip(teacher) {
        let (p, q) = (*student / of_student, *teacher / of_teacher);
        if q > 0.0 {
            nats += f64::from(q) * (f64::from(q).ln() - f64::from(p.max(f32::MIN_POSITIVE)).ln());
        }
        *student = (p - q) / temperatures.0;
    }
    if let Some(number) = student.get_mut(own) {
        *number = 0.0;
    }
    nats
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn random(n: usize, seed: u64) -> Matrix {
        let mut random = Random::new(seed);
        Matrix { columns: n, numbers: (0..n * n).map(|_| random.unit() * 0.4).collect() }
    }

    /// Compares the derivative that `loss` leaves behind with finite differences of its value.
    fn check_slopes(n: usize, loss: impl Fn(&mut Matrix) -> f64) {
        const STEP: f32 = 1e-3;
        let cosines = random(n, 5);
        let mut slopes = cosines.clone();
        loss(&mut slopes);
        for at in 0..n * n {
            let moved = |by: f32| {
                let mut moved = cosines.clone();
                moved.numbers[at] += by;
                loss(&mut moved) * n as f64
            };
            let slope = (moved(STEP) - moved(-STEP)) / f64::from(2.0 * STEP);
            let found = f64::from(slopes.numbers[at]);
            assert!((slope - found).abs() < 0.01 + 0.01 * slope.abs(), "{at}: {found}, by differences {slope}");
        }
    }

    #[test]
    fn the_exponential_is_near_the_true_one() {
        for step in 0_u16..8_700 {
            let x = f32::from(step) * -0.01;
            let (found, truth) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((found - truth).abs() <= truth * 1e-6, "{x}: {found} {truth}");
        }
        assert!(exp(-1e9) > 0.0 && exp(-1e9) < 1e-36);
    }

    #[test]
    fn the_slopes_of_infonce_are_those_of_its_value() {
        check_slopes(7, |cosines| contrast(cosines, 0.1, 1));
    }

    #[test]
    fn the_slopes_of_distillation_are_those_of_its_value() {
        let teacher = random(7, 9);
        check_slopes(7, |cosines| {
            // What a text has to do with itself does not count, so its slope is nothing.
            distil(cosines, &mut teacher.clone(), (0.1, 0.2), 1)
        });
    }

    #[test]
    fn chance_costs_the_logarithm_of_the_choices() {
        let mut same = Matrix { columns: 64, numbers: vec![0.3; 64 * 64] };
        assert!((contrast(&mut same, 0.05, 2) - 64_f64.ln()).abs() < 1e-4);
        let (mut same, mut teacher) = (random(9, 1), random(9, 1));
        assert!(distil(&mut same, &mut teacher, (0.1, 0.1), 1).abs() < 1e-5);
    }

    #[test]
    fn threads_do_not_change_a_bit() {
        let (mut one, mut many) = (random(100, 3), random(100, 3));
        assert_eq!(contrast(&mut one, 0.05, 1).to_bits(), contrast(&mut many, 0.05, 3).to_bits());
        assert_eq!(one, many);
    }
}
