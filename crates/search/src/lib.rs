//! Finding: a lexical index (tantivy's postings, BM25F over title, abstract, keywords and authors), the vectors of papers, and the
//! fusion of both; filters, orders, explanations, similar papers, highlighting, and the measuring of all that.
//!
//! The index is derived: it holds nothing that the store does not, and can be deleted at any time. Its one point of truth is
//! the commit of the lexical index, whose payload names the files of vectors and the position in the change log, so a crash can
//! neither lose nor double an update. What is published is an immutable [`Snapshot`]; readers never wait for the [`IndexWriter`].
//!
//! This crate returns keys and scores, never texts: those are the store's. It knows neither SQL nor HTTP, and no query is an error.

mod abbreviations;
mod answer;
mod commit;
mod document;
mod embeddings;
mod error;
pub mod eval;
mod filter;
mod find;
mod highlight;
mod index;
mod language;
mod languages;
mod lexical;
mod mapped;
mod mask;
mod parse;
mod percolate;
mod pool;
mod query;
mod rerank;
mod scheduling;
mod schema;
mod seek;
mod simd;
mod snapshot;
mod spelling;
mod suggest;
mod tier;
mod together;
mod vectors;
pub mod weights;
mod words;
mod writer;

pub use abbreviations::Expansion;
pub use answer::{Answer, Explanation, Hit};
pub use document::text_hash;
pub use embeddings::Embeddings;
pub use error::SearchError;
pub use find::{TopicAnswer, TopicExamples, TopicFeature, TopicPaper};
pub use highlight::{Span, Terms, highlight};
pub use index::Index;
pub use language::{Hint, Tree, Understood, understand};
pub use percolate::{Focus, Matched, SavedSearch, Window, WindowWriter};
pub use query::{Filters, Query, Sort};
pub use rerank::{RERANKED, Reranking};
pub use snapshot::{Damage, Snapshot};
pub use suggest::{Leads, Suggestion, SuggestionKind};
pub use tier::{SecondTier, TierProgress};
pub use weights::Weights;
pub use writer::IndexWriter;
