//! What others see of this crate, on hostile text and on all the real abstracts there are.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "these are tests; helpers outside of test functions fail them by panicking too"
)]

extern crate newsstand_text as text;

mod citations;
mod formulas;
mod hostile;
mod markup;
mod real;
mod shared;
