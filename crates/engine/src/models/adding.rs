//! Taking a model in: found, tried, then copied into a folder of its own, whole or not at all.

use std::fs;
use std::path::Path;

use super::manifest::{self, Manifest, OpenModel, Parts};
use super::{ModelError, ModelKind, Models, layout, names, write_whole};
use crate::EngineError;

/// Sentences by which a model is tried. The first two are about the same.
const TRIAL: [&str; 3] = [
    "teaching robots to grasp objects",
    "dexterous manipulation with learned mechanical hands",
    "galaxy rotation curves without dark matter",
];

/// How often these together make a text that is longer than any model reads.
const LONG: usize = 120;

/// Vectors of different sentences that are nearer than this are the same.
const SAME: f32 = 0.9999;

/// A model that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedModel {
    /// Its name.
    pub name: String,
    /// What kind it is.
    pub kind: ModelKind,
    /// The dimensions of its vectors.
    pub dims: usize,
    /// Bytes of its files.
    pub bytes: u64,
}

impl Models {
    /// Copies the model at `path` into a folder called `name`, or as its own is called, once it has been tried.
    pub(crate) fn add(&self, path: &Path, name: Option<&str>) -> Result<AddedModel, EngineError> {
        if !path.exists() {
            let named = path.display().to_string();
            let known = self.names().contains(&named);
            return Err(
                if known { ModelError::Taken { name: named } } else { ModelError::Nowhere { name: named } }.into()
            );
        }
        let name = name.map_or_else(|| names::of_path(path), str::to_owned);
        names::check(&name)?;
        if self.path(&name).exists() {
            return Err(ModelError::Taken { name }.into());
        }
        let parts = layout::read(path)?;
        let model = tried(parts.clone()).map_err(|reason| ModelError::refused(path, reason))?;
        let manifest = Manifest::of(&parts, &model);
        self.write_model(&name, (&parts, &manifest))?;
        Ok(AddedModel { name, kind: manifest.kind, dims: manifest.dims, bytes: manifest.bytes() })
    }

    /// Writes the folder of a model under another name and renames it.
    fn write_model(&self, name: &str, (parts, manifest): (&Parts, &Manifest)) -> Result<(), EngineError> {
        let part = self.path(&format!(".{name}.{}.part", std::process::id()));
        let failed = |source| EngineError::Folder { path: part.clone(), source };
        let write = || -> Result<(), EngineError> {
            fs::create_dir_all(&part).map_err(failed)?;
            write_whole(&part.join(parts.weights_name()), &parts.weights)?;
            write_whole(&part.join(parts.tokenizer.0), &parts.tokenizer.1)?;
            let described = serde_json::to_vec_pretty(manifest).unwrap_or_default();
            write_whole(&part.join(manifest::FILE), &described)?;
            fs::rename(&part, self.path(name)).map_err(failed)
        };
        write().inspect_err(|_| {
            // Why writing failed is to be told, not that tidying up did too.
            drop(fs::remove_dir_all(&part));
        })
    }
}

/// Opens a model and lets it read some sentences. On a thread of its own: reading a network that somebody broke on purpose may end it.
fn tried(parts: Parts) -> Result<OpenModel, String> {
    let work = move || {
        let model = parts.open()?;
        trial(&model)?;
        Ok(model)
    };
    std::thread::spawn(work).join().unwrap_or_else(|_| Err("reading it breaks off".to_owned()))
}

/// Whether a model tells sentences apart, each of which has a vector of finite numbers.
fn trial(model: &OpenModel) -> Result<(), String> {
    let mut vectors = Vec::new();
    let long = format!("{} ", TRIAL.concat()).repeat(LONG);
    for text in TRIAL.into_iter().chain([long.as_str()]) {
        let vector = match model {
            OpenModel::Table(model) => model.embed(text),
            OpenModel::Transformer(model) => model.embed_paper(text, "").map_err(|error| error.to_string())?,
        };
        // What is not finite has become zero.
        if vector.is_zero() {
            return Err(format!("it has no vector for a text of {} bytes", text.len()));
        }
        vectors.push(vector);
    }
    let same = |a: usize, b: usize| vectors.get(a).zip(vectors.get(b)).is_some_and(|(a, b)| a.cosine(b) > SAME);
    if same(0, 1) || same(0, 2) { Err("it gives different sentences the same vector".to_owned()) } else { Ok(()) }
}
