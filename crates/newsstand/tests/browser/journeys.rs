//! The journeys, one file each.

mod calendar;
mod comfort;
mod keyboard;
mod letters;
mod neighbours;
mod pages;
mod reading;
mod refusals;
mod screenshots;
mod searching;
mod suggesting;
mod theme;
mod trending;
