//! Which transformer searches go by, and which is to take its place.
//!
//! A model that was chosen reads every paper first, while searches go by the old one; then it serves, here and, since that is written
//! down, after the next start. What a model has read is kept, so the way back is short.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use embed::Transformer;
use search::{SecondTier, TierProgress};
use tracing::{info, warn};

use crate::models::{BUNDLED_TRANSFORMER, Choice, Stamp};
use crate::{EngineError, Newsstand};

/// What this process knows of the second tier.
#[derive(Debug)]
pub(crate) struct TierState {
    /// The folder of all vectors.
    vectors: PathBuf,
    /// Whether there is to be a second tier.
    wanted: bool,
    /// When the choice was last looked at; held while it is followed.
    seen: Mutex<Option<Stamp>>,
    /// The name of the model that serves.
    serving: Mutex<String>,
    coming: RwLock<Option<Coming>>,
}

/// A model that is to serve when it has read everything.
#[derive(Debug, Clone)]
pub(crate) struct Coming {
    name: String,
    pub(crate) tier: Arc<SecondTier>,
    progress: TierProgress,
}

impl TierState {
    /// With that folder of vectors.
    pub(crate) fn new(vectors: PathBuf, wanted: bool) -> Self {
        Self { vectors, wanted, seen: Mutex::default(), serving: Mutex::default(), coming: RwLock::default() }
    }

    /// The folder of all vectors: in it each model has one of its own.
    pub(crate) fn vectors(&self) -> &Path {
        &self.vectors
    }

    /// The model that is to serve next.
    pub(crate) fn coming(&self) -> Option<Coming> {
        self.coming.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_coming(&self, coming: Option<Coming>) {
        *self.coming.write().unwrap_or_else(PoisonError::into_inner) = coming;
    }

    fn serving(&self) -> String {
        self.serving.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Newsstand {
    /// Gives the index its second tier, where there is to be one: papers are found by what it has read before. Takes a while: a
    /// network is read.
    pub async fn open_second_tier(&self) -> Result<(), EngineError> {
        let newsstand = self.clone();
        tokio::task::spawn_blocking(move || newsstand.follow_choice()).await?
    }

    /// How far the second tier has come; `None` where there is none, or none yet.
    pub fn second_tier(&self) -> Option<TierProgress> {
        self.snapshot().second_tier()
    }

    /// The model that will serve as the second tier when it has read every paper, and how far it has come.
    pub fn next_model(&self) -> Option<(String, TierProgress)> {
        self.tier_state().coming().map(|coming| (coming.name, coming.progress))
    }

    /// Whether the choice of models is another than this process follows.
    pub(crate) fn choice_has_changed(&self) -> bool {
        let seen = self.tier_state().seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen != Some(self.models().stamp())
    }

    /// Opens the models that are chosen, if that has changed.
    pub(crate) fn follow_choice(&self) -> Result<(), EngineError> {
        let state = self.tier_state();
        if !state.wanted {
            return Ok(());
        }
        let mut seen = state.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = self.models().stamp();
        if *seen == Some(stamp) {
            return Ok(());
        }
        let choice = self.models().choice();
        if self.index().second_tier().is_none() || state.serving() != choice.second {
            self.serve(&choice)?;
        }
        self.prepare(choice.coming);
        *seen = Some(stamp);
        Ok(())
    }

    /// Lets searches go by the model that is chosen; by the bundled one where that cannot be used.
    fn serve(&self, choice: &Choice) -> Result<(), EngineError> {
        let named = |name: &str| Ok::<_, EngineError>((name.to_owned(), self.models().transformer(name)?));
        let (name, model) = named(&choice.second).or_else(|error| {
            warn!(%error, model = choice.second, "the second tier's model cannot be used: the bundled one serves");
            named(BUNDLED_TRANSFORMER)
        })?;
        self.go_by(&name, self.open_tier(&model)?)
    }

    fn go_by(&self, name: &str, tier: Arc<SecondTier>) -> Result<(), EngineError> {
        self.index().set_second_tier(Some(tier))?;
        // A model that had to be replaced is not asked for again until something is chosen.
        name.clone_into(&mut self.tier_state().serving.lock().unwrap_or_else(PoisonError::into_inner));
        self.note_reading();
        Ok(())
    }

    /// Opens the model that is to serve next; one that cannot be used is not waited for.
    fn prepare(&self, name: Option<String>) {
        let state = self.tier_state();
        let Some(name) = name.filter(|name| *name != state.serving()) else { return state.set_coming(None) };
        if state.coming().is_some_and(|coming| coming.name == name) {
            return;
        }
        let opened = self.models().transformer(&name).and_then(|model| self.open_tier(&model));
        let coming = opened.map(|tier| {
            let (progress, _) = self.snapshot().read_by(tier.embeddings(), 0);
            info!(model = name, papers = progress.papers, of = progress.of, "a new model reads before it serves");
            Coming { name: name.clone(), tier, progress }
        });
        state.set_coming(coming.inspect_err(|error| warn!(%error, model = name, "the model cannot be used")).ok());
        // Pages say which is to come.
        self.note_reading();
    }

    /// Notes how far the model that is to serve next has come, and lets it serve when it has read everything, or when the old one has
    /// read nothing.
    pub(crate) fn note_coming(&self, mut coming: Coming) -> Result<(), EngineError> {
        (coming.progress, _) = self.snapshot().read_by(coming.tier.embeddings(), 0);
        let TierProgress { papers, of } = coming.progress;
        let old = self.second_tier().map_or(0, |old| old.papers);
        if papers < of && old > 0 {
            self.tier_state().set_coming(Some(coming));
            self.note_reading();
            return Ok(());
        }
        let _following = self.tier_state().seen.lock().unwrap_or_else(PoisonError::into_inner);
        let choice = self.models().choice();
        if choice.coming.as_ref() != Some(&coming.name) {
            // Somebody has chosen otherwise meanwhile.
            return Ok(());
        }
        self.go_by(&coming.name, Arc::clone(&coming.tier))?;
        self.tier_state().set_coming(None);
        self.models().choose(&Choice { second: coming.name.clone(), coming: None, ..choice })?;
        info!(model = coming.name, papers, "the new model serves");
        Ok(())
    }

    /// A model with the vectors that it has made; damaged ones are moved aside and named.
    pub(crate) fn open_tier(&self, model: &Transformer) -> Result<Arc<SecondTier>, EngineError> {
        let tier = SecondTier::open(model, self.tier_state().vectors())?;
        for path in tier.embeddings().take_damaged() {
            warn!(path = %path.display(), "damaged vectors were moved aside; their papers will be read again");
        }
        Ok(Arc::new(tier))
    }
}
