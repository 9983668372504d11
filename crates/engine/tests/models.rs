//! Models of the operator: taken in, listed, used while the former serves, removed, and found damaged.

#![expect(clippy::unwrap_used, reason = "a fixture that cannot be made has failed the test")]

#[path = "models/library.rs"]
mod library;
#[path = "models/refused.rs"]
mod refused;
#[path = "models/tables.rs"]
mod tables;
#[path = "models/transformers.rs"]
mod transformers;
