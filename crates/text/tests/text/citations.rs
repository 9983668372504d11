//! Citations of real papers, read back by a parser that others wrote.

use biblatex::{Bibliography, ChunksExt, Entry, Person};
use domain::Paper;

use crate::shared::papers;

/// Title and names without what a bibliography may print otherwise.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn whole(person: &Person) -> String {
    bare(&[&person.given_name, &person.prefix, &person.name, &person.suffix].map(String::as_str).concat())
}

fn read_back(paper: &Paper) -> Entry {
    let source = text::citation::bibtex(paper, Some(2025));
    let read = Bibliography::parse(&source).unwrap_or_else(|error| panic!("{error} in {source}"));
    assert_eq!(read.len(), 1, "{source}");
    read.into_vec().pop().unwrap()
}

#[test]
fn bibtex_reads_back_with_title_and_authors() {
    let (mut all, mut other_titles, mut other_names) = (0, Vec::new(), Vec::new());
    for papers in ["arxiv_daily.jsonl.zst", "paperlists.jsonl.zst"].into_iter().filter_map(papers) {
        for paper in papers.step_by(61) {
            let entry = read_back(&paper);
            let title = bare(&entry.title().unwrap().format_verbatim());
            let names: Vec<String> = entry.author().unwrap_or_default().iter().map(whole).collect();
            let expected: Vec<String> = paper.authors.iter().map(|name| bare(&text::plain(name))).collect();
            all += 1;
            // Formulas are LaTeX in BibTeX and Unicode in plain text: they cannot be compared.
            if !paper.title.contains(['$', '\\', '^', '_']) && title != bare(&paper.title) {
                other_titles.push(paper.title.clone());
            }
            if names != expected {
                other_names.push((names, expected));
            }
        }
    }
    assert!(other_titles.is_empty(), "{other_titles:#?}");
    assert!(other_names.len() * 1_000 <= all, "{} of {all}: {other_names:#?}", other_names.len());
}

#[test]
fn the_other_formats_are_whole() {
    let Some(papers) = papers("arxiv_daily.jsonl.zst") else { return };
    for paper in papers.step_by(101) {
        let ris = text::citation::ris(&paper, Some(2025));
        assert!(ris.starts_with("TY  - ") && ris.ends_with("\r\nER  - \r\n"), "{ris}");
        assert!(ris.lines().all(|line| line.get(2..6) == Some("  - ")), "{ris}");
        assert_eq!(ris.matches("\r\nAU  - ").count(), paper.authors.len(), "{ris}");
        let csl: serde_json::Value = serde_json::from_str(&text::citation::csl_json(&paper, Some(2025))).unwrap();
        assert_eq!(csl[0]["title"].as_str().map(|title| title.contains("  ")), Some(false));
        assert_eq!(csl[0]["author"].as_array().map_or(0, Vec::len), paper.authors.len(), "{csl}");
        let line = text::citation::line(&paper, Some(2025));
        assert!(line.contains("(2025). ") && line.ends_with(&format!("arXiv:{}", paper.id)), "{line}");
    }
}
