//! The settings beside a network, as sentence-transformers writes them: which steps there are, how many vectors become one, how much is
//! read, and what is put before texts (<https://sbert.net/docs/sentence_transformer/usage/custom_models.html>).

use std::path::{Path, PathBuf};

use embed::{Cleaning, Pooling, Usage};
use serde_json::Value;

use super::{cased_or_not, json};
use crate::models::ModelError;

/// More word pieces are not read of a text, whatever a model could: the time grows with them, and abstracts are shorter.
const LONGEST: usize = 512;

/// What is read where no file says it.
const USUAL: usize = 256;

/// A network that reads fewer pieces than these would not see a title whole.
const SHORTEST: usize = 16;

/// The kinds of pooling that are known, as they are called in their settings. The mean divided by the root of the length has the
/// direction of the mean.
const POOLINGS: [(&str, Pooling); 4] = [
    ("pooling_mode_mean_tokens", Pooling::Mean),
    ("pooling_mode_mean_sqrt_len_tokens", Pooling::Mean),
    ("pooling_mode_cls_token", Pooling::Cls),
    ("pooling_mode_max_tokens", Pooling::Max),
];

/// What the files beside a network say.
#[derive(Debug)]
pub(super) struct Settings {
    root: PathBuf,
    modules: Vec<Module>,
    /// How the network is used, but for what is read at most.
    pub usage: Usage,
    /// What is done to texts where the tokenizer is a vocabulary alone.
    pub cleaning: Cleaning,
    /// Pieces that are read at most, by the first file that says so.
    longest: Option<usize>,
    compares_by_length: bool,
}

/// A step between text and vector.
#[derive(Debug)]
struct Module {
    kind: String,
    path: String,
}

impl Settings {
    /// Reads the settings in a folder; what is not there is as usual.
    pub(super) fn read(root: &Path) -> Result<Self, ModelError> {
        let file = |name: &str| json(&root.join(name));
        let modules = modules(&file("modules.json")?);
        let (own, of_tokenizer) = (file("sentence_bert_config.json")?, file("tokenizer_config.json")?);
        let (whole, shared) = (file("config.json")?, file("config_sentence_transformers.json")?);
        let number = |value: &Value, name: &str| usize::try_from(value.get(name)?.as_u64()?).ok();
        // Tokenizers without a limit say a number without meaning.
        let longest = number(&own, "max_seq_length")
            .or_else(|| number(&of_tokenizer, "model_max_length").filter(|most| *most < 100_000))
            .or_else(|| number(&whole, "max_position_embeddings"));
        let is = |name: &str| of_tokenizer.get(name).and_then(Value::as_bool);
        let lowercase = is("do_lower_case").unwrap_or(true);
        let mut cleaning = cased_or_not(lowercase);
        cleaning.accents = is("strip_accents").unwrap_or(lowercase);
        cleaning.han = is("tokenize_chinese_chars").unwrap_or(true);
        let [question, paper] = prompts(&shared);
        let usage = Usage { pooling: pooling(root, &modules)?, longest: LONGEST, question, paper };
        let compares_by_length = shared.get("similarity_fn_name").and_then(Value::as_str) == Some("dot");
        Ok(Self { root: root.to_owned(), modules, usage, cleaning, longest, compares_by_length })
    }

    /// Refuses networks with steps that are not known, and those whose vectors' lengths mean something.
    pub(super) fn check_modules(&self) -> Result<(), ModelError> {
        let refused = |reason: String| Err(ModelError::refused(&self.root, reason));
        let known = ["Transformer", "Pooling", "Normalize"];
        if let Some(other) = self.modules.iter().find(|module| !known.contains(&module.kind.as_str())) {
            return refused(format!("modules.json names a step {}, which is not known here", other.kind));
        }
        let normalized = self.modules.iter().any(|module| module.kind == "Normalize");
        if self.compares_by_length && !normalized {
            return refused("its vectors are compared by their inner product, here all are by their angle".to_owned());
        }
        Ok(())
    }

    /// Pieces that are read at most: as the settings say or else the tokenizer.
    pub(super) fn longest(&self, tokenizer: &[u8]) -> usize {
        let truncation = || {
            let described: Value = serde_json::from_slice(tokenizer).ok()?;
            usize::try_from(described.get("truncation")?.get("max_length")?.as_u64()?).ok()
        };
        self.longest.or_else(truncation).unwrap_or(USUAL).clamp(SHORTEST, LONGEST)
    }
}

/// The steps in their order; their kind is the last part of a name such as `sentence_transformers.models.Pooling`.
fn modules(described: &Value) -> Vec<Module> {
    let word = |module: &Value, name: &str| module.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let module = |module: &Value| {
        let kind = word(module, "type");
        Module { kind: kind.rsplit('.').next().unwrap_or_default().to_owned(), path: word(module, "path") }
    };
    described.as_array().into_iter().flatten().map(module).collect()
}

/// How many vectors become one: by the mean, where nothing is said.
fn pooling(root: &Path, modules: &[Module]) -> Result<Pooling, ModelError> {
    let named = modules.iter().find(|module| module.kind == "Pooling").map(|module| module.path.as_str());
    // A path from a file is a name in this folder, or nothing.
    let plain = |name: &&str| !name.contains(['/', '\\']) && !name.starts_with('.');
    let file = root.join(named.filter(plain).unwrap_or("1_Pooling")).join("config.json");
    let described = json(&file)?;
    let Some(fields) = described.as_object() else { return Ok(Pooling::Mean) };
    let modes =
        fields.iter().filter(|(name, value)| name.starts_with("pooling_mode_") && value.as_bool() == Some(true));
    let modes: Vec<&str> = modes.map(|(name, _)| name.as_str()).collect();
    let known = |mode: &str| POOLINGS.iter().find(|(name, _)| *name == mode).map(|(_, pooling)| *pooling);
    match modes.as_slice() {
        [] => Ok(Pooling::Mean),
        [one] => known(one).ok_or_else(|| ModelError::refused(&file, format!("{one} is not known here"))),
        several => Err(ModelError::refused(&file, format!("it joins several vectors ({})", several.join(", ")))),
    }
}

/// What is put before questions and before papers.
fn prompts(shared: &Value) -> [String; 2] {
    let prompts = shared.get("prompts");
    let prompt = |name: &str| prompts?.get(name)?.as_str();
    let usual = shared.get("default_prompt_name").and_then(Value::as_str).and_then(prompt);
    let first = |names: &[&str]| names.iter().find_map(|name| prompt(name)).or(usual).unwrap_or_default().to_owned();
    [first(&["query", "search_query"]), first(&["passage", "document", "search_document"])]
}
