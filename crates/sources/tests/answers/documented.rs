//! Providers of which no answer was recorded, after their documentation.

use newsstand_sources::answers::AnswerKind::{Biorxiv, DblpSearch, EuropePmc, OpenReview};
use newsstand_sources::answers::{Next, RefusalCode};

use crate::support::{card, read};

#[test]
fn search_of_dblp() {
    let text = r#"{"result": {"query": "x*", "status": {"@code": "200", "text": "OK"}, "time": {"@unit": "msecs", "text": "1.0"},
        "hits": {"@total": "12", "@computed": "12", "@sent": "2", "@first": "4", "hit": [
          {"@score": "1", "@id": "1", "info": {"authors": {"author": [{"@pid": "1/2", "text": "Ann Bee 0001"}, {"@pid": "3/4", "text": "Cy O&apos;Dee"}]},
            "title": "Sorting &amp; Searching.", "venue": "ACL", "pages": "1-9", "year": "2024", "type": "Conference and Workshop Papers",
            "access": "open", "key": "conf/acl/BeeD24", "doi": "10.18653/V1/2024.ACL-LONG.1", "ee": "https://doi.org/10.18653/v1/2024.acl-long.1", "url": "https://dblp.org/rec/conf/acl/BeeD24"}},
          {"@score": "1", "@id": "2", "info": {"authors": {"author": {"@pid": "1/2", "text": "Ann Bee 0001"}},
            "title": "Alone.", "venue": "CoRR", "volume": "abs/2401.01234", "year": "2024", "type": "Informal and Other Publications",
            "key": "journals/corr/abs-2401-01234", "ee": "https://doi.org/10.48550/arXiv.2401.01234"}}]}}}"#;
    insta::assert_snapshot!("dblp_search", card(&read(DblpSearch, text)));
    let nothing = r#"{"result": {"status": {"@code": "200"}, "hits": {"@total": "0", "@sent": "0", "@first": "0"}}}"#;
    let nothing = read(DblpSearch, nothing);
    assert_eq!((nothing.items.len(), nothing.total, nothing.next), (0, Some(0), None));
    let error = r#"{"result": {"status": {"@code": "500", "text": "Internal"}, "hits": {}}}"#;
    assert_eq!(read(DblpSearch, error).refused.unwrap().to_string(), "status 500: Internal");
}

#[test]
fn notes_of_openreview() {
    let text = r#"{"notes": [
        {"id": "05T81ScPFb", "forum": "05T81ScPFb", "cdate": 1695989400000, "odate": 1697213872000, "pdate": 1705410275000, "mdate": 1710280220000,
         "content": {"title": {"value": "A Paper about $x$"}, "authors": {"value": ["Ann Bee", "Cy Dee"]}, "authorids": {"value": ["~Ann_Bee1"]},
           "keywords": {"value": ["learning", "theory"]}, "TLDR": {"value": "In short."}, "abstract": {"value": "We show\nthat. Code: https://github.com/a/b"},
           "venue": {"value": "ICLR 2024 poster"}, "venueid": {"value": "ICLR.cc/2024/Conference"}, "pdf": {"value": "/pdf/0a1b.pdf"}}},
        {"id": "1xOld-_Note", "cdate": 1537000000000, "content": {"title": "An Older Note", "authors": ["E. Eff"], "abstract": "B.", "pdf": "https://arxiv.org/pdf/1809.00001.pdf"}},
        {"id": "2withdrawn", "cdate": 1695989400000, "content": {"title": {"value": "Taken Back"}, "venue": {"value": "ICLR 2024 Conference Withdrawn Submission"}}},
        {"id": "3review", "content": {"rating": {"value": 5}}}], "count": 7404}"#;
    insta::assert_snapshot!("openreview_notes", card(&read(OpenReview, text)));
    let error = r#"{"name": "ForbiddenError", "message": "You are not allowed", "status": 403, "details": {}}"#;
    assert_eq!(read(OpenReview, error).refused.unwrap().code, RefusalCode::NotAllowed);
    let end = read(OpenReview, r#"{"notes": [], "count": 7404}"#);
    assert_eq!((end.items.len(), end.next), (0, None));
}

#[test]
fn details_of_biorxiv() {
    let text = r#"{"messages": [{"status": "ok", "interval": "2024-01-01:2024-01-02", "cursor": "100", "count": 2, "count_new_papers": "1", "total": "153"}],
        "collection": [
        {"doi": "10.1101/2023.12.31.573522", "title": "Neurons  and\nGlia", "authors": "Bee, A.; O'Dee, C. D.; ", "author_corresponding": "Ann Bee",
         "author_corresponding_institution": "U of X", "date": "2024-01-02", "version": "1", "type": "new results", "license": "cc_by", "category": "neuroscience",
         "jatsxml": "https://www.biorxiv.org/x.xml", "abstract": "We saw.", "published": "NA", "server": "bioRxiv"},
        {"doi": "10.1101/2023.06.01.23290824", "title": "Trials", "authors": "Eff, E.", "date": "2024-01-02", "version": "3", "type": "PUBLISHAHEADOFPRINT",
         "category": "epidemiology", "abstract": "", "published": "10.1000/182", "server": "medrxiv"},
        {"doi": "10.1101/1", "title": "Gone", "authors": "", "date": "2024-01-01", "version": "2", "type": "Withdrawn", "published": "NA"}]}"#;
    insta::assert_snapshot!("biorxiv_details", card(&read(Biorxiv, text)));
    let end = text.replace("\"100\"", "150");
    assert_eq!(read(Biorxiv, end).next, None);
    let nothing = read(Biorxiv, r#"{"messages": [{"status": "no posts found"}], "collection": []}"#);
    assert_eq!((nothing.items.len(), nothing.refused, nothing.remark.as_deref()), (0, None, Some("no posts found")));
    let wrong = read(Biorxiv, r#"{"messages": [{"status": "error: bad interval"}], "collection": []}"#);
    assert_eq!(wrong.refused.unwrap().message, "error: bad interval");
}

/// The real example that `docs/SOURCES.md` names is as short as the documentation of the answers says.
#[test]
fn a_provider_takes_less_than_a_hundred_lines() {
    let source = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/answers/biorxiv.rs")).unwrap();
    assert!(source.lines().count() < 100, "{}", source.lines().count());
}

#[test]
fn search_of_europe_pmc() {
    let text = r#"{"version": "6.9", "hitCount": 532, "nextCursorMark": "AoIIQABB", "request": {"queryString": "x", "resultType": "core", "cursorMark": "*", "pageSize": 2},
        "resultList": {"result": [
          {"id": "38123456", "source": "MED", "pmid": "38123456", "pmcid": "PMC10789012", "doi": "10.1000/ABC.1", "title": "Cells &amp; <i>Genes</i>.",
           "authorString": "Bee A, The Team.", "authorList": {"author": [{"fullName": "Bee A", "firstName": "Ann", "lastName": "Bee", "initials": "A",
             "authorAffiliationDetailsList": {"authorAffiliation": [{"affiliation": "U of X, Y."}]}}, {"collectiveName": "The Team"}]},
           "journalInfo": {"issue": "2", "volume": "7", "yearOfPublication": 2024, "journal": {"title": "Journal of Cells"}}, "pubYear": "2024", "pageInfo": "12-19",
           "abstractText": "<h4>Background</h4>We know.<h4>Results</h4>10<sup>-3</sup> of them.", "language": "eng", "pubTypeList": {"pubType": ["Journal Article", "Retracted Publication"]},
           "keywordList": {"keyword": ["cells"]}, "firstPublicationDate": "2024-01-05",
           "fullTextUrlList": {"fullTextUrl": [{"documentStyle": "html", "url": "https://x.org/h"}, {"documentStyle": "pdf", "url": "https://x.org/p.pdf"}]}},
          {"id": "PPR1", "source": "PPR", "doi": "10.48550/arXiv.2401.01234", "title": "A Preprint", "pubYear": "2024"}]}}"#;
    insta::assert_snapshot!("europe_pmc_search", card(&read(EuropePmc, text)));
    let last = text.replace("AoIIQABB", "*");
    assert_eq!(read(EuropePmc, last).next, None);
    assert_eq!(read(EuropePmc, text).next, Some(Next::Cursor("AoIIQABB".to_owned())));
    let error = r#"{"version": "6.9", "errCode": 404, "errMsg": "Invalid cursorMark"}"#;
    assert_eq!(read(EuropePmc, error).refused.unwrap().message, "Invalid cursorMark");
}
