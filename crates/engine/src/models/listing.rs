//! All models, and how far the library is read by each.

use embed::{StaticModel, Transformer};
use search::{Embeddings, SecondTier, TierProgress};

use super::manifest::Manifest;
use super::{BUNDLED_TABLE, BUNDLED_TRANSFORMER, ModelKind, Models, TRAINED};
use crate::{EngineError, Newsstand};

/// A model of the data folder or of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedModel {
    /// Its name.
    pub name: String,
    /// What it is; or why it cannot be used.
    pub described: Result<DescribedModel, String>,
    /// What it does.
    pub usage: Option<ModelUse>,
    /// How much of the library it has read.
    pub read: TierProgress,
}

/// What a model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DescribedModel {
    /// Its kind.
    pub kind: ModelKind,
    /// The dimensions of its vectors.
    pub dims: usize,
    /// Bytes of its files.
    pub bytes: u64,
    /// What tells its vectors from others'.
    pub(super) identity: u64,
}

/// What a model does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelUse {
    /// It is the table by which papers are found at once.
    First,
    /// It is the transformer by which they are found when it has read them.
    Second,
    /// It will be that when it has read everything.
    Next,
}

impl Models {
    /// What a model is, by its manifest: its files are not read.
    pub(super) fn described(&self, name: &str) -> Result<DescribedModel, String> {
        let of_table = |model: &StaticModel| DescribedModel {
            kind: ModelKind::Table,
            dims: model.dims(),
            bytes: model.file().len() as u64,
            identity: model.identity(),
        };
        match name {
            BUNDLED_TABLE => Ok(of_table(StaticModel::bundled())),
            TRAINED => Ok(of_table(&self.own_table())),
            BUNDLED_TRANSFORMER => {
                let model = Transformer::bundled().map_err(|error| error.to_string())?;
                let (dims, identity) = (model.dims(), model.identity());
                Ok(DescribedModel { kind: ModelKind::Transformer, dims, bytes: Transformer::bundled_size(), identity })
            }
            name => {
                let manifest = Manifest::read(&self.path(name))?;
                let identity = manifest.identity().ok_or("its manifest names no identity")?;
                Ok(DescribedModel { kind: manifest.kind, dims: manifest.dims, bytes: manifest.bytes(), identity })
            }
        }
    }

    /// The name of the table in use, as far as it is there.
    fn first(&self, choice: Option<String>) -> String {
        let own = if self.names().iter().any(|name| name == TRAINED) { TRAINED } else { BUNDLED_TABLE };
        choice.filter(|name| name != TRAINED && self.names().contains(name)).unwrap_or_else(|| own.to_owned())
    }
}

impl Newsstand {
    /// All models: the program's own, then the operator's. Reads the bundled network, and no other file than the manifests.
    pub fn list_models(&self) -> Result<Vec<ListedModel>, EngineError> {
        let choice = self.models().choice();
        let first = self.models().first(choice.first.clone());
        let listed = |name: String| {
            let described = self.models().described(&name);
            let usage = if name == first {
                Some(ModelUse::First)
            } else if name == choice.second {
                Some(ModelUse::Second)
            } else {
                (choice.coming.as_ref() == Some(&name)).then_some(ModelUse::Next)
            };
            let read = described
                .as_ref()
                .map_or(Ok(TierProgress { papers: 0, of: self.snapshot().len() }), |model| self.read_by(model))?;
            Ok(ListedModel { name, described, usage, read })
        };
        self.models().names().into_iter().map(listed).collect()
    }

    /// How much of the library a model has read. A table reads it while it is indexed.
    pub(super) fn read_by(&self, model: &DescribedModel) -> Result<TierProgress, EngineError> {
        let snapshot = self.snapshot();
        let of = snapshot.len();
        if model.kind == ModelKind::Table {
            let indexed = snapshot.model().is_some_and(|table| table.identity() == model.identity);
            return Ok(TierProgress { papers: if indexed { of } else { 0 }, of });
        }
        let folder = SecondTier::folder(self.tier_state().vectors(), model.identity);
        if !folder.is_dir() {
            return Ok(TierProgress { papers: 0, of });
        }
        let embeddings = Embeddings::open(&folder, model.dims, model.identity)?;
        Ok(snapshot.read_by(&embeddings, 0).0)
    }
}
