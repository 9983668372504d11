//! A record on the list of a day.

use domain::{Listing, Record};

/// Puts `record` on a list. A paper can stand on several days, and each is a word of the source of its own: the day
/// becomes part of the key.
pub(crate) fn list(record: &mut Record, listing: Listing) {
    record.source_key = format!("{}@{}", record.source_key, listing.day);
    record.listing = Some(listing);
}
