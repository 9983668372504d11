//! The formats on papers whose citations everybody knows.

use biblatex::{Bibliography, ChunksExt};
use domain::Paper;
use proptest::prelude::*;

use super::{bibtex, csl_json, line, ris};

fn paper(id: &str, title: &str, authors: &[&str], venue: Option<&str>) -> Paper {
    Paper {
        authors: authors.iter().map(ToString::to_string).collect(),
        author_count: u32::try_from(authors.len()).unwrap(),
        categories: vec!["cs.CL".to_owned()],
        published: "2017-06-12T17:57:34Z".parse().ok(),
        venue: venue.map(str::to_owned),
        ..Paper::new(id.parse().unwrap(), title)
    }
}

fn transformer(venue: Option<&str>) -> Paper {
    let authors = ["Ashish Vaswani", "Noam Shazeer", "Niki Parmar", "Jakob Uszkoreit"];
    Paper { author_count: 8, ..paper("1706.03762", "Attention Is All You Need", &authors, venue) }
}

#[test]
fn a_preprint_names_its_place_at_arxiv() {
    assert_eq!(
        bibtex(&transformer(None), Some(2017)),
        "@misc{vaswani2017attention,\n  \
           title = {Attention Is All You Need},\n  \
           author = {Vaswani, Ashish and Shazeer, Noam and Parmar, Niki and Uszkoreit, Jakob and others},\n  \
           year = {2017},\n  \
           eprint = {1706.03762},\n  \
           archivePrefix = {arXiv},\n  \
           primaryClass = {cs.CL},\n  \
           url = {https://arxiv.org/abs/1706.03762},\n\
         }\n"
    );
}

#[test]
fn a_conference_brings_its_year() {
    let entry = bibtex(&transformer(Some("NeurIPS 2018")), Some(2017));
    assert!(entry.starts_with("@inproceedings{vaswani2018attention,\n"), "{entry}");
    assert!(entry.contains("  booktitle = {NeurIPS},\n  year = {2018},\n"), "{entry}");
}

#[test]
fn a_journal_is_an_article() {
    let cited = paper(
        "10.1103/PhysRevD.76.013009",
        r#"Schr\"odinger's $\mu$-meson: 100% & more at CERN"#,
        &["José Ortega y Gasset", "Ludwig van Beethoven", "The LIGO Collaboration", "Martin Luther King, Jr."],
        Some("Physical Review D"),
    );
    let entry = bibtex(&cited, Some(2007));
    for part in [
        "@article{ortegaygasset2007schrodinger,\n",
        "  title = {Schrödinger's $\\mu$-meson: 100\\% \\& more at {CERN}},\n",
        "  author = {{Ortega y Gasset}, José and van Beethoven, Ludwig and {The LIGO Collaboration} and King, Jr., Martin Luther},\n",
        "  journal = {Physical Review D},\n",
        "  doi = {10.1103/physrevd.76.013009},\n",
    ] {
        assert!(entry.contains(part), "{part} in {entry}");
    }
    let read = Bibliography::parse(&entry).unwrap();
    let people = read.get("ortegaygasset2007schrodinger").unwrap().author().unwrap();
    assert_eq!((people[0].name.as_str(), people[1].prefix.as_str()), ("Ortega y Gasset", "van"));
    assert_eq!(people[3].suffix, "Jr.");
}

#[test]
fn ris_says_the_same() {
    let record = ris(&transformer(Some("NeurIPS 2017")), None);
    assert_eq!(
        record,
        "TY  - CONF\r\nTI  - Attention Is All You Need\r\nAU  - Vaswani, Ashish\r\nAU  - Shazeer, Noam\r\n\
         AU  - Parmar, Niki\r\nAU  - Uszkoreit, Jakob\r\nPY  - 2017\r\nDA  - 2017/06/12/\r\nT2  - NeurIPS\r\n\
         M1  - arXiv:1706.03762\r\nUR  - https://arxiv.org/abs/1706.03762\r\nER  - \r\n"
    );
}

#[test]
fn csl_says_the_same() {
    let item: serde_json::Value = serde_json::from_str(&csl_json(&transformer(None), None)).unwrap();
    let expected = serde_json::json!([{
        "id": "vaswani2017attention",
        "type": "article",
        "title": "Attention Is All You Need",
        "author": [
            { "family": "Vaswani", "given": "Ashish" },
            { "family": "Shazeer", "given": "Noam" },
            { "family": "Parmar", "given": "Niki" },
            { "family": "Uszkoreit", "given": "Jakob" },
        ],
        "publisher": "arXiv",
        "number": "arXiv:1706.03762",
        "URL": "https://arxiv.org/abs/1706.03762",
        "issued": { "date-parts": [[2017, 6, 12]] },
    }]);
    assert_eq!(item, expected);
}

#[test]
fn a_line_is_for_people() {
    assert_eq!(
        line(&transformer(Some("NeurIPS 2017")), None),
        "Ashish Vaswani, Noam Shazeer, Niki Parmar et al. (2017). Attention Is All You Need. NeurIPS. arXiv:1706.03762"
    );
    let two = paper("10.1000/182", "Why?", &["Jane Doe", "John Roe"], None);
    assert_eq!(line(&two, Some(2001)), "Jane Doe and John Roe (2001). Why? doi:10.1000/182");
    let nobody = Paper { published: None, ..paper("x:1", "A title", &[], None) };
    assert_eq!(line(&nobody, None), "(n.d.). A title.");
}

#[test]
fn keys_are_ascii_whatever_the_names() {
    let key = |title: &str, author: &str| {
        let entry = bibtex(&paper("1706.03762", title, &[author], None), Some(2020));
        entry.trim_start_matches("@misc{").split(',').next().map(str::to_owned).unwrap()
    };
    assert_eq!(key("The Émigré Problem", "Łukasz Kaiser"), "kaiser2020emigre");
    assert_eq!(key("3D Scenes", "李明"), "paper20203d");
    assert_eq!(key("On the", "***"), "paper2020");
}

#[test]
fn nothing_in_a_formula_ends_the_field() {
    // A dollar in an index, and braces that pair to BibTeX but not to LaTeX, or to LaTeX but not to BibTeX.
    for title in ["A^{$}", r"${\}$", r"$\{}$", r"$\}{$", r"$\{{\}}$"] {
        let source = bibtex(&paper("1706.03762", title, &["Jane Doe"], None), Some(2020));
        assert!(Bibliography::parse(&source).is_ok_and(|entries| entries.len() == 1), "{source}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_entry_reads_back_whatever_the_paper_holds(
        title in "[ -~éß漢$\\\\{}]{1,60}",
        author in "[ -~é漢$\\\\{}]{0,30}",
        venue in "[ -~{}]{0,30}",
    ) {
        let cited = paper("1706.03762", &title, &[&author, "Jane Doe"], Some(&venue));
        let source = bibtex(&Paper { author_count: 0, ..cited }, Some(2020));
        let read = Bibliography::parse(&source);
        prop_assert!(read.as_ref().is_ok_and(|entries| entries.len() == 1), "{source}");
        let entry = read.unwrap().into_vec().pop().unwrap();
        let last = entry.author().unwrap().pop().unwrap();
        prop_assert_eq!((last.given_name.as_str(), last.name.as_str()), ("Jane", "Doe"), "{}", source);
        prop_assert_eq!(entry.get("eprint").unwrap().format_verbatim(), "1706.03762");
    }
}
