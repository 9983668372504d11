//! What a model's folder says of itself: kind, files with their checksums, and how they are used. Written once, when the model was
//! checked; read and compared with the files whenever the model is opened.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use embed::{Cleaning, StaticModel, Transformer, Usage, WordPiece};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// Its name in a model's folder.
pub(super) const FILE: &str = "manifest.json";

/// The files of a model, as they are called in its folder.
pub(super) const NETWORK: &str = "network.onnx";
pub(super) const TABLE: &str = "table.safetensors";
pub(super) const TOKENIZER: &str = "tokenizer.json";
pub(super) const VOCABULARY: &str = "vocab.txt";

/// The version of the layout.
const VERSION: u32 = 1;

/// What kind of model it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelKind {
    /// A static table: for the first tier.
    Table,
    /// A neural network: for the second.
    Transformer,
}

/// A model's folder, described.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    version: u32,
    /// What kind of model it is.
    pub kind: ModelKind,
    /// The dimensions of its vectors.
    pub dims: usize,
    /// What tells its vectors from others', in hexadecimal digits.
    identity: String,
    /// How the network is used.
    usage: Usage,
    /// What is done to texts where the tokenizer is a vocabulary alone.
    cleaning: Cleaning,
    files: Vec<Listed>,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    name: String,
    bytes: u64,
    xxh3: String,
}

/// A model that is ready.
#[derive(Debug, Clone)]
pub(crate) enum OpenModel {
    Table(StaticModel),
    Transformer(Transformer),
}

/// The files of a model that was found somewhere, and how they are used.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub kind: ModelKind,
    /// The network in ONNX format, or the table.
    pub weights: Vec<u8>,
    /// The name in a model's folder, and the bytes, of the tokenizer or vocabulary.
    pub tokenizer: (&'static str, Vec<u8>),
    pub cleaning: Cleaning,
    pub usage: Usage,
}

impl Parts {
    /// The name that the weights have in a model's folder.
    pub(super) fn weights_name(&self) -> &'static str {
        weights_name(self.kind)
    }

    /// The model itself.
    pub(super) fn open(self) -> Result<OpenModel, String> {
        let (name, bytes) = self.tokenizer;
        let said = |error: embed::EmbedError| error.to_string();
        let mut salt = xxh3_64(&bytes);
        let tokenizer = if name == TOKENIZER {
            WordPiece::from_json(&bytes).map_err(said)?
        } else {
            let vocabulary = std::str::from_utf8(&bytes).map_err(|_| format!("{name} is no UTF-8"))?;
            salt ^= xxh3_64(format!("{:?}", self.cleaning).as_bytes());
            WordPiece::with_cleaning(vocabulary, self.cleaning)
        };
        let (weights, tokenizer) = (Cow::Owned(self.weights), (tokenizer, salt));
        Ok(match self.kind {
            ModelKind::Table => OpenModel::Table(StaticModel::with_tokenizer(weights, tokenizer).map_err(said)?),
            ModelKind::Transformer => {
                OpenModel::Transformer(Transformer::with_tokenizer(weights, tokenizer, self.usage).map_err(said)?)
            }
        })
    }
}

impl OpenModel {
    /// What tells its vectors from others', and their dimensions.
    pub(super) fn tells(&self) -> (u64, usize) {
        match self {
            Self::Table(model) => (model.identity(), model.dims()),
            Self::Transformer(model) => (model.identity(), model.dims()),
        }
    }
}

impl Manifest {
    /// Describes parts that were opened as `model`.
    pub(super) fn of(parts: &Parts, model: &OpenModel) -> Self {
        let listed = |(name, bytes): (&str, &[u8])| Listed {
            name: name.to_owned(),
            bytes: bytes.len() as u64,
            xxh3: format!("{:016x}", xxh3_64(bytes)),
        };
        let (identity, dims) = model.tells();
        let (tokenizer, described) = &parts.tokenizer;
        let files = [(parts.weights_name(), parts.weights.as_slice()), (tokenizer, described.as_slice())];
        Self {
            version: VERSION,
            kind: parts.kind,
            dims,
            identity: format!("{identity:016x}"),
            usage: parts.usage.clone(),
            cleaning: parts.cleaning,
            files: files.map(listed).to_vec(),
        }
    }

    /// Reads the manifest of a model's folder.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let bytes = fs::read(folder.join(FILE)).map_err(|error| format!("{FILE} cannot be read: {error}"))?;
        let manifest: Self = serde_json::from_slice(&bytes).map_err(|error| format!("{FILE} is broken: {error}"))?;
        if manifest.version == VERSION {
            Ok(manifest)
        } else {
            Err(format!("{FILE} has version {}, not {VERSION}", manifest.version))
        }
    }

    /// What tells the model's vectors from others'.
    pub(super) fn identity(&self) -> Option<u64> {
        u64::from_str_radix(&self.identity, 16).ok()
    }

    /// The size of all files.
    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).fold(0, u64::saturating_add)
    }

    /// Opens the model of a folder, each file compared with its checksum.
    pub(super) fn open(&self, folder: &Path) -> Result<OpenModel, String> {
        let tokenizer = if self.lists(TOKENIZER) { TOKENIZER } else { VOCABULARY };
        let parts = Parts {
            kind: self.kind,
            weights: self.file(folder, weights_name(self.kind))?,
            tokenizer: (tokenizer, self.file(folder, tokenizer)?),
            cleaning: self.cleaning,
            usage: self.usage.clone(),
        };
        let model = parts.open()?;
        let (identity, dims) = model.tells();
        if self.identity() == Some(identity) && dims == self.dims {
            Ok(model)
        } else {
            Err(format!("its files make another model than {FILE} says"))
        }
    }

    fn lists(&self, name: &str) -> bool {
        self.files.iter().any(|file| file.name == name)
    }

    /// The bytes of a file, if they are what was written.
    fn file(&self, folder: &Path, name: &str) -> Result<Vec<u8>, String> {
        let listed = self.files.iter().find(|file| file.name == name);
        let listed = listed.ok_or_else(|| format!("{FILE} names no {name}"))?;
        let length = fs::metadata(folder.join(name)).map_err(|error| format!("{name} cannot be read: {error}"))?.len();
        if length != listed.bytes {
            return Err(format!("{name} has {length} bytes, not {}", listed.bytes));
        }
        let bytes = fs::read(folder.join(name)).map_err(|error| format!("{name} cannot be read: {error}"))?;
        if format!("{:016x}", xxh3_64(&bytes)) == listed.xxh3 {
            Ok(bytes)
        } else {
            Err(format!("the checksum of {name} is wrong"))
        }
    }
}

fn weights_name(kind: ModelKind) -> &'static str {
    match kind {
        ModelKind::Table => TABLE,
        ModelKind::Transformer => NETWORK,
    }
}
