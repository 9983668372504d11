//! The feeds of every list in every form.

mod lists;
mod reading;
mod rules;
mod texts;
