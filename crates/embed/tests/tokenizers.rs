//! Tokenizers as `tokenizer.json` describes them: the reference's own file, variants of it, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its fixture has failed")]

use newsstand_embed::{Cleaning, StaticModel, WordPiece};
use serde_json::{Value, json};

fn pieces(tokenizer: &WordPiece, text: &str) -> Vec<u32> {
    let mut pieces = Vec::new();
    tokenizer.encode(text, &mut pieces);
    pieces
}

/// A small tokenizer in the reference's format.
fn small() -> Value {
    let words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "graph", "##s", "Graph", "café", "cafe", "!", "é", "中", "<s>"];
    let vocab: serde_json::Map<String, Value> =
        (0_u32..).zip(words).map(|(at, word)| (word.to_owned(), at.into())).collect();
    json!({
        "added_tokens": [{ "id": 1, "content": "[UNK]", "special": true }, { "id": 12, "content": "<s>", "special": true }],
        "normalizer": { "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "post_processor": { "type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2] },
        "model": { "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 5, "vocab": vocab },
    })
}

fn read(description: &Value) -> Result<WordPiece, String> {
    WordPiece::from_json(description.to_string().as_bytes()).map_err(|error| error.to_string())
}

/// The small tokenizer, changed at a place of its description.
fn with(place: &str, value: Value) -> Value {
    let mut all = small();
    *all.pointer_mut(place).unwrap() = value;
    all
}

#[test]
fn the_references_own_file_makes_the_bundled_tokenizer() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let shared = std::env::var("NEWSSTAND_SHARED").unwrap_or_else(|_| beside.to_owned());
    let Ok(json) = std::fs::read(format!("{shared}/model/tokenizer.json")) else {
        println!("skipped: {shared}/model/tokenizer.json is not there");
        return;
    };
    let (read, bundled) = (WordPiece::from_json(&json).unwrap(), StaticModel::bundled().tokenizer());
    assert_eq!(read.len(), bundled.len());
    for line in include_str!("data/wordpiece.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = case["text"].as_str().unwrap();
        assert_eq!(pieces(&read, text), pieces(bundled, text), "{text:?}");
    }
}

#[test]
fn texts_are_cleaned_as_the_normalizer_says() {
    let all = read(&small()).unwrap();
    assert_eq!(pieces(&all, "Graphs Café! 中graph"), [1, 8, 9, 11, 4], "graphs has six letters, one too many");
    let cased = read(&with("/normalizer/lowercase", false.into())).unwrap();
    assert_eq!(pieces(&cased, "Graph graph café"), [6, 4, 7], "accents stay with the capitals");
    let accents = read(&with("/normalizer/strip_accents", false.into())).unwrap();
    assert_eq!(pieces(&accents, "Graph CAFÉ"), [4, 7]);
    let han = read(&with("/normalizer/handle_chinese_chars", false.into())).unwrap();
    assert_eq!(pieces(&han, "中graph"), [1], "one unknown word");
    let sequence = json!({ "type": "Sequence", "normalizers": [{ "type": "NFD" }, { "type": "Lowercase" }, { "type": "StripAccents" }] });
    assert_eq!(pieces(&read(&with("/normalizer", sequence)).unwrap(), "GRAPH Café"), [4, 8]);
    assert_eq!(pieces(&read(&with("/normalizer", Value::Null)).unwrap(), "Graph café"), [6, 7]);
}

#[test]
fn marks_stand_literally_whatever_they_begin_with() {
    let all = read(&small()).unwrap();
    assert_eq!(pieces(&all, "graph<s>graph[UNK]!"), [4, 12, 4, 1, 9]);
    assert_eq!(pieces(&all, "<graph [x"), [1, 4, 1, 1]);
}

#[test]
fn a_vocabulary_alone_may_have_capitals() {
    let vocabulary = "[UNK]\n[CLS]\n[SEP]\nGraph\ngraph\n##s\n";
    assert_eq!(pieces(&WordPiece::new(vocabulary), "Graphs"), [4, 5]);
    assert_eq!(pieces(&WordPiece::with_cleaning(vocabulary, Cleaning::CASED), "Graphs graph"), [3, 5, 4]);
}

#[test]
fn what_would_take_texts_apart_otherwise_is_refused_by_name() {
    let metaspace = json!({ "type": "Metaspace" });
    let nested = json!({ "type": "Sequence", "pretokenizers": [{ "type": "BertPreTokenizer" }, metaspace] });
    for (description, words) in [
        (with("/model/type", "BPE".into()), "of the kind BPE"),
        (with("/model", json!({ "vocab": {}, "merges": [] })), "of the kind BPE"),
        (with("/model", json!({ "type": "Unigram", "unk_id": 0, "vocab": [["a", -1.0]] })), "of the kind Unigram"),
        (with("/model", json!({ "vocab": [["a", -1.0]] })), "of the kind Unigram"),
        (with("/pre_tokenizer", metaspace.clone()), "pre-tokenizer is Metaspace"),
        (with("/pre_tokenizer", nested), "pre-tokenizer is BertPreTokenizer"),
        (with("/pre_tokenizer", Value::Null), "no pre-tokenizer"),
        (with("/normalizer", json!({ "type": "Precompiled" })), "normalizer Precompiled"),
        (with("/post_processor", json!({ "type": "ByteLevel" })), "post-processor ByteLevel"),
        (with("/post_processor/cls", json!(["[NONE]", 9])), "\"[NONE]\""),
        (with("/model/unk_token", "<unk>".into()), "\"<unk>\""),
        (with("/model/vocab/graph", json!(4_000_000_000_u32)), "the number 4000000000"),
        (with("/model/vocab/graph", json!(-1)), "invalid value"),
        (with("/model/vocab", json!({})), "\"[UNK]\""),
        (json!([]), "tokenizer cannot be used"),
        (json!({}), "missing field `model`"),
    ] {
        let error = read(&description).unwrap_err();
        assert!(error.contains(words), "{words}: {error}");
    }
    for bytes in [&b""[..], b"{", b"\xff\xfe", &[b'['; 5_000]] {
        assert!(WordPiece::from_json(bytes).is_err());
    }
}
