//! A feed in Atom (RFC 4287).

use askama::Template;

use crate::failure::Failure;
use crate::feeds::Feed;

#[derive(Template)]
#[template(path = "atom.xml")]
struct Atom<'a> {
    feed: &'a Feed,
}

/// The feed's text.
pub(super) fn print(feed: &Feed) -> Result<String, Failure> {
    Ok(Atom { feed }.render()?)
}
