//! Answers of providers, as they were recorded: papers in, or the error that they state.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests are code of tests")]

mod arxiv;
mod documented;
mod feeds;
mod hostile;
mod indexes;
mod libraries;
mod manifest;
mod support;
