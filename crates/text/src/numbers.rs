//! Numbers as pages print them.

/// A number in at most four characters and a unit: `999`, `12.3k`, `4M`. Rounded down, so that a count is never claimed
/// before it is reached.
pub fn compact_number(number: u64) -> String {
    let (unit, sign) = match number {
        0..1_000 => return number.to_string(),
        1_000..1_000_000 => (1_000, "k"),
        1_000_000..1_000_000_000 => (1_000_000, "M"),
        _ => (1_000_000_000, "G"),
    };
    let (whole, tenth) = (number / unit, number % unit * 10 / unit);
    if whole >= 100 || tenth == 0 { format!("{whole}{sign}") } else { format!("{whole}.{tenth}{sign}") }
}

/// Who wrote a paper, in a few words: the name where there is one author and it is known, else `8 authors`; empty where
/// nothing is known. `count` is the number of authors; it may be larger than the number of `names`.
pub fn authors_line(names: &[String], count: u32) -> String {
    let count = usize::try_from(count).unwrap_or(usize::MAX).max(names.len());
    match (names, count) {
        (_, 0) => String::new(),
        ([name], 1) => name.clone(),
        (_, 1) => "1 author".to_owned(),
        _ => format!("{count} authors"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_large_numbers() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1k"),
            (1_999, "1.9k"),
            (12_345, "12.3k"),
            (999_999, "999k"),
            (4_000_000, "4M"),
            (u64::MAX, "18446744073G"),
        ] {
            assert_eq!(compact_number(number), expected);
        }
    }

    #[test]
    fn names_one_author_and_counts_more() {
        assert_eq!(authors_line(&[], 0), "");
        assert_eq!(authors_line(&["Jane Doe".into()], 0), "Jane Doe");
        assert_eq!(authors_line(&["Jane Doe".into()], 8), "8 authors");
        assert_eq!(authors_line(&[], 1), "1 author");
        assert_eq!(authors_line(&["A".into(), "B".into()], 1), "2 authors");
    }
}
