//! Exact cosines with rows of int8.

use embed::Vector;

use crate::simd::Operand;

/// A query's vector in int8, for exact cosines.
#[derive(Debug)]
pub(crate) struct Probe {
    values: Operand,
    scale: f32,
}

impl Probe {
    /// Prepares a vector.
    pub(crate) fn new(vector: &Vector) -> Self {
        let small = vector.quantize();
        Self { values: Operand::new(small.values), scale: small.scale }
    }

    /// A row of int8, given as bytes, of which a step stands for `scale`.
    pub(crate) fn of_row(values: &[u8], scale: f32) -> Self {
        Self { values: Operand::new(values.iter().map(|value| value.cast_signed()).collect()), scale }
    }

    /// The cosine with a row of int8, given as bytes, of which a step stands for `scale`. A row of another length is no
    /// vector of the same model: 0.
    pub(crate) fn cosine_with(&self, values: &[u8], scale: f32) -> f32 {
        if values.len() == self.values.len() { self.values.dot(values) as f32 * scale * self.scale } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_exact_for_any_number_of_dimensions() {
        for dims in [1, 32, 100, 256, 384, 768] {
            let vector =
                |step: usize| Vector::normalized((0..dims).map(|i| (i * step % 17) as f32 - 5.0).collect::<Vec<_>>());
            let (a, b) = (vector(3), vector(5));
            let small = b.quantize();
            let bytes: Vec<u8> = small.values.iter().map(|x| x.cast_unsigned()).collect();
            let cosine = Probe::new(&a).cosine_with(&bytes, small.scale);
            assert!((cosine - a.cosine(&b)).abs() < 0.01, "{dims}: {cosine} {}", a.cosine(&b));
            assert!(Probe::new(&a).cosine_with(&bytes[1..], small.scale).abs() < f32::EPSILON, "another length");
        }
    }
}
