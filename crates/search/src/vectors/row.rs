//! The vector of one paper, as files of vectors hold it.

use embed::{StaticModel, Vector};

use super::signs::Sketch;

/// Of which model vectors are: only vectors of the same kind can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Kind {
    /// The number of dimensions.
    pub dims: usize,
    /// The model's identity.
    pub model: u64,
}

impl Kind {
    /// That of an index without vectors.
    pub(crate) const NONE: Self = Self { dims: embed::DIMS, model: 0 };

    /// The kind of a model's vectors.
    pub(crate) fn of(model: &StaticModel) -> Self {
        Self { dims: model.dims(), model: model.identity() }
    }

    /// The 32-bit words that the signs of a vector take.
    pub(crate) fn words(self) -> usize {
        self.dims.div_ceil(32)
    }
}

/// The vector of one paper.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    key: i64,
    values: Box<[u8]>,
    scale: f32,
    factor: f32,
    signs: Box<[u8]>,
}

/// A [`Row`], here or in a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RowRef<'a> {
    /// The paper.
    pub key: i64,
    /// The vector's numbers in int8, as bytes.
    pub values: &'a [u8],
    /// What a step of them stands for.
    pub scale: f32,
    /// The sketch's factor.
    pub factor: f32,
    /// The sketch's signs, four bytes a word.
    pub signs: &'a [u8],
}

impl Row {
    /// The row of a paper's vector.
    pub(crate) fn new(key: i64, vector: &Vector) -> Self {
        let (small, sketch) = (vector.quantize(), Sketch::new(vector));
        let values = small.values.iter().map(|x| x.cast_unsigned()).collect();
        let signs = sketch.signs.iter().flat_map(|word| word.to_le_bytes()).collect();
        Self { key, values, scale: small.scale, factor: sketch.factor, signs }
    }

    /// The paper.
    pub(crate) fn key(&self) -> i64 {
        self.key
    }

    /// The row without its memory.
    pub(crate) fn as_ref(&self) -> RowRef<'_> {
        let Self { key, values, scale, factor, signs } = self;
        RowRef { key: *key, values, scale: *scale, factor: *factor, signs }
    }
}
