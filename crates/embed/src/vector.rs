//! Vectors, and their small form for the index.

/// The number of dimensions of the static table's vectors.
pub const DIMS: usize = 256;

/// The meaning of a text: as many numbers as its model has dimensions, of Euclidean length 1, or all zero for a text without
/// any known word. Only vectors of one model can be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector(Box<[f32]>);

/// A vector in one byte a dimension: each number is `values[i] * scale`.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantized {
    /// -127 to 127.
    pub values: Box<[i8]>,
    /// What one step stands for; 0 for the zero vector.
    pub scale: f32,
}

impl Vector {
    /// The vector of a text without any known word.
    pub fn zero(dims: usize) -> Self {
        Self(vec![0.0; dims].into())
    }

    /// `sum` brought to length 1; what has no length, or no finite one, becomes zero.
    pub fn normalized(sum: impl Into<Box<[f32]>>) -> Self {
        let mut sum = sum.into();
        let length = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        if length > 0.0 && length.is_finite() {
            sum.iter_mut().for_each(|x| *x /= length);
            Self(sum)
        } else {
            Self::zero(sum.len())
        }
    }

    /// The numbers of a vector that was taken apart, as they were.
    pub fn again(numbers: impl Into<Box<[f32]>>) -> Self {
        Self(numbers.into())
    }

    /// The number of dimensions.
    pub fn dims(&self) -> usize {
        self.0.len()
    }

    /// Whether it is the vector of a text without any known word.
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|x| *x == 0.0)
    }

    /// The numbers.
    pub fn as_slice(&self) -> &[f32] {
        &self.0
    }

    /// The cosine between two vectors, -1 to 1; 0 when one is zero.
    pub fn cosine(&self, other: &Self) -> f32 {
        self.0.iter().zip(other.0.iter()).map(|(a, b)| a * b).sum()
    }

    /// The small form: symmetric, the largest number becomes 127.
    pub fn quantize(&self) -> Quantized {
        let largest = self.0.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
        let mut values: Box<[i8]> = vec![0; self.0.len()].into();
        if largest > 0.0 {
            for (value, x) in values.iter_mut().zip(self.0.iter()) {
                *value = rounded(x / largest * 127.0);
            }
        }
        Quantized { values, scale: largest / 127.0 }
    }
}

/// The nearest whole number to a number between -127 and 127.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the caller divides by the largest number: it fits, and `as` saturates"
)]
fn rounded(x: f32) -> i8 {
    x.round() as i8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_small_form_is_near_the_vector(numbers in prop::collection::vec(-1e3_f32..1e3, DIMS)) {
            let vector = Vector::normalized(numbers);
            let small = vector.quantize();
            for (value, x) in small.values.iter().zip(vector.as_slice()) {
                prop_assert!((f32::from(*value) * small.scale - x).abs() <= small.scale * 0.51);
            }
        }
    }

    #[test]
    fn what_has_no_length_is_zero() {
        assert!(Vector::normalized([0.0; DIMS]).is_zero());
        assert!(Vector::normalized([f32::INFINITY; DIMS]).is_zero());
        assert_eq!(Vector::zero(3).quantize(), Quantized { values: [0; 3].into(), scale: 0.0 });
    }
}
