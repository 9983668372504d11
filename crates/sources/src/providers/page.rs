//! One address that is read again and again: a feed, a conference's BibTeX, a collection of the ACL Anthology.

use fetch::{Address, FetchError};

use super::Provider;
use crate::answers::{AnswerKind, Next};
use crate::harvest::Position;

/// Whatever stands at the source's address.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// What it is.
    pub kind: AnswerKind,
}

impl Provider for Page {
    fn kind(&self) -> AnswerKind {
        self.kind
    }

    fn address(&self) -> &'static str {
        ""
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        match &position.next {
            Some(Next::Address(address)) => base.join(address),
            _ => Ok(base.clone()),
        }
    }
}
