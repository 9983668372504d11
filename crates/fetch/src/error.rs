//! Why nothing came back.

use jiff::Timestamp;

use crate::Address;

/// Why something could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address is none that can be fetched.
    #[error("{address:?} cannot be fetched: {reason}")]
    BadAddress {
        /// What was given, shortened.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The host is not on the public network.
    #[error(
        "{address} is not fetched: {host} is at a private address; hint: private addresses are allowed by a setting"
    )]
    Private {
        /// What was asked for.
        address: Address,
        /// The host as it was named.
        host: String,
    },
    /// The provider has asked to be left alone.
    #[error("{address} is busy (status {status}); it is asked again after {until}")]
    Busy {
        /// What was asked for.
        address: Address,
        /// 429 or 503; of a request that was not made, as the provider still rests, 0.
        status: u16,
        /// When it may be asked again.
        until: Timestamp,
    },
    /// The server failed.
    #[error("{address} answers with status {status}")]
    Failed {
        /// What was asked for.
        address: Address,
        /// The status, 500 or above.
        status: u16,
    },
    /// The answer is larger than was allowed.
    #[error("{address} answers with more than {most} bytes")]
    TooLarge {
        /// What was asked for.
        address: Address,
        /// How many were allowed.
        most: usize,
    },
    /// The answers lead on and on, or from a sealed connection to an open one.
    #[error("{address} leads astray: {reason}")]
    Astray {
        /// What was asked for.
        address: Address,
        /// How.
        reason: String,
    },
    /// Nothing came in time.
    #[error("{address} does not answer in time")]
    Slow {
        /// What was asked for.
        address: Address,
    },
    /// The connection could not be made, or broke, or what came over it cannot be read.
    #[error("{address} cannot be read: {reason}")]
    Broken {
        /// What was asked for.
        address: Address,
        /// What happened, from the outermost to the innermost cause.
        reason: String,
    },
    /// The client could not be made.
    #[error("nothing can be fetched: {reason}")]
    Unable {
        /// What is missing.
        reason: String,
    },
}

/// Whether asking again could help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Not before this moment.
    After(Timestamp),
    /// Perhaps in a while.
    Later,
    /// Not with this request.
    Never,
}

impl FetchError {
    /// Whether asking again could help.
    pub fn retry(&self) -> Retry {
        match self {
            Self::Busy { until, .. } => Retry::After(*until),
            Self::Failed { .. } | Self::Slow { .. } | Self::Broken { .. } => Retry::Later,
            Self::BadAddress { .. }
            | Self::Private { .. }
            | Self::TooLarge { .. }
            | Self::Astray { .. }
            | Self::Unable { .. } => Retry::Never,
        }
    }
}

/// An error with everything that caused it, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut said: Vec<String> = Vec::new();
    for cause in causes.map(ToString::to_string) {
        // Some repeat what caused them.
        if !said.iter().any(|before| before.contains(&cause)) {
            said.push(cause);
        }
    }
    said.join(": ")
}
