//! Why a model could not be read.

/// What is wrong with a model's files.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmbedError {
    /// The file is not in the safetensors format.
    #[error("it is not a safetensors file: {0}")]
    Format(String),
    /// A tensor is missing or has another type or shape than the model needs.
    #[error("the tensor {name:?} {problem}")]
    Tensor {
        /// The tensor.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The vocabulary does not fit the table.
    #[error("the vocabulary has {words} words, the table {rows} rows")]
    Vocabulary {
        /// How many words the vocabulary has.
        words: usize,
        /// How many rows the table has.
        rows: usize,
    },
    /// The tokenizer is none that is known here, or its description is broken.
    #[error("the tokenizer cannot be used: {0}")]
    Tokenizer(String),
    /// The neural network cannot be read or run.
    #[error("the network cannot be used: {0}")]
    Network(String),
    /// The vocabulary lacks a mark that the network needs at the ends of texts.
    #[error("the vocabulary has no {0}")]
    Mark(&'static str),
    /// A file of a larger model's kept vectors cannot be used.
    #[error("the file of kept vectors cannot be used: {0}")]
    Teacher(String),
}
