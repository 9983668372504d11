//! What templates are given: texts that are ready to be printed, and addresses.

pub(crate) mod byline;
pub(crate) mod calendar;
pub(crate) mod edition;
pub(crate) mod filters;
pub(crate) mod formulas;
pub(crate) mod frequent;
pub(crate) mod history;
pub(crate) mod known;
pub(crate) mod language;
pub(crate) mod link;
pub(crate) mod numbers;
pub(crate) mod pager;
pub(crate) mod paper;
pub(crate) mod picks;
pub(crate) mod row;
pub(crate) mod shell;
pub(crate) mod silence;
pub(crate) mod standing;
pub(crate) mod trend;
