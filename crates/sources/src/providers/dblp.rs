//! DBLP: what its search for publications finds (<https://dblp.org/faq/How+to+use+the+dblp+search+API.html>), all of it each time, since DBLP
//! tells no days.

use fetch::{Address, FetchError};

use super::{Provider, offset};
use crate::answers::AnswerKind;
use crate::harvest::Position;

/// What a query finds.
#[derive(Debug, Clone)]
pub struct Dblp {
    /// The query in DBLP's own language, such as `toc:db/conf/acl/acl2025-1.bht:`.
    pub query: String,
}

impl Provider for Dblp {
    fn kind(&self) -> AnswerKind {
        AnswerKind::DblpSearch
    }

    fn address(&self) -> &'static str {
        "https://dblp.org/search/publ/api"
    }

    fn ask(&self, base: &Address, position: &Position) -> Result<Address, FetchError> {
        let first = offset(position).to_string();
        Ok(base.with([("q", self.query.as_str()), ("format", "json"), ("h", "1000"), ("f", &first)]))
    }
}
