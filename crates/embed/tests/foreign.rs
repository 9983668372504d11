//! Tables in model2vec's layout and networks from BERT's weights, as others write them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot make its fixture, or looks beside it, has failed"
)]

#[path = "foreign/bert.rs"]
mod bert;
#[path = "foreign/files.rs"]
mod files;
#[path = "foreign/tables.rs"]
mod tables;
