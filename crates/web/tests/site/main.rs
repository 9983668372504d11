//! The real router over a fresh store: what a browser or a program gets for an address. A file for each part of the site.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "an answer that cannot be had has failed the test"
)]

mod api;
mod caching;
mod cited;
mod crawl;
mod days;
mod failures;
mod feeds;
mod hostile;
mod letters;
mod paper;
mod safety;
mod search;
mod searches;
mod shelves;
mod suggest;
mod support;
mod topics;
mod trending;
