//! Libraries and saved answers as files: recognised by what they hold.

use domain::SourceKind;
use newsstand_sources::answers::AnswerKind;
use newsstand_sources::{Format, ReadOptions, Reader};

use crate::support::{collect, open, options, read, read_file, shared};

#[test]
fn libraries_are_recognised() {
    let bib = read("% mine\n@article{a, title={One}, author={Bee, Ann}, year=2020}\n@misc{b, title={Two}\n");
    assert_eq!((bib.records.len(), bib.lost.len()), (1, 1), "{:?}", bib.lost);
    assert_eq!((bib.records[0].source, bib.records[0].year), (SourceKind::Library, Some(2020)));
    let ris = read("TY  - JOUR\nTI  - One\nER  - \n\nTY  - JOUR\nTI  - Two\nER  - \n");
    assert_eq!(ris.records.iter().map(|record| record.place.line).collect::<Vec<_>>(), [1, 2]);
    let csl = read(
        "[\n  {\"id\": \"x\", \"type\": \"article\", \"title\": \"One\", \"author\": [{\"family\": \"Bee\", \"given\": \"Ann\"}], \"issued\": {\"date-parts\": [[2020]]}}\n]",
    );
    assert_eq!((csl.records[0].authors.as_slice(), csl.records[0].year), (&["Ann Bee".to_owned()][..], Some(2020)));
}

#[test]
fn saved_answers_are_recognised() {
    let oai = read(
        "<?xml version='1.0'?><OAI-PMH><ListRecords><record><header status='deleted'><identifier>oai:arXiv.org:2401.01234</identifier></header></record>\
         <record><header><identifier>oai:arXiv.org:2401.01235</identifier></header><metadata><arXiv><id>2401.01235</id><title>T</title></arXiv></metadata></record></ListRecords></OAI-PMH>",
    );
    assert_eq!((oai.records.len(), oai.lost.len()), (1, 0));
    assert_eq!(oai.warnings, ["file:1: 2401.01234 was deleted at its source"]);
    let refused = read("<OAI-PMH><error code='badVerb'>No such verb</error></OAI-PMH>");
    assert_eq!(refused.lost, ["file:1: no papers but an error, badVerb: No such verb"]);
    let feed = read(
        "<rss version='2.0'><channel><item><title>T</title><link>https://doi.org/10.1000/182</link></item></channel></rss>",
    );
    assert_eq!(feed.records[0].ids[0].as_str(), "doi:10.1000/182");
}

#[test]
fn every_kind_of_answer_can_be_named() {
    let options = ReadOptions { format: Format::Answer(AnswerKind::OpenAlex), ..options() };
    let text =
        "{\n\"meta\": {\"count\": 1},\n\"results\": [{\"id\": \"https://openalex.org/W1\", \"display_name\": \"T\"}]}";
    assert_eq!(collect(open(text.as_bytes(), &options).unwrap()).records[0].ids[0].as_str(), "openalex:W1");
    let lines = ReadOptions { format: Format::Answer(AnswerKind::JsonLines), ..options };
    assert_eq!(collect(open(b"{\"title\": \"A\"}\n{\"title\": \"B\"}", &lines).unwrap()).records.len(), 2);
}

#[test]
fn real_libraries_and_answers() {
    for (file, records) in [
        ("bib-export/test_content_negotiation.1.status200.body", 1),
        ("bib-export/example_wos.ris", 2),
        ("bib-export/example_full.ris", 2),
        ("arxiv-oai/ListRecords.arXivRaw.resumptionToken.xml", 6),
        ("arxiv-oai/record.oai_dc.arxiv_math_0306266.xml", 1),
        ("arxiv-api/q_testing_s0_m10_bc5a6c384fe9.status200.atom.xml", 10),
        ("acl-anthology/2022.acl.xml", 774),
        ("dblp/dblp-dump-sample.2017.xml", 85),
        ("dblp/dblp-dump-sample.2019.xml", 131),
    ] {
        let Some(path) = shared(&format!("wire/{file}")) else { return };
        let read = read_file(&path);
        assert_eq!((read.records.len(), read.lost.as_slice()), (records, &[][..]), "{file}");
    }
}

/// A dump of `papers` papers with pages of people and volumes between them.
fn dump(papers: usize) -> String {
    let paper = |number: usize| {
        format!(
            "<www key=\"homepages/{number}\"><author>Ann Bee</author><title>Home Page</title></www>\n\
             <proceedings key=\"conf/x/{number}\"><title>All of it</title></proceedings>\n\
             <inproceedings mdate=\"2020-01-01\" key=\"conf/x/Bee{number}\"><author>Ann B&eacute;e 0001</author><title>Paper {number}.</title><year>2020</year></inproceedings>"
        )
    };
    let papers: String = (1..=papers).map(paper).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE dblp SYSTEM \"dblp.dtd\">\n<dblp>\n{papers}\n</dblp>\n"
    )
}

#[test]
fn a_dump_of_several_megabytes_is_read_piece_by_piece() {
    let text = dump(8_000);
    assert!(text.len() > 2 << 20);
    let read = read(&text);
    assert_eq!((read.records.len(), read.lost.len(), read.warnings.len()), (8_000, 0, 0), "{:?}", read.lost);
    let last = &read.records[7_999];
    assert_eq!((last.title.as_str(), last.place.line, last.authors[0].as_str()), ("Paper 8000", 8_000, "Ann Bée"));
    let mut reader = Reader::from_bytes("file", Box::new(std::io::Cursor::new(text)), &options()).unwrap();
    assert!(std::iter::from_fn(|| reader.next_chunk()).count() > 2);
}

#[test]
fn a_dump_that_breaks_off_says_so() {
    let text = dump(3);
    let cut = text.split_at(text.find("Paper 3").unwrap()).0;
    let read = read(cut);
    assert_eq!(read.records.len(), 2);
    assert_eq!(read.lost, ["file:3: the dump breaks off: its end </dblp> is missing"]);
}

#[test]
fn a_broken_paper_of_a_dump_is_lost_alone() {
    let text = dump(3).replacen("<title>Paper 2.", "<titel>Paper 2.", 1);
    let read = read(text);
    assert_eq!(read.records.iter().map(|record| record.title.as_str()).collect::<Vec<_>>(), ["Paper 1", "Paper 3"]);
    assert!(read.lost.len() == 1 && read.lost[0].starts_with("file:2: broken XML"), "{:?}", read.lost);
}
