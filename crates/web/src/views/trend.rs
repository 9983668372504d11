//! The formula of the trend, with the numbers that are in force.

use engine::rank::{COMMENT_WEIGHT, GRAVITY, HEAD_START};

/// The numbers in the formula.
#[derive(Debug)]
pub(crate) struct Formula {
    pub(crate) gravity: f64,
    pub(crate) head_start: f64,
    pub(crate) comment_weight: f64,
}

impl Formula {
    /// The formula by which trending papers are ordered.
    pub(crate) const IN_FORCE: Self = Self { gravity: GRAVITY, head_start: HEAD_START, comment_weight: COMMENT_WEIGHT };
}
