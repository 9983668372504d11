//! Which models are wanted, and which serve meanwhile: `models/in-use.json`. A running server looks at the file now and then, so that a
//! command changes what it does; and it writes there which model serves, so that a stop in between changes nothing.

use serde::{Deserialize, Serialize};

use super::names::BUNDLED_TRANSFORMER;

/// Its name in the folder of models.
pub(crate) const FILE: &str = "in-use.json";

/// The models in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    /// The table of the first tier; without one the trained table, or else the bundled one.
    pub first: Option<String>,
    /// The transformer by which searches go.
    pub second: String,
    /// The transformer that takes its place when it has read everything.
    pub coming: Option<String>,
}

impl Default for Choice {
    fn default() -> Self {
        Self { first: None, second: BUNDLED_TRANSFORMER.to_owned(), coming: None }
    }
}
