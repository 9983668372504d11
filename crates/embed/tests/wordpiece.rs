//! The tokenizer against the reference: the ids of the `PyPI` package `tokenizers` 0.23.3 with the `tokenizer.json` of
//! all-MiniLM-L6-v2, for real titles and abstracts and for hostile texts. Over all of Unicode only characters differ that the
//! reference's older tables do not know.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its fixture has failed")]

use std::collections::BTreeSet;

use newsstand_embed::StaticModel;
use proptest::prelude::*;

#[derive(serde::Deserialize)]
struct Expected {
    text: String,
    ids: Vec<u32>,
}

fn expected() -> Vec<Expected> {
    // Another file of the same shape can be checked.
    let given = std::env::var("NEWSSTAND_WORDPIECE").ok().map(|path| std::fs::read_to_string(path).unwrap());
    let text = given.unwrap_or_else(|| include_str!("data/wordpiece.jsonl").to_owned());
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn encode(text: &str) -> Vec<u32> {
    let mut ids = Vec::new();
    StaticModel::bundled().tokenizer().encode(text, &mut ids);
    ids
}

#[test]
fn agrees_with_the_reference_piece_by_piece() {
    let wrong: Vec<_> = expected().into_iter().filter(|case| encode(&case.text) != case.ids).collect();
    for case in wrong.iter().take(20) {
        println!("{:?}\n  is        {:?}\n  should be {:?}", case.text, encode(&case.text), case.ids);
    }
    assert!(wrong.is_empty(), "{} texts differ", wrong.len());
}

#[test]
fn the_second_time_is_like_the_first() {
    for case in expected() {
        assert_eq!(encode(&case.text), encode(&case.text));
    }
    // More distinct words than a thread remembers.
    let many: Vec<String> = (0..40_000).map(|i| format!("qz{i}x")).collect();
    let before = encode("qz7x transformerless");
    for word in &many {
        encode(word);
    }
    assert_eq!(encode("qz7x transformerless"), before);
}

proptest! {
    #[test]
    fn any_text_has_known_pieces(text in "\\PC{0,200}") {
        let known = StaticModel::bundled().tokenizer().len();
        let ids: BTreeSet<u32> = encode(&text).into_iter().collect();
        prop_assert!(ids.iter().all(|id| (*id as usize) < known));
    }

    #[test]
    fn a_text_is_its_words_one_after_another(words in prop::collection::vec("[a-zA-Zé0-9.,-]{1,12}", 0..12)) {
        let apart: Vec<u32> = words.iter().flat_map(|word| encode(word)).collect();
        prop_assert_eq!(encode(&words.join(" ")), apart);
    }
}
