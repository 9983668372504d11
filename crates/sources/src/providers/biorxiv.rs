//! bioRxiv and medRxiv: everything of the days of the harvest; days and cursor stand in the path (<https://api.biorxiv.org/>).

use fetch::{Address, FetchError};

use super::{Provider, offset};
use crate::answers::AnswerKind;
use crate::harvest::Position;

/// One of the two servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Biorxiv {
    /// Biology.
    Biology,
    /// Medicine.
    Medicine,
}

impl Provider for Biorxiv {
    fn kind(&self) -> AnswerKind {
        AnswerKind::Biorxiv
    }

    fn address(&self) -> &'static str {
        "https://api.biorxiv.org/details/"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let server = match self {
            Self::Biology => "biorxiv",
            Self::Medicine => "medrxiv",
        };
        let window = position.window;
        base.join(&format!("{server}/{}/{}/{}", window.from, window.until, offset(position)))
    }
}
