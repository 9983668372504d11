//! Every recorded answer is read: no file is forgotten.

use domain::Severity;
use newsstand_sources::answers::{Answer, AnswerKind, Asked, parse};

use crate::support::{asked, recorded, wire};

/// What the manifest says of a file.
#[derive(serde::Deserialize)]
struct Entry {
    file: String,
    note: String,
}

/// What a file is, how many papers it holds, and how many of what it holds are none. `None` for files that are forgotten.
fn expected(file: &str) -> Option<(AnswerKind, usize, usize)> {
    let (folder, name) = file.split_once('/').unwrap();
    Some(match folder {
        "arxiv-oai" | "oai-generic" => (AnswerKind::Oai, oai(name), 0),
        "arxiv-api" => (AnswerKind::ArxivApi, arxiv_api(name), 0),
        "hf" => (AnswerKind::HfDaily, daily_papers(name), 0),
        "kaggle-arxiv" => (AnswerKind::JsonLines, 200, 0),
        "openalex" => openalex(name),
        "semantic-scholar" => semantic_scholar(name)?,
        "crossref" => (AnswerKind::Crossref, crossref(name)?, 0),
        "dblp" => (AnswerKind::Dblp, if name.contains("2017") { 85 } else { 131 }, 0),
        "acl-anthology" => (AnswerKind::Acl, anthology(name), 0),
        "bib-export" => bib_export(name)?,
        _ => return None,
    })
}

fn oai(name: &str) -> usize {
    match name {
        "ListRecords.arXiv.hep-ex.xml" | "ListRecords.arXiv.hep-th.xml" | "ListRecords.oai_dc.20230125.xml" => 3,
        "ListRecords.arXivRaw.resumptionToken.xml" => 6,
        name if name.starts_with("GetRecord") || name.starts_with("ListRecords") || name.starts_with("record.") => 1,
        _ => 0,
    }
}

fn arxiv_api(name: &str) -> usize {
    match name {
        name if name.starts_with("q_testing") => 10,
        name if name.starts_with("id_0000") || name.starts_with("id_abc") => 0,
        _ => 1,
    }
}

fn daily_papers(name: &str) -> usize {
    let days = [("2024-08-02", 16), ("2025-04-15", 15), ("2025-09-30", 50), ("2026-03-18", 34)];
    days.iter().find(|(day, _)| name.contains(day)).unwrap().1
}

fn openalex(name: &str) -> (AnswerKind, usize, usize) {
    let (papers, lost) = match name {
        "pro_request_single_identifier.0.status200.json" => (1, 0),
        // A work without a title, works of which only the ids were asked for, and what is about no work.
        "api_call_200.0.status200.json" => (0, 1),
        name if name.starts_with("pro_request_list_count") => (0, 1),
        "pro_rate_limit_status_200.0.status200.json" => (0, 1),
        _ => (0, 0),
    };
    (AnswerKind::OpenAlex, papers, lost)
}

fn semantic_scholar(name: &str) -> Option<(AnswerKind, usize, usize)> {
    let (papers, lost) = match name.split_once(".status")?.0 {
        "test_get_paper.0" => (1, 0),
        "test_get_paper_references.0" => (50, 0),
        "test_get_paper_references.1" => (17, 0),
        "test_search_paper.0" | "test_get_recommended_papers.0" => (100, 0),
        "test_search_paper_bulk_retrieval.0" => (1_000, 0),
        "test_get_papers_return_not_found.0" => (3, 0),
        "test_empty_paginated_results.0" | "test_not_found.0" | "test_not_found.1" | "test_bad_query_parameters.0" => {
            (0, 0)
        }
        // Papers of which the titles were not asked for, and authors.
        "test_get_papers.0" | "test_get_authors.0" => (0, 3),
        "test_search_paper_year_range.0" => (0, 47),
        "test_get_paper_authors.0" => (0, 4),
        _ => return None,
    };
    Some((AnswerKind::SemanticScholar, papers, lost))
}

fn crossref(name: &str) -> Option<usize> {
    Some(match name.split_once(".0.")?.0 {
        "test_works_with_one_id" | "test_works_sample" => 1,
        "test_works_query" => 2,
        "test_works_with_select_param" | "test_cursor" => 20,
        "test_works_bad_id_warn" => 0,
        _ => return None,
    })
}

fn anthology(name: &str) -> usize {
    match name {
        "2022.acl.xml" => 774,
        "2022.naloma.xml" => 5,
        "J89.xml" => 58,
        _ => 4,
    }
}

fn bib_export(name: &str) -> Option<(AnswerKind, usize, usize)> {
    Some(match name {
        "test_content_negotiation_citeproc_json.1.status200.body" => (AnswerKind::CslJson, 1, 0),
        "test_content_negotiation.1.status200.body" => (AnswerKind::Bibtex, 1, 0),
        // The pages with which two servers send on elsewhere.
        name if name.contains(".status30") => (AnswerKind::CslJson, 0, 1),
        "example_full.ris" | "example_wos.ris" => (AnswerKind::Ris, 2, 0),
        "example_utf_chars.ris" | "example_starting_newlines.ris" => (AnswerKind::Ris, 1, 0),
        "example_urls.ris" => (AnswerKind::Ris, 4, 0),
        // Entries without titles.
        "example_multiline.ris" => (AnswerKind::Ris, 0, 3),
        "example_bom.ris" => (AnswerKind::Ris, 0, 1),
        _ => return None,
    })
}

/// Files that are read as something else, or hold what is no answer about papers.
fn is_no_answer(entry: &Entry) -> bool {
    let beside = [".envelope.json", ".yaml", "dblp.dtd", "csl-data.schema.json"];
    beside.iter().any(|end| entry.file.ends_with(end)) || entry.note.contains("hand-made")
}

/// The status that stands in the name of a file.
fn status(file: &str) -> Option<u16> {
    file.split_once(".status")?.1.get(..3)?.parse().ok()
}

#[test]
fn every_recorded_answer_gives_its_papers_or_its_error() {
    let Some(folder) = wire() else { return };
    let manifest = std::fs::read(folder.join("MANIFEST.json")).unwrap();
    let entries: Vec<Entry> = serde_json::from_slice(&manifest).unwrap();
    let (mut files, mut papers) = (0, 0);
    for entry in entries.iter().filter(|entry| !is_no_answer(entry)) {
        let (kind, count, lost) = expected(&entry.file).unwrap_or_else(|| panic!("{} is forgotten", entry.file));
        let asked = Asked { status: status(&entry.file), ..asked() };
        let answer = parse(kind, &recorded(&entry.file).unwrap(), &asked);
        let file = &entry.file;
        let problems = || answer.problems().take(9).map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(answer.records().count(), count, "{file}: {:?}", problems());
        let reasons: Vec<String> =
            answer.problems().filter(|problem| problem.severity == Severity::Lost).map(ToString::to_string).collect();
        assert_eq!(reasons.len(), lost, "{file}: {reasons:?}");
        if asked.status.is_some_and(|status| status >= 400) || file.contains("/error.") || file.contains("/bad") {
            assert!(states_an_error(&answer), "{file}: {answer:?}");
        }
        papers += count;
        files += 1;
    }
    println!("{files} files, {papers} papers");
}

fn states_an_error(answer: &Answer) -> bool {
    answer.refused.is_some() || answer.remark.is_some()
}
