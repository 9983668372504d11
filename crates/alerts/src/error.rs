//! What can be wrong with an alert.

use engine::EngineError;
use fetch::FetchError;

/// An alert cannot be made or handed over. No message holds an address or a secret.
#[derive(Debug, thiserror::Error)]
pub enum AlertError {
    /// There is no such form of message.
    #[error("{name:?} is no form of alerts; hint: there are {known}")]
    NoForm {
        /// What was asked for.
        name: String,
        /// Those that there are.
        known: String,
    },
    /// A destination of that form looks otherwise.
    #[error("this is no destination of the form {form}: {why}; hint: it looks like {example}")]
    NoDestination {
        /// The form.
        form: &'static str,
        /// What is wrong with it.
        why: String,
        /// How one looks.
        example: &'static str,
    },
    /// There is no address of the site, and links need one.
    #[error("alerts need an address of the site for their links; hint: set base_url")]
    NoAddress,
    /// The system gives no random numbers.
    #[error("no secret can be made: {0}")]
    NoRandom(String),
    /// A message cannot be printed.
    #[error("a message cannot be printed: {0}")]
    Print(#[from] serde_json::Error),
    /// The destination cannot be asked.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The store or the index failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}
