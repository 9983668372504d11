//! Products of dense matrices, in blocks that fit the processor's registers and caches (Goto and van de Geijn 2008,
//! <https://doi.org/10.1145/1356052.1356053>). Every sum is added up in one fixed order, whatever the number of threads and
//! whatever instructions the processor has, so that a run can be repeated bit for bit.

use super::crew::each;
use super::simd::tile;

/// Rows of a tile of the product.
pub(super) const TILE_ROWS: usize = 4;
/// Columns of a tile of the product.
pub(super) const TILE_COLUMNS: usize = 16;

/// Numbers in rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Matrix {
    /// The length of a row.
    pub columns: usize,
    /// Row after row.
    pub numbers: Vec<f32>,
}

/// A matrix as it stands, or turned so that its rows are columns.
#[derive(Debug, Clone, Copy)]
pub(super) enum View<'a> {
    /// As it stands.
    Plain(&'a Matrix),
    /// Its transpose.
    Turned(&'a Matrix),
}

impl Matrix {
    /// Zeros.
    pub(super) fn zero(rows: usize, columns: usize) -> Self {
        Self { columns, numbers: vec![0.0; rows * columns] }
    }

    /// The number of rows.
    pub(super) fn rows(&self) -> usize {
        self.numbers.len().checked_div(self.columns).unwrap_or(0)
    }

    /// Some of the rows, which must be there.
    pub(super) fn part(&self, rows: std::ops::Range<usize>) -> Self {
        let numbers = self.numbers.get(rows.start * self.columns..rows.end * self.columns);
        Self { columns: self.columns, numbers: numbers.unwrap_or_default().to_vec() }
    }

    /// A row; empty behind the end.
    pub(super) fn row(&self, row: usize) -> &[f32] {
        self.numbers.get(row * self.columns..(row + 1) * self.columns).unwrap_or_default()
    }
}

impl View<'_> {
    /// Rows and columns of what is seen.
    fn shape(self) -> (usize, usize) {
        match self {
            Self::Plain(matrix) => (matrix.rows(), matrix.columns),
            Self::Turned(matrix) => (matrix.columns, matrix.rows()),
        }
    }

    /// The transpose of what is seen.
    fn turned(self) -> Self {
        match self {
            Self::Plain(matrix) => Self::Turned(matrix),
            Self::Turned(matrix) => Self::Plain(matrix),
        }
    }

    /// `W` neighbouring rows of what is seen, from row `first` on, as one array a column; zeros where there is no row.
    fn panel<const W: usize>(self, first: usize, panel: &mut [[f32; W]]) {
        panel.fill([0.0; W]);
        match self {
            Self::Plain(matrix) => {
                for lane in 0..W {
                    for (lanes, number) in panel.iter_mut().zip(matrix.row(first + lane)) {
                        if let Some(slot) = lanes.get_mut(lane) {
                            *slot = *number;
                        }
                    }
                }
            }
            Self::Turned(matrix) => {
                for (lanes, row) in panel.iter_mut().zip(matrix.numbers.chunks_exact(matrix.columns.max(1))) {
                    for (slot, number) in lanes.iter_mut().zip(row.get(first..).unwrap_or_default()) {
                        *slot = *number;
                    }
                }
            }
        }
    }
}

/// The product of `left` (m x k) and `right` (k x n) on that many threads.
pub(super) fn product(threads: usize, left: View<'_>, right: View<'_>) -> Matrix {
    let ((rows, depth), (_, columns)) = (left.shape(), right.shape());
    let mut out = Matrix::zero(rows, columns);
    if out.numbers.is_empty() || depth == 0 {
        return out;
    }
    let mut packed = vec![[0.0; TILE_COLUMNS]; depth * columns.div_ceil(TILE_COLUMNS)];
    each(threads, packed.chunks_mut(depth).enumerate(), |(at, panel)| right.turned().panel(at * TILE_COLUMNS, panel));
    each(threads, out.numbers.chunks_mut(TILE_ROWS * columns).enumerate(), |(at, band)| {
        let mut lanes = vec![[0.0; TILE_ROWS]; depth];
        left.panel(at * TILE_ROWS, &mut lanes);
        for (place, panel) in packed.chunks(depth).enumerate() {
            store(&tile(&lanes, panel), band.chunks_mut(columns), place * TILE_COLUMNS);
        }
    });
    out
}

/// Writes a tile into its place in a band of rows; what lies beyond the edges is dropped.
fn store<'a>(tile: &[[f32; TILE_COLUMNS]; TILE_ROWS], rows: impl Iterator<Item = &'a mut [f32]>, first: usize) {
    for (row, sums) in rows.zip(tile) {
        for (slot, sum) in row.iter_mut().skip(first).zip(sums) {
            *slot = *sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn random(rows: usize, columns: usize, seed: u64) -> Matrix {
        let mut random = Random::new(seed);
        Matrix { columns, numbers: (0..rows * columns).map(|_| random.unit() - 0.5).collect() }
    }

    /// One number of the product, added up in the plainest way.
    fn dot(a: &Matrix, b: &Matrix, row: usize, column: usize) -> f32 {
        (0..a.columns).fold(0.0, |sum, k| sum + a.numbers[row * a.columns + k] * b.numbers[k * b.columns + column])
    }

    fn turned(matrix: &Matrix) -> Matrix {
        let rows = matrix.rows();
        let numbers = (0..matrix.columns).flat_map(|c| (0..rows).map(move |r| matrix.row(r)[c])).collect();
        Matrix { columns: rows, numbers }
    }

    #[test]
    fn products_equal_the_plainest_way_bit_for_bit() {
        for (m, k, n) in [(1, 1, 1), (4, 8, 16), (5, 7, 17), (33, 40, 50), (64, 3, 1)] {
            let (a, b) = (random(m, k, 1), random(k, n, 2));
            let plain = product(1, View::Plain(&a), View::Plain(&b));
            for (row, column) in (0..m).flat_map(|row| (0..n).map(move |column| (row, column))) {
                assert_eq!(plain.row(row)[column].to_bits(), dot(&a, &b, row, column).to_bits(), "{m} {k} {n}");
            }
            for threads in [1, 3] {
                assert_eq!(product(threads, View::Turned(&turned(&a)), View::Plain(&b)), plain);
                assert_eq!(product(threads, View::Plain(&a), View::Turned(&turned(&b))), plain);
            }
        }
    }

    #[test]
    fn nothing_times_nothing_is_nothing() {
        let (empty, some) = (Matrix::zero(0, 4), Matrix::zero(4, 3));
        assert!(product(2, View::Plain(&empty), View::Plain(&some)).numbers.is_empty());
        assert_eq!(Matrix::default().rows(), 0);
    }
}
