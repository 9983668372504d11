//! Indexes, as they answered: OpenAlex, Crossref, Semantic Scholar, DBLP, the ACL Anthology.

use newsstand_sources::answers::AnswerKind::{Acl, Crossref, Dblp, OpenAlex, SemanticScholar};
use newsstand_sources::answers::{Answer, Asked, Next, RefusalCode, parse};

use crate::support::{asked, card, read, recorded};

/// The card of some of the papers of an answer, without the rest of it.
fn some(mut answer: Answer, wanted: &[usize]) -> String {
    let mut at = 0;
    answer.items.retain(|_| {
        at += 1;
        wanted.contains(&at)
    });
    card(&answer)
}

#[test]
fn openalex() {
    let Some(bytes) = recorded("openalex/pro_request_single_identifier.0.status200.json") else { return };
    insta::assert_snapshot!("openalex_work", card(&read(OpenAlex, bytes)));
    let groups =
        read(OpenAlex, recorded("openalex/pro_request_biodiversity_and_group_by_type.0.status200.json").unwrap());
    assert_eq!((groups.items.len(), groups.total, groups.next), (0, Some(145_616), None));
}

#[test]
fn abstracts_of_openalex_are_put_back_in_order() {
    let answer = read(
        OpenAlex,
        r#"{"meta": {"count": 2, "next_cursor": "abc="}, "results": [{"id": "https://openalex.org/W1", "display_name": "On <i>E. coli</i>",
            "abstract_inverted_index": {"words": [1, 5], "The": [0], "of": [2], "a": [3, "x"], "text,": [4], "again": [6]},
            "doi": "https://doi.org/10.48550/arXiv.2401.01234", "publication_date": null, "publication_year": 2024,
            "locations": [{"landing_page_url": "http://arxiv.org/abs/2401.01234"}], "is_retracted": true}]}"#,
    );
    let record = answer.records().next().unwrap();
    assert_eq!(record.abstract_text.as_deref(), Some("The words of a text, words again"));
    let ids: Vec<&str> = record.ids.iter().map(domain::PaperId::as_str).collect();
    assert_eq!(ids, ["2401.01234", "doi:10.48550/arxiv.2401.01234", "openalex:W1"]);
    assert_eq!((record.title.as_str(), record.year, record.withdrawn), ("On E. coli", Some(2024), true));
    assert_eq!((answer.total, answer.next), (Some(2), Some(Next::Cursor("abc=".to_owned()))));
}

#[test]
fn errors_of_openalex() {
    let Some(bytes) = recorded("openalex/pro_rate_limit_status_401.0.status401.json") else { return };
    let refused = parse(OpenAlex, &bytes, &Asked { status: Some(401), ..asked() }).refused.unwrap();
    assert_eq!(refused.to_string(), "not allowed: Invalid or missing API key API key not found");
    let wrong = read(OpenAlex, recorded("openalex/pro_snowball.0.status400.json").unwrap()).refused.unwrap();
    assert!(wrong.code == RefusalCode::BadQuestion && wrong.message.contains("DOESNTEXIST is not a valid field"));
}

#[test]
fn crossref() {
    let Some(bytes) = recorded("crossref/test_cursor.0.status200.body") else { return };
    let page = read(Crossref, bytes);
    assert_eq!(page.total, Some(454));
    assert!(matches!(&page.next, Some(Next::Cursor(cursor)) if cursor.starts_with("DnF1ZXJ5") && cursor.len() > 1_000));
    insta::assert_snapshot!("crossref_some_of_a_page", some(Answer { next: None, ..page }, &[1, 6, 15, 20]));
    let one = read(Crossref, recorded("crossref/test_works_with_one_id.0.status200.body").unwrap());
    insta::assert_snapshot!("crossref_one_work", card(&one));
    let sample = read(Crossref, recorded("crossref/test_works_sample.0.status200.body").unwrap());
    insta::assert_snapshot!("crossref_sample", card(&sample));
    let query = read(Crossref, recorded("crossref/test_works_query.0.status200.body").unwrap());
    assert_eq!((query.next, query.total), (Some(Next::Offset(2)), Some(586_628)));
}

#[test]
fn errors_of_crossref() {
    let Some(bytes) = recorded("crossref/test_works_bad_id_warn.0.status404.body") else { return };
    let answer = parse(Crossref, &bytes, &Asked { status: Some(404), ..asked() });
    assert_eq!(answer.refused.unwrap().to_string(), "not found: Resource not found.");
    let failed = r#"{"status": "failed", "message-type": "validation-failure", "message": [{"type": "x", "value": "y", "message": "Bad filter"}]}"#;
    assert_eq!(read(Crossref, failed).refused.unwrap().message, "Bad filter");
}

#[test]
fn markup_of_crossrefs_abstracts_goes() {
    let answer = read(
        Crossref,
        r#"{"message-type": "work", "message": {"DOI": "10.1000/182", "title": ["A <i>Title</i>"], "subtitle": ["And More"], "updated-by": [{"type": "retraction"}],
            "abstract": "<jats:title>Abstract</jats:title><jats:p>For <jats:inline-formula><jats:alternatives><jats:tex-math>$$a^2$$</jats:tex-math><mml:math><mml:mi>a</mml:mi></mml:math></jats:alternatives></jats:inline-formula> &amp; CO<jats:sub>2</jats:sub>.</jats:p>",
            "author": [{"given": "Ann", "family": "Bee", "suffix": "Jr.", "affiliation": [{"name": "U of X"}]}, {"name": "The Team", "affiliation": []}],
            "issued": {"date-parts": [[2024, 5]]}, "published-online": {"date-parts": [[2024, 5, 16]]}}}"#,
    );
    let record = answer.records().next().unwrap();
    assert_eq!(record.abstract_text.as_deref(), Some("For $a^2$ & CO2."));
    assert_eq!((record.title.as_str(), record.withdrawn), ("A Title: And More", true));
    assert_eq!(record.authors, ["Ann Bee Jr.", "The Team"]);
    assert_eq!(record.affiliations, [vec!["U of X".to_owned()], vec![]]);
    assert_eq!((record.published.unwrap().to_string().as_str(), record.year), ("2024-05-16T00:00:00Z", None));
}

#[test]
fn semantic_scholar() {
    let Some(bytes) = recorded("semantic-scholar/test_get_papers_return_not_found.0.status200.json") else { return };
    insta::assert_snapshot!("semantic_scholar_batch", card(&read(SemanticScholar, bytes)));
    let page =
        |name: &str| read(SemanticScholar, recorded(&format!("semantic-scholar/{name}.status200.json")).unwrap());
    let search = page("test_search_paper.0");
    assert_eq!((search.total, search.next), (Some(70_499), Some(Next::Offset(100))));
    let bulk = page("test_search_paper_bulk_retrieval.0");
    assert!(matches!(bulk.next, Some(Next::Token { token, .. }) if token.starts_with("PCOKWV")));
    assert_eq!(page("test_get_paper_references.0").next, Some(Next::Offset(50)));
    assert_eq!(page("test_get_paper_references.1").next, None);
    let nothing = page("test_empty_paginated_results.0");
    assert_eq!((nothing.items.len(), nothing.total, nothing.refused), (0, Some(0), None));
}

#[test]
fn errors_of_semantic_scholar() {
    let Some(bytes) = recorded("semantic-scholar/test_not_found.0.status404.json") else { return };
    let refused = parse(SemanticScholar, &bytes, &Asked { status: Some(404), ..asked() }).refused.unwrap();
    assert_eq!(refused.to_string(), "not found: Paper with id 0 not found");
    let many = r#"{"message": "Too Many Requests. Please wait", "code": "429"}"#;
    assert_eq!(read(SemanticScholar, many).refused.unwrap().code, RefusalCode::TooMany);
}

#[test]
fn dblp() {
    let Some(bytes) = recorded("dblp/dblp-dump-sample.2017.xml") else { return };
    let dump = read(Dblp, bytes);
    assert_eq!(dump.problems().count(), 0);
    insta::assert_snapshot!("dblp_some_of_the_dump", some(dump, &[1, 5, 10]));
    let newer = read(Dblp, recorded("dblp/dblp-dump-sample.2019.xml").unwrap());
    assert_eq!(newer.problems().count(), 0);
    insta::assert_snapshot!("dblp_some_of_the_newer_dump", some(newer, &[1, 2]));
}

/// Every entity that DBLP's DTD declares is known without reading it.
#[test]
fn entities_of_dblps_dtd() {
    let Some(dtd) = recorded("dblp/dblp.dtd") else { return };
    let dtd = String::from_utf8_lossy(&dtd).into_owned();
    let declared: Vec<(&str, u32)> = dtd
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("<!ENTITY ")?.split_once(char::is_whitespace)?;
            let code = value.trim().strip_prefix("\"&#")?.split(';').next()?;
            Some((name, code.parse().ok()?))
        })
        .collect();
    assert!(declared.len() > 60, "{}", declared.len());
    for (name, code) in declared {
        let text = format!("<dblp><article key='x'><title>x&{name};x</title></article></dblp>");
        let answer = read(Dblp, text);
        assert_eq!(answer.problems().count(), 0, "{name}");
        // A no-break space and a soft hyphen do not print.
        let title = &answer.records().next().unwrap().title;
        let expected = char::from_u32(code).unwrap();
        assert!(title.contains(expected) || matches!(name, "nbsp" | "shy"), "{name}: {title}");
    }
}

#[test]
fn acl_anthology() {
    let Some(bytes) = recorded("acl-anthology/2022.acl.xml") else { return };
    let volume = read(Acl, bytes);
    assert_eq!(volume.problems().count(), 0);
    let with_math = volume.records().position(|record| record.title.contains('$')).unwrap() + 1;
    insta::assert_snapshot!("acl_some_of_a_collection", some(volume, &[1, with_math, 700]));
    let journal = read(Acl, recorded("acl-anthology/J89.xml").unwrap());
    insta::assert_snapshot!("acl_a_journal", some(journal, &[3, 4]));
    let elsewhere = read(Acl, recorded("acl-anthology/L06.xml").unwrap());
    insta::assert_snapshot!("acl_with_pdfs_elsewhere", some(elsewhere, &[1]));
}

/// The ids that are made are those that the collection writes as names of its PDFs, and in its DOIs.
#[test]
fn ids_of_the_anthology_are_its_own() {
    for file in ["2022.acl", "2022.naloma", "J89"] {
        let Some(bytes) = recorded(&format!("acl-anthology/{file}.xml")) else { return };
        for record in read(Acl, bytes).records() {
            let id = record.ids[0].as_str().strip_prefix("acl:").unwrap();
            assert_eq!(record.links.pdf.as_deref(), Some(format!("https://aclanthology.org/{id}.pdf").as_str()));
        }
    }
}
