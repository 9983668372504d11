//! Citations.

use domain::Paper;

/// BibTeX.
pub fn bibtex(paper: &Paper, year: Option<i16>) -> String {
    let _ = (paper, year);
    String::new()
}

/// RIS.
pub fn ris(paper: &Paper, year: Option<i16>) -> String {
    let _ = (paper, year);
    String::new()
}

/// CSL-JSON: one array with one item.
pub fn csl_json(paper: &Paper, year: Option<i16>) -> String {
    let _ = (paper, year);
    String::new()
}

/// One line for people.
pub fn line(paper: &Paper, year: Option<i16>) -> String {
    let _ = (paper, year);
    String::new()
}
