//! A query that the second tier reads while everything else is prepared.

use embed::Vector;

use crate::{SearchError, SecondTier};

/// A text that was read.
pub(super) struct Early {
    /// The query as typed. Where typing errors are corrected afterwards, another text is asked for, and this one was read in vain.
    pub text: String,
    /// Its vector.
    pub vector: Vector,
}

impl Early {
    /// Reads a text by this tier.
    pub(super) fn read(tier: &SecondTier, text: String) -> Result<Self, SearchError> {
        Ok(Self { vector: tier.question(&text)?, text })
    }
}
