//! What can be wrong with a subscription.

/// A subscription cannot be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The link was not made here, or is about something that is gone.
    #[error("this link leads to no subscription: it is not whole, or the subscription was removed")]
    Unknown,
    /// The link was made long ago.
    #[error("this link has expired: ask for the letters again")]
    Expired,
    /// The link is for something else.
    #[error("this link is not for that")]
    OtherPurpose,
    /// The subject is about what is not here.
    #[error("there is nothing here that {0:?} is about")]
    NoSubject(String),
    /// There is no such alert.
    #[error("there is no alert {0}; hint: newsstand alert list shows them")]
    NoAlert(i64),
    /// No secret could be made.
    #[error("the system gives no random numbers: {0}")]
    NoRandom(String),
}
