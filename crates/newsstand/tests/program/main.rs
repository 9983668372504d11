//! Tests that drive the built binary: each starts the program as a user would and asserts what that user would notice.
//!
//! They are one test binary, so that the harness and what it stands on are compiled and linked once.

#[cfg(test)]
mod alerts;
#[cfg(test)]
mod broken_input;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod doctor;
#[cfg(test)]
mod estimate;
#[cfg(test)]
mod eval;
#[cfg(test)]
mod feeds;
#[cfg(test)]
mod http;
#[cfg(test)]
mod ingest;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod letters;
#[cfg(test)]
mod merges;
#[cfg(test)]
mod models;
#[cfg(test)]
mod opml;
#[cfg(test)]
mod post_kills;
#[cfg(test)]
mod postgres;
#[cfg(test)]
mod real_relay;
#[cfg(test)]
mod returned;
#[cfg(test)]
mod searches;
#[cfg(test)]
mod second_tier;
#[cfg(test)]
mod seeds;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod support;
#[cfg(test)]
mod topics;
#[cfg(test)]
mod train;
