//! Reading as the rest of Newsstand does it: files in, items out.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests are code of tests")]

mod bad_input;
mod compressed;
mod libraries;
mod paths;
mod real_data;
mod saved_pages;
mod shapes;
mod support;
