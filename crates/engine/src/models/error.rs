//! What can be wrong with an operator's model, or with what is asked of it.

use std::path::PathBuf;

/// Why a model was not added, used or removed.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It is neither here nor a path.
    #[error(
        "there is no file or folder {name:?}, and no model of that name\nhint: nothing is downloaded; fetch the model's folder \
         (config.json, tokenizer.json or vocab.txt, and model.safetensors or onnx/model.onnx with 1_Pooling/config.json) and name \
         it: newsstand model add FOLDER"
    )]
    Nowhere {
        /// What was named.
        name: String,
    },
    /// No model has that name.
    #[error("there is no model {name:?}\nhint: there are {}", known.join(", "))]
    Unknown {
        /// What was named.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A name that a folder cannot have, or that is the program's own.
    #[error("a model cannot be called {name:?}: {reason}\nhint: choose another name with --name")]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// There is a model of that name.
    #[error("there is a model {name:?} already\nhint: newsstand model use {name}, or choose another name with --name")]
    Taken {
        /// The name.
        name: String,
    },
    /// The files are no model that can be used.
    #[error("{} is no model that can be used: {reason}", path.display())]
    Refused {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A model that was added is not what it was then.
    #[error("the model {name:?} is damaged: {reason}")]
    Damaged {
        /// The model.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// It is compiled into the program, or was trained.
    #[error("the model {name:?} cannot be removed: {reason}")]
    Needed {
        /// The model.
        name: String,
        /// Why.
        reason: &'static str,
    },
}

impl ModelError {
    /// That what lies at `path` cannot be used.
    pub(super) fn refused(path: impl Into<PathBuf>, reason: impl Into<String>) -> Self {
        Self::Refused { path: path.into(), reason: reason.into() }
    }
}
