//! Finding a model's parts in files from elsewhere: a folder in the layout of sentence-transformers or of model2vec, or one file with what
//! stands beside it. What is not known is refused by name: a model that is used otherwise than it was trained finds badly, and nobody
//! would know why.

mod settings;
mod weights;

use std::fs;
use std::path::{Path, PathBuf};

use embed::{Cleaning, StaticModel};
use serde_json::Value;

use self::settings::Settings;
use super::ModelError;
use super::manifest::{ModelKind, Parts, TOKENIZER, VOCABULARY};

/// Larger files are not read: their vectors would take seconds a paper.
const LARGEST: u64 = 4 << 30;

/// Larger settings are no settings.
const LARGEST_SETTINGS: u64 = 1 << 20;

/// Reads the parts of the model at `path`.
pub(super) fn read(path: &Path) -> Result<Parts, ModelError> {
    let weights = weights::find(path)?;
    let root = root(path, &weights)?;
    let settings = Settings::read(&root)?;
    let tokenizer = tokenizer(&weights, &root)?;
    let cleaning = settings.cleaning;
    let bytes = whole(&weights)?;
    let is_table = is_safetensors(&weights) && StaticModel::recognises(&bytes);
    let (kind, bytes) = match (is_table, is_safetensors(&weights)) {
        (true, _) => (ModelKind::Table, bytes),
        (false, true) => (ModelKind::Transformer, network(&weights, &bytes, &root)?),
        (false, false) => (ModelKind::Transformer, bytes),
    };
    if kind == ModelKind::Transformer {
        settings.check_modules()?;
    }
    let longest = settings.longest(&tokenizer.1);
    let usage = embed::Usage { longest, ..settings.usage };
    Ok(Parts { kind, weights: bytes, tokenizer, cleaning, usage })
}

/// The folder with the settings: that of the weights or the one above it, whichever has a tokenizer or vocabulary.
fn root(path: &Path, weights: &Path) -> Result<PathBuf, ModelError> {
    if path.is_dir() {
        return Ok(path.to_owned());
    }
    let above = weights.ancestors().skip(1).take(2);
    let mut known = above.filter(|folder| [TOKENIZER, VOCABULARY].iter().any(|name| folder.join(name).is_file()));
    let missing = || ModelError::refused(path, format!("neither {TOKENIZER} nor {VOCABULARY} stands beside it"));
    known.next().map(Path::to_owned).ok_or_else(missing)
}

/// The tokenizer or vocabulary, as it is called in a model's folder, and its bytes.
fn tokenizer(weights: &Path, root: &Path) -> Result<(&'static str, Vec<u8>), ModelError> {
    for folder in [weights.parent().unwrap_or(root), root] {
        for name in [TOKENIZER, VOCABULARY] {
            if folder.join(name).is_file() {
                return Ok((name, whole(&folder.join(name))?));
            }
        }
    }
    Err(ModelError::refused(root, format!("it has neither {TOKENIZER} nor {VOCABULARY}")))
}

/// The network of weights in safetensors format, as its config.json describes it.
fn network(weights: &Path, bytes: &[u8], root: &Path) -> Result<Vec<u8>, ModelError> {
    let config = whole(&root.join("config.json"))?;
    embed::network_of_bert(bytes, &config).map_err(|error| ModelError::refused(weights, error.to_string()))
}

fn is_safetensors(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "safetensors")
}

/// A file's bytes.
fn whole(path: &Path) -> Result<Vec<u8>, ModelError> {
    let refused = |error: std::io::Error| ModelError::refused(path, format!("it cannot be read: {error}"));
    let length = fs::metadata(path).map_err(refused)?.len();
    if length > LARGEST {
        return Err(ModelError::refused(path, format!("it is larger than {} GB", LARGEST >> 30)));
    }
    let bytes = fs::read(path).map_err(refused)?;
    // What is found in the place of a large file after fetching a repository without them.
    if bytes.starts_with(b"version https://git-lfs") {
        return Err(ModelError::refused(path, "it is only a pointer of git-lfs: the file itself was not fetched"));
    }
    Ok(bytes)
}

/// A file of settings; null where there is none.
fn json(path: &Path) -> Result<Value, ModelError> {
    let length = match fs::metadata(path) {
        Ok(file) if file.is_file() => file.len(),
        _ => return Ok(Value::Null),
    };
    if length > LARGEST_SETTINGS {
        return Err(ModelError::refused(path, "it is too large for settings"));
    }
    serde_json::from_slice(&whole(path)?).map_err(|error| ModelError::refused(path, format!("it is broken: {error}")))
}

/// What BERT's tokenizers do to texts, in lower case or not.
fn cased_or_not(lowercase: bool) -> Cleaning {
    if lowercase { Cleaning::UNCASED } else { Cleaning::CASED }
}
