//! A query that the second tier reads while everything else is prepared.

use std::sync::Arc;
use std::thread::{Scope, ScopedJoinHandle};

use embed::Vector;
use tantivy::TantivyError;

use crate::{SearchError, SecondTier};

/// The reading of a text that has begun.
pub(super) struct Early<'scope> {
    /// What is read: the query as typed. Where typing errors are corrected afterwards, another text is asked for, and this one was read
    /// in vain.
    pub text: String,
    reading: ScopedJoinHandle<'scope, Result<Vector, SearchError>>,
}

impl<'scope> Early<'scope> {
    /// Begins to read a text.
    pub(super) fn begin(scope: &'scope Scope<'scope, '_>, tier: &Arc<SecondTier>, text: &str) -> Self {
        let (tier, own) = (Arc::clone(tier), text.to_owned());
        Self { text: text.to_owned(), reading: scope.spawn(move || tier.question(&own)) }
    }

    /// The vector of the text, when it is read.
    pub(super) fn vector(self) -> Result<Vector, SearchError> {
        self.reading.join().map_err(|_| TantivyError::ErrorInThread("reading a question".to_owned()))?
    }
}
