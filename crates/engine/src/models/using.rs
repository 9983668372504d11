//! Choosing a model, and removing one.

use std::fs;
use std::path::Path;

use search::{SecondTier, TierProgress};

use super::{AddedModel, BUNDLED_TABLE, BUNDLED_TRANSFORMER, Choice, ModelError, ModelKind, TRAINED};
use crate::{CatchUp, EngineError, Newsstand};

/// What comes of choosing a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelWanted {
    /// Papers are found by it from now on.
    Serves(ModelKind),
    /// A running server takes it into use.
    ServesSoon,
    /// It serves when it has read every paper; until then the old one does.
    Reads(TierProgress),
}

impl Newsstand {
    /// Copies the model at `path`, a folder or a file with what stands beside it, into the data folder under `name`, or as it is called
    /// there. Nothing is kept of one that is not understood completely.
    pub async fn add_model(&self, path: &Path, name: Option<&str>) -> Result<AddedModel, EngineError> {
        let (models, path, name) = (self.models().clone(), path.to_owned(), name.map(str::to_owned));
        tokio::task::spawn_blocking(move || models.add(&path, name.as_deref())).await?
    }

    /// Chooses a model: a table for the first tier, a transformer for the second.
    pub async fn use_model(&self, name: &str) -> Result<ModelWanted, EngineError> {
        if !self.models().names().iter().any(|known| known == name) {
            let (name, known) = (name.to_owned(), self.models().names());
            return Err(ModelError::Unknown { name, known }.into());
        }
        let described = self.models().described(name);
        let described = described.map_err(|reason| ModelError::Damaged { name: name.to_owned(), reason })?;
        match described.kind {
            ModelKind::Table => self.use_table(name).await,
            ModelKind::Transformer => {
                let (newsstand, name) = (self.clone(), name.to_owned());
                tokio::task::spawn_blocking(move || newsstand.use_transformer(&name)).await?
            }
        }
    }

    /// Chooses a table; the index is built anew with it, here or by the server that is running.
    async fn use_table(&self, name: &str) -> Result<ModelWanted, EngineError> {
        if ![BUNDLED_TABLE, TRAINED].contains(&name) {
            // That its files are sound is known before anything changes.
            self.models().open(name)?;
        }
        let first = (name != TRAINED).then(|| name.to_owned());
        self.models().choose(&Choice { first, ..self.models().choice() })?;
        Ok(match self.catch_up().await? {
            CatchUp::Done { .. } => ModelWanted::Serves(ModelKind::Table),
            CatchUp::Elsewhere => ModelWanted::ServesSoon,
        })
    }

    /// Chooses a transformer. It serves at once where it has read every paper before, or the old one has read none.
    fn use_transformer(&self, name: &str) -> Result<ModelWanted, EngineError> {
        let choice = self.models().choice();
        let tier = self.open_tier(&self.models().transformer(name)?)?;
        let (progress, _) = self.snapshot().read_by(tier.embeddings(), 0);
        let old = self.models().described(&choice.second).ok().map(|old| self.read_by(&old)).transpose()?;
        let serves = choice.second == name || progress.papers == progress.of || old.is_none_or(|old| old.papers == 0);
        let chosen = if serves {
            Choice { second: name.to_owned(), coming: None, ..choice }
        } else {
            Choice { coming: Some(name.to_owned()), ..choice }
        };
        self.models().choose(&chosen)?;
        Ok(if serves { ModelWanted::Serves(ModelKind::Transformer) } else { ModelWanted::Reads(progress) })
    }

    /// Removes an operator's model and its vectors. Not one that is in use.
    pub fn remove_model(&self, name: &str) -> Result<(), EngineError> {
        let needed = |reason| Err(ModelError::Needed { name: name.to_owned(), reason }.into());
        if [BUNDLED_TABLE, BUNDLED_TRANSFORMER].contains(&name) {
            return needed("it is part of the program");
        }
        if name == TRAINED {
            return needed("it was learned from the library; newsstand model use bundled-table leaves it out");
        }
        let folder = self.models().known(name)?;
        let choice = self.models().choice();
        if [choice.first.as_deref(), Some(choice.second.as_str()), choice.coming.as_deref()].contains(&Some(name)) {
            return needed("it is in use\nhint: choose another first: newsstand model use NAME");
        }
        let vectors = self.models().described(name).ok().map(|model| model.identity);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| EngineError::Folder { path, source }
        };
        fs::remove_dir_all(&folder).map_err(failed(&folder))?;
        let vectors = vectors.map(|identity| SecondTier::folder(self.tier_state().vectors(), identity));
        if let Some(vectors) = vectors.filter(|vectors| vectors.is_dir()) {
            fs::remove_dir_all(&vectors).map_err(failed(&vectors))?;
        }
        Ok(())
    }
}
