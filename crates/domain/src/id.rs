//! The ids of papers, in one canonical spelling.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Day, Month, ParseError, title_key};

const EXPECTED: &str = "a paper's id, such as 2401.01234, hep-th/9901001, doi:10.1000/182 or openreview:05T81ScPFb";

/// arXiv's prefix among DOIs.
const ARXIV_DOI: &str = "doi:10.48550/arxiv.";

/// Which register an id comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdKind {
    /// arXiv, new (`2401.01234`) or old (`hep-th/9901001`) style, without a version.
    Arxiv,
    /// A DOI, with the prefix `doi:`, lower case.
    Doi,
    /// Made from the title, with the prefix `title:`, for papers that have no other.
    Title,
    /// Any other register: `register:local-id`.
    Other,
}

/// A paper's id in its canonical spelling: no version, no address around it, at most 200 bytes, no white space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaperId(String);

impl PaperId {
    /// The id of a paper that has none: stable, made from its normalised title.
    pub fn from_title(title: &str) -> Self {
        Self(format!("title:{:016x}", title_key(title)))
    }

    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which register it comes from.
    pub fn kind(&self) -> IdKind {
        match self.0.split_once(':') {
            Some(("doi", _)) => IdKind::Doi,
            Some(("title", _)) => IdKind::Title,
            Some(_) => IdKind::Other,
            None => IdKind::Arxiv,
        }
    }

    /// The id at arXiv, if it is one.
    pub fn arxiv(&self) -> Option<&str> {
        (self.kind() == IdKind::Arxiv).then_some(&self.0)
    }

    /// The DOI without prefix, if it is one.
    pub fn doi(&self) -> Option<&str> {
        self.0.strip_prefix("doi:")
    }

    /// The id at arXiv that a DOI of arXiv's own stands for: it gives one to each of its papers (<https://info.arxiv.org/help/doi.html>).
    pub fn at_arxiv(&self) -> Option<Self> {
        arxiv_id(self.0.strip_prefix(ARXIV_DOI)?).map(Self)
    }

    /// The month in which arXiv gave the id, as its first day.
    pub fn arxiv_month(&self) -> Option<Day> {
        let id = self.arxiv()?;
        let digits = id.rsplit('/').next()?.get(..4)?;
        let (yy, mm) = (digits.get(..2)?.parse::<i16>().ok()?, digits.get(2..)?);
        let year = if yy >= 91 { 1900 + yy } else { 2000 + yy };
        format!("{year}-{mm}").parse::<Month>().ok().map(Month::first)
    }

    /// Reads what people type or paste when they mean one paper: an arXiv id or DOI, bare, with its prefix, or as an
    /// address. `None` for anything else, above all for words.
    pub fn from_pasted(text: &str) -> Option<Self> {
        let text = text.trim();
        let bare = ["https://", "http://"].iter().find_map(|scheme| behind(text, scheme)).unwrap_or(text);
        let bare = behind(bare, "www.").unwrap_or(bare);
        let arxiv = ["arxiv.org/abs/", "arxiv.org/pdf/", "export.arxiv.org/abs/", "huggingface.co/papers/", "arxiv:"];
        let doi = ["doi.org/", "dx.doi.org/", "doi:"];
        // The end of the text as typed: arXiv's old archives are case sensitive after the dot (math.GT).
        let rest = |prefix: &str| behind(bare, prefix);
        if let Some(id) = arxiv.iter().find_map(|prefix| rest(prefix)) {
            return arxiv_id(id.trim().strip_suffix(".pdf").unwrap_or(id.trim())).map(Self);
        }
        if let Some(id) = doi.iter().find_map(|prefix| rest(prefix)) {
            return doi_of(id.trim()).map(Self);
        }
        arxiv_id(text).or_else(|| doi_of(text)).map(Self)
    }
}

impl fmt::Display for PaperId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PaperId {
    type Err = ParseError;

    /// Reads an arXiv id or DOI in any of the forms of [`PaperId::from_pasted`], or `register:local-id`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Some(id) = Self::from_pasted(text) {
            return Ok(id);
        }
        let error = || ParseError::new(text, EXPECTED);
        let (register, local) = text.split_once(':').ok_or_else(error)?;
        let known = !matches!(register, "doi" | "arxiv" | "http" | "https");
        let register_fits = !register.is_empty() && register.len() <= 32 && register.bytes().all(is_register_byte);
        let local_fits = !local.is_empty() && text.len() <= 200 && local.bytes().all(is_local_byte);
        if known && register_fits && local_fits { Ok(Self(text.to_owned())) } else { Err(error()) }
    }
}

impl TryFrom<String> for PaperId {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

impl From<PaperId> for String {
    fn from(id: PaperId) -> Self {
        id.0
    }
}

fn is_register_byte(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_'
}

/// Visible ASCII without what would have to be escaped in HTML or would end a path.
fn is_local_byte(b: u8) -> bool {
    b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'\'' | b'&' | b'?' | b'#' | b'%' | b'\\')
}

/// An arXiv id without its version, if `text` is one: `2401.01234v2` gives `2401.01234`.
/// Forms: <https://info.arxiv.org/help/arxiv_identifier.html>.
fn arxiv_id(text: &str) -> Option<String> {
    let base = match text.rsplit_once(['v', 'V']) {
        Some((base, version)) if !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit()) => base,
        _ => text,
    };
    is_new_style(base).then(|| base.to_owned()).or_else(|| old_style(base))
}

/// What follows `prefix`, which may be in capitals, in `text`.
fn behind<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// `YYMM.NNNN` or `YYMM.NNNNN`.
fn is_new_style(text: &str) -> bool {
    let Some((month, number)) = text.split_once('.') else { return false };
    month.len() == 4 && is_month(month) && matches!(number.len(), 4 | 5) && number.bytes().all(|b| b.is_ascii_digit())
}

/// `archive/YYMMNNN`, with the subject class that some ids carry (`math.GT/0309136`) left out as arXiv does.
fn old_style(text: &str) -> Option<String> {
    let (archive, number) = text.split_once('/')?;
    let archive = archive.split_once('.').map_or(archive, |(archive, _class)| archive);
    let archive_fits =
        (2..=16).contains(&archive.len()) && archive.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
    let number_fits = number.len() == 7 && number.bytes().all(|b| b.is_ascii_digit()) && is_month(number.get(..4)?);
    (archive_fits && number_fits).then(|| format!("{}/{number}", archive.to_ascii_lowercase()))
}

/// Whether the first four digits end in a month 01-12.
fn is_month(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && matches!(text.get(2..4).and_then(|m| m.parse().ok()), Some(1..=12u8))
}

/// `doi:10.…/…` in lower case, if `text` is a DOI (they compare without case: DOI Handbook 2.4).
fn doi_of(text: &str) -> Option<String> {
    let (prefix, suffix) = text.strip_prefix("10.")?.split_once('/')?;
    let prefix_fits = (4..=9).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let suffix_fits = !suffix.is_empty() && text.len() <= 190 && suffix.bytes().all(is_local_byte);
    (prefix_fits && suffix_fits).then(|| format!("doi:{}", text.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_doi_of_arxivs_stands_for_its_id() {
        for (doi, id) in [
            ("10.48550/arXiv.2401.01234", Some("2401.01234")),
            ("https://doi.org/10.48550/arxiv.2401.01234v2", Some("2401.01234")),
            ("doi:10.48550/arXiv.hep-th/9901001", Some("hep-th/9901001")),
            ("10.48550/arXiv.something", None),
            ("10.1000/2401.01234", None),
            ("2401.01234", None),
        ] {
            let id_at_arxiv = doi.parse::<PaperId>().unwrap().at_arxiv();
            assert_eq!(id_at_arxiv.as_ref().map(PaperId::as_str), id, "{doi}");
        }
    }

    #[test]
    fn one_paper_has_one_spelling() {
        for text in [
            "2401.01234",
            "2401.01234v3",
            "arXiv:2401.01234",
            "https://arxiv.org/abs/2401.01234v1",
            "http://www.arxiv.org/pdf/2401.01234v1.pdf",
            " https://huggingface.co/papers/2401.01234 ",
        ] {
            assert_eq!(text.parse::<PaperId>().unwrap().as_str(), "2401.01234", "{text}");
        }
        for text in ["math.GT/0309136", "math/0309136v1", "https://arxiv.org/abs/math/0309136"] {
            assert_eq!(text.parse::<PaperId>().unwrap().as_str(), "math/0309136", "{text}");
        }
        for text in [
            "10.1103/PhysRevD.76.013009",
            "doi:10.1103/physrevd.76.013009",
            "https://doi.org/10.1103/PhysRevD.76.013009",
        ] {
            let id = text.parse::<PaperId>().unwrap();
            assert_eq!((id.as_str(), id.kind()), ("doi:10.1103/physrevd.76.013009", IdKind::Doi));
        }
    }

    #[test]
    fn other_registers_keep_their_spelling() {
        let id: PaperId = "3dv:2025:05T81ScPFb".parse().unwrap();
        assert_eq!((id.as_str(), id.kind()), ("3dv:2025:05T81ScPFb", IdKind::Other));
        assert_eq!(PaperId::from_title("A Title").kind(), IdKind::Title);
        assert_eq!(PaperId::from_title("A Title"), PaperId::from_title("a  title."));
    }

    #[test]
    fn words_are_no_ids() {
        for text in [
            "",
            "attention",
            "2401.1",
            "2413.01234",
            "10.5",
            "1234/5678",
            "a b:c",
            "x:<b>",
            "x:",
            ":y",
            "foo:a b",
            "doi:foo",
            "https://x.org/1",
        ] {
            assert!(text.parse::<PaperId>().is_err(), "{text}");
        }
        assert!(format!("x:{}", "y".repeat(300)).parse::<PaperId>().is_err());
        assert_eq!(PaperId::from_pasted("x:y"), None);
    }

    #[test]
    fn an_arxiv_id_knows_its_month() {
        let month = |id: &str| id.parse::<PaperId>().unwrap().arxiv_month().map(|day| day.to_string());
        assert_eq!(month("2401.01234").as_deref(), Some("2024-01-01"));
        assert_eq!(month("hep-th/9901001").as_deref(), Some("1999-01-01"));
        assert_eq!(month("doi:10.1000/182"), None);
    }

    proptest! {
        #[test]
        fn never_panics_and_prints_what_it_reads(text in "\\PC{0,60}") {
            if let Ok(id) = text.parse::<PaperId>() {
                prop_assert_eq!(id.as_str().parse::<PaperId>().unwrap(), id);
            }
        }
    }
}
