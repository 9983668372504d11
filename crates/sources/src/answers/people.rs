//! Authors with the places they belong to.

use domain::Record;

use crate::clean::{LIST_ITEMS, NAME_CHARS, clean};
use crate::latex_accents;

/// Puts authors on `record` in their order. Names without any letter or digit (arXiv's `The Team: A. Bee` arrives as three
/// names, the second of them a colon) are left out; places are kept only if any author has one.
pub(super) fn put(record: &mut Record, people: impl IntoIterator<Item = (String, Vec<String>)>) {
    let named = people.into_iter().filter(|(name, _)| name.chars().any(char::is_alphanumeric)).take(LIST_ITEMS);
    (record.authors, record.affiliations) = named.unzip();
    if record.affiliations.iter().all(Vec::is_empty) {
        record.affiliations.clear();
    }
}

/// The same without places.
pub(super) fn put_names(record: &mut Record, names: impl IntoIterator<Item = String>) {
    put(record, names.into_iter().map(|name| (name, Vec::new())));
}

/// A name as it is read, of one that may be written `Family, Given` or `Family, Given, Jr.`.
pub(super) fn in_order(name: &str) -> String {
    let mut parts = name.split(',').map(str::trim).filter(|part| !part.is_empty());
    let (family, given, suffix) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    joined([given.unwrap_or_default(), family, suffix.unwrap_or_default()])
}

/// A name of its parts in the order of reading.
pub(super) fn joined(parts: [&str; 3]) -> String {
    clean(latex_accents::decode(parts.join(" ")), NAME_CHARS).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_in_the_order_of_reading() {
        assert_eq!(in_order("Gysi, Deisy Morselli"), "Deisy Morselli Gysi");
        assert_eq!(in_order("King, Martin Luther, Jr."), "Martin Luther King Jr.");
        assert_eq!(in_order("John Doe"), "John Doe");
        assert_eq!(in_order("Erd\\H{o}s, P."), "P. Erdős");
        assert_eq!(in_order(" , "), "");
    }
}
