//! Lists of tags, as records of DKIM and DMARC are made of (RFC 6376, 3.2).

/// The value of a tag.
pub(super) fn tag<'r>(record: &'r str, name: &str) -> Option<&'r str> {
    let pairs = record.split(';').filter_map(|pair| pair.split_once('='));
    pairs.map(|(found, value)| (found.trim(), value.trim())).find(|(found, _)| *found == name).map(|(_, value)| value)
}
