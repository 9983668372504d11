//! Principal components (Pearson 1901; Hotelling 1933): the directions in which vectors differ most, and the vectors seen along these.
//!
//! Everything is plain arithmetic of double precision in one fixed order, so every machine finds the same bits.

use super::matrix::Matrix;

/// Two directions are at right angles to one another when their cosine is no more than this.
const RIGHT_ANGLE: f64 = 1e-12;

/// The turns over all pairs of directions that are made at most. Some ten are enough for a few hundred dimensions.
const ROUNDS: usize = 60;

/// The rows of `vectors` without their mean, along the first `N` principal components, the one of the greatest variance first. Of fewer
/// columns the rest is zero. The sign of a component is such that its number of the greatest size is positive.
pub(super) fn components<const N: usize>(vectors: &Matrix) -> Vec<[f32; N]> {
    let means = means(vectors);
    let axes = axes(covariance(vectors, &means));
    let along = |row: &[f32]| {
        let centred = centred(row, &means);
        let mut numbers = [0.0; N];
        for (number, axis) in numbers.iter_mut().zip(&axes) {
            *number = single(inner(&centred, axis));
        }
        numbers
    };
    vectors.numbers.chunks_exact(vectors.columns.max(1)).map(along).collect()
}

/// The mean of each column.
fn means(vectors: &Matrix) -> Vec<f64> {
    let mut sums = vec![0.0; vectors.columns];
    for row in vectors.numbers.chunks_exact(vectors.columns.max(1)) {
        sums.iter_mut().zip(row).for_each(|(sum, number)| *sum += f64::from(*number));
    }
    let rows = vectors.rows().max(1) as f64;
    sums.into_iter().map(|sum| sum / rows).collect()
}

fn centred(row: &[f32], means: &[f64]) -> Vec<f64> {
    row.iter().zip(means).map(|(number, mean)| f64::from(*number) - mean).collect()
}

/// The covariance of each two columns: a symmetric matrix, by rows.
fn covariance(vectors: &Matrix, means: &[f64]) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; means.len()]; means.len()];
    for row in vectors.numbers.chunks_exact(vectors.columns.max(1)) {
        let row = centred(row, means);
        for (sums, number) in sums.iter_mut().zip(&row) {
            sums.iter_mut().zip(&row).for_each(|(sum, other)| *sum += number * other);
        }
    }
    let rows = vectors.rows().max(1) as f64;
    sums.iter_mut().flatten().for_each(|sum| *sum /= rows);
    sums
}

/// The eigenvectors of a symmetric matrix without negative eigenvalues, that of the greatest first: its rows are turned, two at a time,
/// until each is at right angles to all others (one-sided Jacobi: Hestenes 1958, <https://doi.org/10.1137/0106005>). Each is then an eigenvector
/// times its eigenvalue. Where that is zero, so is the vector.
fn axes(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for _ in 0..ROUNDS {
        let mut turned = false;
        for first in 0..matrix.len() {
            let Some((row, others)) = matrix.get_mut(first..).and_then(<[_]>::split_first_mut) else { continue };
            for other in others {
                turned |= turn(row, other);
            }
        }
        if !turned {
            break;
        }
    }
    let mut axes: Vec<(f64, Vec<f64>)> = matrix.into_iter().map(|row| (inner(&row, &row).sqrt(), row)).collect();
    // A stable order: of two alike the one that came first stays first.
    axes.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    axes.into_iter().map(|(length, axis)| unit(axis, length)).collect()
}

/// Turns two rows in their plane so that they are at right angles; returns whether they were not.
fn turn(one: &mut [f64], other: &mut [f64]) -> bool {
    let (of_one, of_other, shared) = (inner(one, one), inner(other, other), inner(one, other));
    if shared.abs() <= RIGHT_ANGLE * (of_one * of_other).sqrt() {
        return false;
    }
    // The smaller of the two angles, by its tangent (Golub and Van Loan, Matrix Computations, section 8.5.2).
    let cotangent = (of_other - of_one) / (2.0 * shared);
    let tangent = cotangent.signum() / (cotangent.abs() + (1.0 + cotangent * cotangent).sqrt());
    let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
    let sine = cosine * tangent;
    for (one, other) in one.iter_mut().zip(other) {
        (*one, *other) = (cosine * *one - sine * *other, sine * *one + cosine * *other);
    }
    true
}

/// Of length 1, and of one sign.
fn unit(axis: Vec<f64>, length: f64) -> Vec<f64> {
    let greatest =
        axis.iter().fold(0.0_f64, |greatest, number| if number.abs() > greatest.abs() { *number } else { greatest });
    let factor = if length > 0.0 { greatest.signum() / length } else { 0.0 };
    axis.into_iter().map(|number| number * factor).collect()
}

/// The inner product: four sums side by side, as the compiler cannot change the order by itself.
fn inner(one: &[f64], other: &[f64]) -> f64 {
    let ((ones, one_rest), (others, other_rest)) = (one.as_chunks::<4>(), other.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for (one, other) in ones.iter().zip(others) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += one * other;
        }
    }
    let rest: f64 = one_rest.iter().zip(other_rest).map(|(one, other)| one * other).sum();
    sums.iter().sum::<f64>() + rest
}

#[expect(clippy::cast_possible_truncation, reason = "a table needs no double precision")]
fn single(number: f64) -> f32 {
    number as f32
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn matrix<const N: usize>(rows: &[[f32; N]]) -> Matrix {
        Matrix { columns: N, numbers: rows.concat() }
    }

    fn random(rows: usize, columns: usize) -> Matrix {
        let mut random = Random::new(5);
        // Columns of different spread, so that the components are certain.
        let number = |at: usize| (random.unit() - 0.5) * (1 + at % columns) as f32;
        Matrix { columns, numbers: (0..rows * columns).map(number).collect() }
    }

    fn distance(one: &[f32], other: &[f32]) -> f32 {
        one.iter().zip(other).map(|(one, other)| (one - other) * (one - other)).sum::<f32>().sqrt()
    }

    #[test]
    fn points_of_a_line_have_one_component_whatever_their_mean() {
        // Along (3, 4) / 5, around (10, -7).
        let points = matrix(&[-2.0, -1.0, 0.0, 3.0_f32].map(|along| [10.0 + 0.6 * along, -7.0 + 0.8 * along]));
        for (found, along) in components::<2>(&points).iter().zip([-2.0, -1.0, 0.0, 3.0]) {
            assert!(distance(found, &[along, 0.0]) < 1e-5, "{found:?}");
        }
    }

    #[test]
    fn components_are_those_of_a_matrix_worked_out_by_hand() {
        // The covariance of these points is ((5, 3), (3, 5)) / 2: eigenvalues 4 and 1, along (1, 1) and (1, -1).
        let points = matrix(&[[2.0, 2.0], [-2.0, -2.0], [1.0, -1.0], [-1.0, 1.0]]);
        let (two, one) = (8_f32.sqrt(), 2_f32.sqrt());
        let truth = [[two, 0.0], [-two, 0.0], [0.0, one], [0.0, -one]];
        for (found, truth) in components::<2>(&points).iter().zip(truth) {
            // Both numbers of the second axis are as great: either may be the positive one.
            let found = [found[0], found[1].abs()];
            assert!(distance(&found, &[truth[0], truth[1].abs()]) < 1e-5, "{found:?}");
        }
    }

    #[test]
    fn with_all_components_distances_stay_as_they_were() {
        let points = random(40, 7);
        let found = components::<7>(&points);
        for one in 0..40 {
            for other in 0..40 {
                let (truth, found) =
                    (distance(points.row(one), points.row(other)), distance(&found[one], &found[other]));
                assert!((truth - found).abs() < 1e-4, "{one} {other}: {found}, not {truth}");
            }
        }
    }

    #[test]
    fn components_vary_less_and_less_and_apart_from_one_another() {
        let found = components::<12>(&random(400, 12)).concat();
        let found = Matrix { columns: 12, numbers: found };
        let covariance = covariance(&found, &means(&found));
        for (at, row) in covariance.iter().enumerate() {
            for (other, shared) in row.iter().enumerate().filter(|(other, _)| *other != at) {
                assert!(shared.abs() < 1e-5, "{at} and {other} share {shared}");
            }
        }
        let variances: Vec<f64> = (0..12).map(|at| covariance[at][at]).collect();
        assert!(variances.is_sorted_by(|one, other| one >= other), "{variances:?}");
    }

    #[test]
    fn axes_are_eigenvectors_of_length_one() {
        let points = random(100, 9);
        let covariance = covariance(&points, &means(&points));
        for axis in axes(covariance.clone()) {
            assert!((inner(&axis, &axis) - 1.0).abs() < 1e-12);
            let turned: Vec<f64> = covariance.iter().map(|row| inner(row, &axis)).collect();
            let value = inner(&turned, &axis);
            let off = turned.iter().zip(&axis).map(|(turned, axis)| (turned - value * axis).abs()).fold(0.0, f64::max);
            assert!(off < 1e-9 * value.max(1.0), "{off} off at {value}");
        }
    }

    #[test]
    fn few_points_and_alike_ones_have_components_that_are_nothing() {
        assert!(components::<4>(&Matrix::zero(0, 3)).is_empty());
        assert_eq!(components::<2>(&Matrix { columns: 3, numbers: vec![0.5; 12] }), [[0.0; 2]; 4]);
        let found = components::<4>(&matrix(&[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]));
        assert!((distance(&found[0], &found[1]) - 2_f32.sqrt()).abs() < 1e-6);
        assert!(found.iter().all(|row| row[1..].iter().all(|number| number.abs() < 1e-6)), "{found:?}");
        assert!(components::<2>(&Matrix::default()).is_empty());
    }
}
