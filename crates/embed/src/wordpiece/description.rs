//! A tokenizer as `tokenizer.json` describes it (the format of the `tokenizers` library,
//! <https://huggingface.co/docs/tokenizers/api/tokenizer>), as far as it is one of WordPiece with BERT's way of cleaning. Others are
//! refused by name: a text that is taken apart otherwise than the model was trained has a wrong vector, and nobody would notice.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::literals::Literals;
use super::{Cleaning, LONGEST_WORD, Marks, WordPiece};
use crate::EmbedError;

/// Larger vocabularies are not believed: that of the most languages has a million pieces.
const MOST_PIECES: u32 = 4_000_000;

/// The parts of the file that matter.
#[derive(Deserialize)]
struct Description {
    #[serde(default)]
    added_tokens: Vec<Added>,
    normalizer: Option<Value>,
    pre_tokenizer: Option<Value>,
    post_processor: Option<Value>,
    model: Value,
}

/// A piece beside the vocabulary.
#[derive(Deserialize)]
struct Added {
    id: u32,
    content: String,
    #[serde(default)]
    special: bool,
}

/// The model, once it is known to be WordPiece.
#[derive(Deserialize)]
struct Model {
    vocab: HashMap<String, u32>,
    #[serde(default = "unknown")]
    unk_token: String,
    #[serde(default = "prefix")]
    continuing_subword_prefix: String,
    #[serde(default = "longest_word")]
    max_input_chars_per_word: usize,
}

fn unknown() -> String {
    "[UNK]".to_owned()
}

fn prefix() -> String {
    "##".to_owned()
}

fn longest_word() -> usize {
    LONGEST_WORD
}

impl WordPiece {
    /// A tokenizer from the bytes of a `tokenizer.json`. Its truncation and padding are not looked at.
    pub fn from_json(json: &[u8]) -> Result<Self, EmbedError> {
        let described: Description = serde_json::from_slice(json).map_err(|error| refuse(error.to_string()))?;
        wordpiece_only(&described.model)?;
        pre_tokenizer(described.pre_tokenizer.as_ref())?;
        let cleaning = cleaning(described.normalizer.as_ref())?;
        let model: Model = Model::deserialize(&described.model).map_err(|error| refuse(error.to_string()))?;
        let numbers = model.vocab.values().copied().chain(described.added_tokens.iter().map(|added| added.id));
        if let Some(number) = numbers.max().filter(|number| *number >= MOST_PIECES) {
            return Err(refuse(format!("it has a piece with the number {number}")));
        }
        let mut all = Self::empty(cleaning);
        for (piece, number) in &model.vocab {
            all.add(piece, *number, &model.continuing_subword_prefix);
        }
        let (unknown, missing) = (&model.unk_token, || refuse(format!("its vocabulary has no {:?}", model.unk_token)));
        all.unknown = model.vocab.get(unknown).copied().ok_or_else(missing)?;
        all.longest_word = model.max_input_chars_per_word;
        for added in &described.added_tokens {
            all.len = all.len.max(added.id as usize + 1);
        }
        let special = described.added_tokens.into_iter().filter(|added| added.special);
        let special: Vec<(String, u32)> = special.map(|added| (added.content, added.id)).collect();
        all.marks = marks(described.post_processor.as_ref(), &special, &all)?;
        all.literals = Literals::new(special);
        Ok(all)
    }
}

/// Refuses every kind of model but WordPiece; older files do not name their kind.
fn wordpiece_only(model: &Value) -> Result<(), EmbedError> {
    let kind = match model.get("type").and_then(Value::as_str) {
        Some(kind) => kind,
        None if model.get("merges").is_some() => "BPE",
        None if model.get("unk_id").is_some() || model.get("vocab").is_some_and(Value::is_array) => "Unigram",
        None => "WordPiece",
    };
    if kind == "WordPiece" { Ok(()) } else { Err(refuse(format!("it is of the kind {kind}, not WordPiece"))) }
}

/// The steps of a normalizer or pre-tokenizer, those of sequences one by one, with their types.
fn steps<'a>(part: &'a Value, list: &str) -> Vec<(&'a str, &'a Value)> {
    match part.get(list).and_then(Value::as_array) {
        Some(inner) => inner.iter().flat_map(|step| steps(step, list)).collect(),
        None => vec![(part.get("type").and_then(Value::as_str).unwrap_or_default(), part)],
    }
}

/// Only BERT's way of cutting at white space and punctuation is known.
fn pre_tokenizer(described: Option<&Value>) -> Result<(), EmbedError> {
    let steps = described.map(|part| steps(part, "pretokenizers")).unwrap_or_default();
    match steps.as_slice() {
        [("BertPreTokenizer", _)] => Ok(()),
        [] => Err(refuse("it has no pre-tokenizer".to_owned())),
        [(kind, _), ..] => Err(refuse(format!("its pre-tokenizer is {kind}, not BertPreTokenizer"))),
    }
}

/// What the normalizer does.
fn cleaning(described: Option<&Value>) -> Result<Cleaning, EmbedError> {
    let mut cleaning = Cleaning { clean: false, han: false, accents: false, lowercase: false };
    for (kind, step) in described.map(|part| steps(part, "normalizers")).unwrap_or_default() {
        let is = |name: &str, default| step.get(name).and_then(Value::as_bool).unwrap_or(default);
        match kind {
            "BertNormalizer" => {
                let lowercase = is("lowercase", true);
                cleaning.lowercase |= lowercase;
                // Where nothing is said of accents, they go with the capitals.
                cleaning.accents |= is("strip_accents", lowercase);
                cleaning.clean |= is("clean_text", true);
                cleaning.han |= is("handle_chinese_chars", true);
            }
            "Lowercase" => cleaning.lowercase = true,
            "StripAccents" => cleaning.accents = true,
            // Accents can only be dropped after it, and by itself it changes nothing that is in a vocabulary without them.
            "NFD" => {}
            other => return Err(refuse(format!("its normalizer {other} is not known here"))),
        }
    }
    Ok(cleaning)
}

/// What stands around every text: as the post-processor says, and where there is none `[CLS]` and `[SEP]`.
fn marks(
    described: Option<&Value>,
    special: &[(String, u32)],
    all: &WordPiece,
) -> Result<Result<Marks, &'static str>, EmbedError> {
    let number = |name: &str| {
        let added = special.iter().find(|(mark, _)| mark == name).map(|(_, number)| *number);
        added.or_else(|| all.piece(name)).ok_or_else(|| refuse(format!("its vocabulary has no {name:?}")))
    };
    let Some(described) = described else {
        let both = |name: &'static str| number(name).map(|number| vec![number]).map_err(|_| name);
        return Ok(both("[CLS]").and_then(|before| Ok(Marks { before, after: both("[SEP]")? })));
    };
    match described.get("type").and_then(Value::as_str).unwrap_or_default() {
        "TemplateProcessing" => template(described, &number).map(Ok),
        "BertProcessing" | "RobertaProcessing" => {
            let name = |end: &str| described.get(end).and_then(|mark| mark.get(0)).and_then(Value::as_str);
            let [before, after] = ["cls", "sep"].map(|end| number(name(end).unwrap_or_default()).map(|it| vec![it]));
            Ok(Ok(Marks { before: before?, after: after? }))
        }
        other => Err(refuse(format!("its post-processor {other} is not known here"))),
    }
}

/// The marks of a template for one text: what stands before the sequence and what after it.
fn template(described: &Value, number: &dyn Fn(&str) -> Result<u32, EmbedError>) -> Result<Marks, EmbedError> {
    let (mut marks, mut behind) = (Marks::default(), false);
    for part in described.get("single").and_then(Value::as_array).into_iter().flatten() {
        match part.get("SpecialToken").and_then(|mark| mark.get("id")).and_then(Value::as_str) {
            Some(name) if behind => marks.after.push(number(name)?),
            Some(name) => marks.before.push(number(name)?),
            None => behind = true,
        }
    }
    Ok(marks)
}

fn refuse(reason: String) -> EmbedError {
    EmbedError::Tokenizer(reason)
}
