//! Input that is broken or means harm: problems with their lines, never a panic, and whatever is whole is read.

use std::io::{self, Read as _};

use newsstand_sources::{Format, Limits, ReadOptions, Reader};
use proptest::prelude::*;

use crate::support::{collect, one, open, options, read};

const GOOD: &str = "{\"title\": \"Good\"}";

#[test]
fn a_broken_line_is_lost_alone() {
    for (bad, reason) in [
        ("{\"title\": \"Cu", "broken JSON: EOF while parsing a string at column 13"),
        ("{\"title\": 1e999}", "broken JSON: number out of range at column 15"),
        ("{\"title\": \"A\"} {}", "broken JSON: trailing characters at column 16"),
        (
            "{\"title\": \"a\u{0}b\"}",
            "broken JSON: control character (\\u0000-\\u001F) found while parsing a string at column 13",
        ),
        ("[1, 2]", "a list of 2 is no paper"),
        ("17", "the number 17 is no paper"),
        ("{\"title\": null, \"id\": \"2401.01234\"}", "no title; its id is the text \"2401.01234\""),
        ("{\"title\": \" \\u0000 \"}", "no title"),
        ("{\"title\": [\"A\"]}", "no title"),
    ] {
        let read = read(format!("{GOOD}\n{bad}\n{GOOD}\n"));
        assert_eq!(read.records.len(), 2, "{bad}");
        assert_eq!(read.lost, [format!("file:2: {reason}")], "{bad}");
        assert_eq!(read.records[1].place.line, 3);
    }
}

#[test]
fn an_object_without_a_paper_is_described() {
    let lost = read(format!("{GOOD}\n{{\"name\": \"x\", \"size\": 3}}")).lost;
    assert_eq!(
        lost,
        [
            "file:2: an object with the keys \"name, size\" is no paper; hint: the formats are auto, hf-daily, arxiv-json, saved-page, jsonl, bibtex, ris, csl-json, zotero-rdf, oai, feed and those of docs/SOURCES.md"
        ]
    );
}

#[test]
fn a_paper_of_another_format_than_said_is_lost() {
    let options = ReadOptions { format: Format::HfDaily, ..options() };
    let read = collect(open(GOOD.as_bytes(), &options).unwrap());
    assert!(read.lost[0].contains("is no paper in hf-daily"), "{:?}", read.lost);
}

#[test]
fn deep_nesting_is_a_problem() {
    let deep = format!("{{\"title\": {}", "[".repeat(200_000));
    let read = read(format!("{deep}\n{GOOD}"));
    assert_eq!(read.records.len(), 1);
    assert!(read.lost[0].starts_with("file:1: broken JSON: recursion limit exceeded"), "{:?}", read.lost);
}

#[test]
fn fields_of_a_wrong_type_are_left_out_and_named() {
    let read = read(
        r#"{"title": "T", "abstract": 17, "authors": [1, {"x": 2}, "Ann"], "votes": -3, "comments": 99999999999,
            "published": "yesterday", "code": "javascript:alert(1)", "id": {}, "keywords": true, "observed_at": []}"#
            .replace('\n', " "),
    );
    assert!(read.lost.is_empty());
    let record = &read.records[0];
    assert_eq!(
        (record.authors.as_slice(), &record.abstract_text, &record.links.code),
        (&["Ann".to_owned()][..], &None, &None)
    );
    assert_eq!((record.observed, record.published), (None, None));
    let mut warnings: Vec<&str> =
        read.warnings.iter().map(|warning| warning.strip_prefix("file:1: ").unwrap()).collect();
    warnings.sort_unstable();
    assert_eq!(
        warnings,
        [
            "\"abstract\" is the number 17, not a text; left out",
            "\"authors\" holds an object without a name; left out",
            "\"authors\" holds the number 1; left out",
            "\"code\" is the text \"javascript:alert(1)\", not a web address; left out",
            "\"id\" is an object, not a text; left out",
            "\"keywords\" is true, not a list; left out",
            "\"published\" is the text \"yesterday\", not a time such as 2026-04-30T12:00:00Z; left out",
            "\"votes\" is the number -3, not a count; left out",
        ]
    );
}

#[test]
fn counts_written_as_texts_are_read_with_a_warning() {
    let read = read(r#"{"title": "T", "votes": "32", "comments": 99999999999}"#);
    let counts = read.records[0].observed.unwrap().counts;
    assert_eq!((counts.votes, counts.comments), (32, 0));
    assert_eq!(read.warnings.len(), 2, "{:?}", read.warnings);
}

#[test]
fn the_last_of_two_fields_with_one_name_counts() {
    assert_eq!(one(r#"{"title": "First", "title": "Last"}"#).title, "Last");
}

#[test]
fn invalid_utf8_is_replaced_and_noted() {
    let read = read(b"{\"title\": \"Caf\xe9\"}\n{\"title\": \"B\"}");
    assert_eq!(read.records.iter().map(|record| record.title.as_str()).collect::<Vec<_>>(), ["Caf\u{fffd}", "B"]);
    assert_eq!(read.warnings, ["file:1: invalid UTF-8 at byte 15, replaced"]);
}

#[test]
fn byte_order_mark_carriage_returns_and_blank_lines_do_no_harm() {
    let read = read("\u{feff}{\"title\": \"A\"}\r\n\r\n   \n{\"title\": \"B\"}");
    assert!(read.lost.is_empty() && read.warnings.is_empty());
    assert_eq!(read.records.iter().map(|record| record.place.line).collect::<Vec<_>>(), [1, 4]);
}

#[test]
fn texts_without_end_are_cut() {
    let text = format!(
        "{{\"title\": \"{}\", \"abstract\": \"{}\", \"authors\": [{}\"x\"]}}",
        "t ".repeat(3_000),
        "ä".repeat(150_000),
        "\"A\",".repeat(6_000)
    );
    let read = read(text);
    let record = &read.records[0];
    assert_eq!(record.title.chars().count(), 1_999); // cut at 2,000 within a gap
    assert_eq!(record.abstract_text.as_ref().unwrap().chars().count(), 100_000);
    assert_eq!(record.authors.len(), 5_000);
    assert_eq!(read.warnings.len(), 3, "{:?}", read.warnings);
}

/// Bytes that are made while they are read, so that the test itself needs no memory for them.
fn endless_line(megabytes: u64) -> impl io::Read + Send {
    let before = io::Cursor::new(format!("{GOOD}\n{{\"title\": \""));
    let after = io::Cursor::new(format!("\"}}\n{GOOD}\n"));
    before.chain(io::repeat(b'x').take(megabytes << 20)).chain(after)
}

#[test]
fn a_line_of_100_megabytes_is_lost_alone() {
    let read = collect(Reader::from_bytes("file", Box::new(endless_line(100)), &options()).unwrap());
    assert_eq!(read.records.iter().map(|record| record.place.line).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(read.lost, ["file:2: longer than 16777216 bytes"]);
}

#[test]
fn an_element_of_100_megabytes_is_lost_alone() {
    let text = |text: String| io::Cursor::new(text);
    let bytes = text(format!("[{GOOD}, {{\"title\": \""))
        .chain(io::repeat(b'x').take(100 << 20))
        .chain(text(format!("\"}}, {GOOD}]")));
    let read = collect(Reader::from_bytes("file", Box::new(bytes), &options()).unwrap());
    assert_eq!(read.records.iter().map(|record| record.place.line).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(read.lost, ["file:2: longer than 16777216 bytes"]);
}

#[test]
fn limits_hold_for_short_lines_too() {
    let options = ReadOptions { limits: Limits { record_bytes: 20, ..Limits::default() }, ..options() };
    let long = "{\"title\": \"Longer than it may\"}";
    for text in [format!("{GOOD}\n{long}\n{GOOD}"), format!("[{GOOD},{long},{GOOD}]")] {
        let read = collect(open(text.as_bytes(), &options).unwrap());
        assert_eq!((read.records.len(), read.lost.as_slice()), (2, &["file:2: longer than 20 bytes".to_owned()][..]));
    }
}

#[test]
fn arrays_that_break_off_or_go_on_keep_their_papers() {
    for (text, records, lost) in [
        (format!("[{GOOD}, {GOOD}]"), 2, None),
        ("[]".to_owned(), 0, None),
        (format!("[{GOOD}"), 1, Some("file:1: the array breaks off: its closing bracket is missing")),
        (format!("[{GOOD},"), 1, Some("file:2: the array breaks off: its closing bracket is missing")),
        (format!("[{GOOD}, {{\"title\": \"]"), 1, Some("file:2: the array breaks off: its closing bracket is missing")),
        (format!("[{GOOD}] x"), 1, Some("file:2: something follows the end of the array")),
        (format!("[{GOOD}, 3, {GOOD}]"), 2, Some("file:2: the number 3 is no paper")),
        (format!("[{GOOD}, {{\"a\" 1}}, {GOOD}]"), 2, Some("file:2: broken JSON: expected `:` at column 6")),
    ] {
        let read = read(&text);
        assert_eq!((read.records.len(), read.lost.first().map(String::as_str)), (records, lost), "{text}");
        assert!(read.lost.len() <= 1, "{:?}", read.lost);
    }
}

#[test]
fn texts_with_brackets_do_not_confuse_arrays() {
    let read = read(r#"[{"title": "a ] \" , [ } \\"}, {"title": "b"}]"#);
    assert_eq!(read.records.iter().map(|record| record.title.as_str()).collect::<Vec<_>>(), ["a ] \" , [ } \\", "b"]);
}

#[test]
fn a_page_without_papers_is_a_problem() {
    let read = read("Get trending papers in your email inbox!\n");
    assert_eq!(read.lost, ["file:1: a page without any paper"]);
}

/// Reads whatever comes, in every format, and checks what is always true.
fn holds(bytes: &[u8]) {
    for format in [Format::Auto, Format::HfDaily, Format::ArxivJson, Format::SavedPage, Format::Jsonl] {
        let limits = Limits { record_bytes: 200, page_bytes: 500, ratio: 2 };
        let options = ReadOptions { format, limits, ..options() };
        let Ok(reader) = open(bytes, &options) else { continue };
        for record in collect(reader).records {
            assert!(!record.title.is_empty() && !record.ids.is_empty() && record.place.line > 0);
            assert!(!record.title.chars().any(char::is_control));
            assert_ne!(record.listing.and_then(|listing| listing.rank), Some(0));
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_end_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        holds(&bytes);
    }

    #[test]
    fn almost_json_ends_without_panic(text in r#"([\[\]{},:\n"\\é1-]|"title":|"A"|"paper":|"response":\[|"list_date":"2024-01-02"|"upvotes":|"authors":|null){0,80}"#) {
        holds(text.as_bytes());
        holds(format!("[{text}").as_bytes());
        holds(format!("{{{text}").as_bytes());
    }

    #[test]
    fn almost_pages_end_without_panic(text in r"(Daily Papers|\n|·|• [0-9]{1,12} authors?|[A-Z][a-z]{2} [0-9]{1,2}(, [0-9]{4})?|[a-zé ]{1,9}|Subscribe){0,60}") {
        holds(text.as_bytes());
    }

    #[test]
    fn cut_compressed_files_end_without_panic(cut in 0_usize..120, flip in 0_usize..120) {
        let mut bytes = zstd::encode_all(&b"{\"title\": \"A\"}\n{\"title\": \"B\", \"abstract\": \"some more text\"}\n"[..], 3).unwrap();
        let flip = flip % bytes.len();
        bytes[flip] ^= 0x55;
        bytes.truncate(cut);
        holds(&bytes);
    }
}
