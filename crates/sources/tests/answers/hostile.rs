//! Answers that are broken or mean harm: problems with their places, never a panic, and whatever is whole is read.

use domain::Severity;
use newsstand_sources::answers::AnswerKind;
use newsstand_sources::answers::{Asked, RefusalCode, parse};
use proptest::prelude::*;

use crate::support::{asked, read};

fn lost(kind: AnswerKind, bytes: impl AsRef<[u8]>) -> Vec<String> {
    let answer = read(kind, bytes);
    answer.problems().filter(|problem| problem.severity == Severity::Lost).map(ToString::to_string).collect()
}

/// Whatever comes, each kind of answer ends, and its records are what records always are.
fn holds(bytes: &[u8]) {
    for kind in AnswerKind::ALL {
        let answer = parse(kind, bytes, &Asked { status: Some(200), ..asked() });
        for record in answer.records() {
            assert!(!record.title.is_empty() && !record.ids.is_empty() && record.place.line > 0, "{kind}: {record:?}");
            assert!(!record.title.chars().any(char::is_control));
            assert!(record.affiliations.is_empty() || record.affiliations.len() == record.authors.len());
        }
    }
}

#[test]
fn an_answer_of_another_kind_is_a_problem() {
    for kind in AnswerKind::ALL {
        for text in
            ["", " \n ", "<html><body>Service unavailable</body></html>", "Rate exceeded.", "{\"a\": 1}", "[1]", "null"]
        {
            let answer = read(kind, text);
            assert_eq!(answer.records().count(), 0, "{kind}: {text}");
            assert!(!lost(kind, text).is_empty(), "{kind} says nothing about {text:?}");
        }
    }
}

#[test]
fn an_error_page_with_its_status_is_a_refusal() {
    for kind in AnswerKind::ALL {
        let asked = Asked { status: Some(503), ..asked() };
        let answer = parse(kind, b"<html><body><h1>Service unavailable</h1></body></html>", &asked);
        assert_eq!(answer.refused.unwrap().code, RefusalCode::Status(503), "{kind}");
        assert_eq!(answer.items, []);
    }
}

const RECORD: &str = "<record><header><identifier>oai:arXiv.org:2401.0123N</identifier></header><metadata><arXiv>\
    <id>2401.0123N</id><title>Title N</title></arXiv></metadata></record>";

fn records(numbers: &[&str]) -> String {
    numbers.iter().map(|number| RECORD.replace('N', number)).collect()
}

#[test]
fn a_broken_record_is_lost_alone() {
    let broken = RECORD.replace("</title>", "</titel>");
    let text =
        format!("<OAI-PMH><ListRecords>{}{broken}{}</ListRecords></OAI-PMH>", records(&["1", "2"]), records(&["3"]));
    let answer = read(AnswerKind::Oai, &text);
    assert_eq!(
        answer.records().map(|record| record.ids[0].as_str()).collect::<Vec<_>>(),
        ["2401.01231", "2401.01232", "2401.01233"]
    );
    let problems = lost(AnswerKind::Oai, &text);
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("answer:3: broken XML: "), "{problems:?}");
}

#[test]
fn an_answer_that_breaks_off_keeps_what_came() {
    let text = format!("<OAI-PMH><ListRecords>{}", records(&["1", "2"]));
    for end in (text.len() - RECORD.len() + 1)..text.len() {
        let cut = text.get(..end).unwrap();
        assert_eq!(read(AnswerKind::Oai, cut).records().count(), 1, "{cut}");
        assert!(!lost(AnswerKind::Oai, cut).is_empty());
    }
    assert_eq!(lost(AnswerKind::Oai, &text), ["answer:3: the document breaks off inside <ListRecords> (line 1)"]);
}

#[test]
fn entities_that_a_document_declares_are_not_expanded() {
    let bomb = (1..10).fold("<!ENTITY a0 \"ha\">".to_owned(), |bomb, n| {
        format!("{bomb}<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))
    });
    let text = format!(
        "<!DOCTYPE x [{bomb}<!ENTITY file SYSTEM \"file:///etc/passwd\">]><OAI-PMH>{}</OAI-PMH>",
        records(&["1"])
    )
    .replace("Title", "Title &a9; &file;");
    let answer = read(AnswerKind::Oai, text);
    assert_eq!(answer.records().next().unwrap().title, "Title &a9; &file; 1");
    let warnings: Vec<String> = answer.problems().map(ToString::to_string).collect();
    assert_eq!(warnings, ["answer:1: the entity &a9; is not known; left as it is"]);
}

#[test]
fn depth_is_a_problem() {
    for kind in AnswerKind::ALL {
        for open in ["<a>", "<record>", "<entry>", "[", "{\"a\":", "@a{b,c={"] {
            let answer = read(kind, open.repeat(50_000));
            assert_eq!(answer.records().count(), 0);
            assert!(answer.problems().count() > 0, "{kind} says nothing about {open:?}");
            assert!(answer.problems().count() <= 200, "{kind} says too much about {open:?}");
        }
    }
}

#[test]
fn declared_encodings_and_invalid_bytes() {
    let text = format!("<?xml version='1.0' encoding='ISO-8859-1'?><OAI-PMH>{}</OAI-PMH>", records(&["1"]));
    let latin: Vec<u8> =
        text.replace("Title", "Caf\u{e9}").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(read(AnswerKind::Oai, &latin).records().next().unwrap().title, "Café 1");
    let wrong = String::from_utf8_lossy(&latin).replace("ISO-8859-1", "UTF-8");
    let bytes: Vec<u8> = wrong.replace('\u{fffd}', "\u{1}").bytes().map(|b| if b == 1 { 0xe9 } else { b }).collect();
    let answer = read(AnswerKind::Oai, bytes);
    assert_eq!(answer.records().next().unwrap().title, "Caf\u{fffd} 1");
    assert!(answer.problems().next().unwrap().reason.starts_with("invalid UTF-8 at byte "));
    let wide: Vec<u8> =
        format!("\u{feff}<OAI-PMH>{}</OAI-PMH>", records(&["1"])).encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(read(AnswerKind::Oai, wide).records().count(), 1);
    let windows = format!("\u{feff}<OAI-PMH>\r\n{}\r\n</OAI-PMH>", records(&["1"]).replace("Title", "Ti\r\ntle"));
    assert_eq!(read(AnswerKind::Oai, windows).records().next().unwrap().title, "Ti tle 1");
}

/// Found by fuzzing: what is wrong was quoted as it stood, with control characters and line breaks, at any length.
#[test]
fn reasons_are_one_line_whatever_they_quote() {
    for text in [
        RECORD.replace("</title>", "</tit\u{7}le>"),
        RECORD.replace("</title>", &format!("</tit\n{}>", "x".repeat(5_000))),
        RECORD.replace("2401.0123N", &"\u{1b}[2J".repeat(2_000)),
    ] {
        let reasons = lost(AnswerKind::Oai, format!("<OAI-PMH>{text}</OAI-PMH>"));
        for reason in &reasons {
            assert!(!reason.contains(char::is_control) && reason.len() < 1_200, "{reason}");
        }
    }
}

/// Found by fuzzing: titles were cleaned before their markup and its character references were resolved.
#[test]
fn titles_are_clean_behind_their_markup() {
    let works = r#"{"meta": {"count": 2}, "results": [{"id": "https://openalex.org/W1", "display_name": "On <i> things</i>&#7; &lt;title> of  all"}, {"id": "https://openalex.org/W2", "display_name": "<i></i>"}]}"#;
    let answer = read(AnswerKind::OpenAlex, works);
    let titles: Vec<&str> = answer.records().map(|record| record.title.as_str()).collect();
    assert_eq!(titles, ["On things <title> of all"]);
    assert_eq!(answer.problems().count(), 1);
    let items = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "a\tb  c", "title": "A <b>&#10;</b> B", "tags": ["x"]}]}"#;
    let answer = read(AnswerKind::Feed, items);
    let record = answer.records().next().unwrap();
    assert_eq!((record.title.as_str(), record.source_key.as_str()), ("A B", "a b c"));
}

/// Found by fuzzing: a repository may give no words for an error, versions are numbered from 1, and an id can spoil an address.
#[test]
fn nothing_is_told_that_says_nothing() {
    let nothing = read(AnswerKind::Oai, "<OAI-PMH><error code='noRecordsMatch'> </error></OAI-PMH>");
    assert_eq!(nothing.remark.as_deref(), Some("no records match"));
    let raw = "<OAI-PMH><record><header><identifier>oai:arXiv.org:2401.01234</identifier></header><metadata><arXivRaw><id>2401.01234</id>\
               <title>T</title><version version='v0'><date>Mon, 2 Apr 2007 19:18:42 GMT</date></version></arXivRaw></metadata></record></OAI-PMH>";
    let answer = read(AnswerKind::Oai, raw);
    assert_eq!(answer.records().next().unwrap().versions, []);
    assert!(answer.problems().next().unwrap().reason.contains("\"v0\""));
    let volume = "<collection id='J89'><volume id='2'><paper id='&lt;4'><title>T</title></paper></volume></collection>";
    assert_eq!(read(AnswerKind::Acl, volume).records().next().unwrap().links.page, None);
    let hit = r#"{"result": {"hits": {"@total": "1", "hit": [{"info": {"title": "T.", "authors": {"author": {"text": "Ann Bee </i>0001"}}}}]}}}"#;
    assert_eq!(read(AnswerKind::DblpSearch, hit).records().next().unwrap().authors, ["Ann Bee"]);
}

/// Recorded answers that are small, one of each kind that was recorded.
const SMALL: [(AnswerKind, &str); 12] = [
    (AnswerKind::ArxivApi, "arxiv-api/id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af.status200.atom.xml"),
    (AnswerKind::Oai, "arxiv-oai/GetRecord.arXivRaw.xml"),
    (AnswerKind::Oai, "arxiv-oai/record.oai_dc.arxiv_math_0306266.xml"),
    (AnswerKind::Oai, "oai-generic/ListRecords.xml"),
    (AnswerKind::OpenAlex, "openalex/api_call_200.0.status200.json"),
    (AnswerKind::Crossref, "crossref/test_works_sample.0.status200.body"),
    (AnswerKind::SemanticScholar, "semantic-scholar/test_get_papers_return_not_found.0.status200.json"),
    (AnswerKind::Acl, "acl-anthology/2022.naloma.xml"),
    (AnswerKind::Ris, "bib-export/example_full.ris"),
    (AnswerKind::Ris, "bib-export/example_utf_chars.ris"),
    (AnswerKind::Bibtex, "bib-export/test_content_negotiation.1.status200.body"),
    (AnswerKind::Bibtex, "bib-export/uppercase_and.bib"),
];

proptest! {
    /// A recorded answer with some bytes changed, taken away or put in twice is read as far as it goes.
    #[test]
    fn damaged_answers_end_without_panic(at in 0..SMALL.len(), damages in proptest::collection::vec((any::<u16>(), any::<u8>(), 0_u8..4), 1..6)) {
        let (kind, file) = SMALL[at];
        let Some(mut bytes) = crate::support::recorded(file) else { return Ok(()) };
        for (place, byte, how) in damages {
            let place = usize::from(place) % bytes.len().max(1);
            let end = (place + usize::from(byte)).min(bytes.len());
            match how {
                0 if place < bytes.len() => bytes[place] = byte,
                1 => drop(bytes.drain(place..end)),
                2 => bytes.extend_from_within(place..end),
                _ => bytes.truncate(end.max(1)),
            }
        }
        let answer = read(kind, &bytes);
        prop_assert!(answer.records().all(|record| !record.title.is_empty() && !record.ids.is_empty()));
    }

    #[test]
    fn any_bytes_end_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        holds(&bytes);
    }

    #[test]
    fn almost_xml_ends_without_panic(text in r#"(</?(record|header|metadata|arXiv|dc:title|title|entry|item|paper|article|author|id)>|<(item|paper) id="[a1é]"/?>|<!\[CDATA\[|\]\]>|<!--|&(amp|x|#[0-9]{1,9});|é|2401\.01234v2|2024-01-0[0-9]| |a){0,60}"#) {
        holds(text.as_bytes());
        holds(format!("<feed>{text}").as_bytes());
        holds(format!("<OAI-PMH><record>{text}").as_bytes());
    }

    #[test]
    fn almost_json_ends_without_panic(text in r#"([\[\]{},:\n"\\é1-]|"(results|title|data|message|items|notes|content|value|collection|authors|abstract_inverted_index|id|doi|date)":|"A"|null|\{){0,60}"#) {
        holds(text.as_bytes());
        holds(format!("{{\"results\":[{{{text}").as_bytes());
    }

    #[test]
    fn almost_bibtex_ends_without_panic(fields in proptest::collection::vec(r#"(title|author|year|date|month|crossref|url|eprint|x) ?= ?[{"]?([{}\\"$#,=~^]|\\[a-zé'"&]{0,3}|20[0-9]{2}|-|/|\.\.|and |von |,|é| |\n|a){0,12}[}"]?"#, 0..6)) {
        let text = format!("@string{{s = \"x\"}}\n@article{{k,\n{}\n}}", fields.join(",\n"));
        read(AnswerKind::Bibtex, text);
    }

    #[test]
    fn almost_libraries_end_without_panic(text in r"(@article\{|@string\{|[a-z]{1,5}, ?|title ?= ?|\{|\}|TY  - JOUR\n|TI  - |ER  - \n|PT J\n|AU |\n|,|é|\\'e|a|#)+{0,60}") {
        holds(text.as_bytes());
    }
}
