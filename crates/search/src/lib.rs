//! Finding: the lexical index, the vectors, their fusion, filters and explanations.

mod answer;
mod error;
mod highlight;
mod index;
mod query;

pub use answer::{Answer, Explanation, Hit};
pub use error::SearchError;
pub use highlight::{Span, Terms, highlight};
pub use index::{Index, IndexWriter, Snapshot};
pub use query::{Filters, Query, Sort};
