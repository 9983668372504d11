//! What sort of place a paper appeared in.

/// Where a paper appeared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Venue<'a> {
    /// A conference or workshop, without its year.
    Conference(&'a str),
    /// A journal, or a reference to a place in one.
    Journal(&'a str),
    /// Nobody said.
    Unknown,
}

/// Words of the names of proceedings.
const CONFERENCE: [&str; 9] =
    ["conference", "conf.", "findings", "lecture notes", "proc.", "proceedings", "symposium", "workshop", "workshops"];

/// Journals whose names sound like proceedings.
const PROCEEDINGS: [&str; 5] = [
    "proceedings of the national academy",
    "proceedings of the royal",
    "proceedings of the ieee",
    "proceedings of the acm on",
    "proc. natl",
];

/// Journals that are called by their initials, as conferences are.
const JOURNALS: [&str; 13] =
    ["ApJ", "IJCV", "JACM", "JAIR", "JHEP", "JMLR", "MNRAS", "PNAS", "TACL", "TIP", "TKDE", "TMLR", "TPAMI"];

impl<'a> Venue<'a> {
    /// Reads a venue as sources print it, and the year that stands at its end: `NeurIPS 2024`.
    pub(super) fn read(text: &'a str) -> (Self, Option<i16>) {
        let text = text.trim();
        let (name, year) = match text.rsplit_once(' ') {
            Some((name, last)) => {
                year(last).map_or((text, None), |year| (name.trim_end_matches([',', ' ']), Some(year)))
            }
            None => (text, None),
        };
        match () {
            () if name.is_empty() => (Self::Unknown, year),
            () if is_conference(name) => (Self::Conference(name), year),
            () => (Self::Journal(text), year),
        }
    }

    /// Its name.
    pub(super) fn name(self) -> Option<&'a str> {
        match self {
            Self::Conference(name) | Self::Journal(name) => Some(name),
            Self::Unknown => None,
        }
    }
}

/// Four digits that are a year in which papers appear.
fn year(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten().filter(|year| (1900..2200).contains(year))
}

fn is_conference(name: &str) -> bool {
    let lower = name.to_lowercase();
    if PROCEEDINGS.iter().any(|journal| lower.starts_with(journal)) {
        return false;
    }
    CONFERENCE.iter().any(|word| lower.contains(word)) || name.split([' ', '/', '-']).all(is_acronym)
}

/// `ICLR`, `NeurIPS`, `3DV`; not those of journals.
fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let short = word.len() <= 10 && word.chars().all(char::is_alphanumeric);
    short && capitals > 1 && !JOURNALS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_conferences_from_journals() {
        assert_eq!(Venue::read("NeurIPS 2024"), (Venue::Conference("NeurIPS"), Some(2024)));
        assert_eq!(Venue::read("3DV 2025"), (Venue::Conference("3DV"), Some(2025)));
        assert_eq!(Venue::read("EMNLP Findings 2023"), (Venue::Conference("EMNLP Findings"), Some(2023)));
        for journal in [
            "Phys. Rev. D 76, 013009 (2007)",
            "Nature",
            "TMLR",
            "IEEE Access",
            "Proceedings of the National Academy of Sciences",
            "Journal of Machine Learning Research 21 (140), 1-67",
        ] {
            assert_eq!(Venue::read(journal), (Venue::Journal(journal), None));
        }
        assert_eq!(Venue::read("Physica A, 2023"), (Venue::Journal("Physica A, 2023"), Some(2023)));
        assert_eq!(Venue::read(" "), (Venue::Unknown, None));
    }
}
