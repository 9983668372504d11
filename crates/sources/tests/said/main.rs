//! What papers say of themselves, in words that authors wrote.

mod acceptance;
mod hostile;
mod whole;
