//! The second tier: a transformer (all-MiniLM-L6-v2 in int8 is bundled), run by `rten`.
//!
//! A text's vector is the mean of the network's output over the text's word pieces, or as the model was trained, brought to length 1
//! (Reimers and Gurevych 2019, <https://arxiv.org/abs/1908.10084>). By the bundled one an abstract takes some thirty milliseconds of
//! one core, a query two or three.

mod network;

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use rten::{ModelOptions, ThreadPool};
use rten_tensor::prelude::*;
use xxhash_rust::xxh3::Xxh3Default;

use self::network::Network;
use crate::{EmbedError, Vector, WordPiece};

/// More word pieces than this, the marks at both ends included, the bundled model does not read: it was trained with as many.
const LONGEST: usize = 256;

/// How one vector is made of those of all pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// Their mean.
    #[default]
    Mean,
    /// That of the mark before the text.
    Cls,
    /// The largest of each dimension.
    Max,
}

/// How a network is to be used.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Usage {
    /// How one vector is made of many.
    pub pooling: Pooling,
    /// Word pieces that are read at most, the marks at both ends included.
    pub longest: usize,
    /// What is put before a question, such as `query: `.
    pub question: String,
    /// What is put before a paper.
    pub paper: String,
}

impl Default for Usage {
    fn default() -> Self {
        Self { pooling: Pooling::Mean, longest: LONGEST, question: String::new(), paper: String::new() }
    }
}

/// The bundled network.
static NETWORK: &[u8] = include_bytes!("../model/minilm-l6-int8.onnx");

static BUNDLED: LazyLock<Result<Transformer, EmbedError>> =
    LazyLock::new(|| Transformer::read(Cow::Borrowed(NETWORK), include_str!("../model/vocab.txt")));

/// Turns texts into vectors by a neural network. Cheap to clone; clones share the network and its threads.
#[derive(Clone)]
pub struct Transformer {
    network: Arc<Network>,
    pool: Arc<ThreadPool>,
}

impl Transformer {
    /// The model that is compiled into the binary. The first call reads it (some 50 ms, and 50 MB of memory).
    pub fn bundled() -> Result<&'static Self, EmbedError> {
        BUNDLED.as_ref().map_err(Clone::clone)
    }

    /// The file of the bundled network, in ONNX format.
    pub fn bundled_network() -> &'static [u8] {
        NETWORK
    }

    /// The size in bytes of the bundled network.
    pub fn bundled_size() -> u64 {
        NETWORK.len() as u64
    }

    /// A model from a network in ONNX format, which gives one vector a word piece or one a text, and a vocabulary with one word
    /// piece a line.
    pub fn read(network: Cow<'static, [u8]>, vocabulary: &str) -> Result<Self, EmbedError> {
        let mut sum = Xxh3Default::new();
        sum.update(&network);
        sum.update(vocabulary.as_bytes());
        Self::open(network, WordPiece::new(vocabulary), (Usage::default(), sum.digest()))
    }

    /// A model from a network in ONNX format, a tokenizer, which `salt` tells from others, and how they are used.
    pub fn with_tokenizer(
        network: Cow<'static, [u8]>,
        (tokenizer, salt): (WordPiece, u64),
        usage: Usage,
    ) -> Result<Self, EmbedError> {
        let mut sum = Xxh3Default::new();
        sum.update(&network);
        sum.update(&salt.to_le_bytes());
        let Usage { pooling, longest, question, paper } = &usage;
        sum.update(format!("{pooling:?} {longest} {question:?} {paper:?}").as_bytes());
        Self::open(network, tokenizer, (usage, sum.digest()))
    }

    fn open(
        network: Cow<'static, [u8]>,
        tokenizer: WordPiece,
        (usage, identity): (Usage, u64),
    ) -> Result<Self, EmbedError> {
        // Every ONNX file begins with its version (field 1 of the message); the reader of the format may not end on other bytes.
        if network.first() != Some(&0x08) {
            return Err(EmbedError::Network("it is no ONNX file".to_owned()));
        }
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        let model = match network {
            Cow::Borrowed(bytes) => options.load_static_slice(bytes),
            Cow::Owned(bytes) => options.load(bytes),
        };
        let model = model.map_err(|error| EmbedError::Network(error.to_string()))?;
        let pool = pool_of(1);
        let network = Network::new(model, (tokenizer, usage, identity), &pool)?;
        Ok(Self { network: Arc::new(network), pool })
    }

    /// The same model on so many threads of its own, so that long work does not keep short work waiting.
    #[must_use]
    pub fn on_own_threads(&self, threads: usize) -> Self {
        Self { network: Arc::clone(&self.network), pool: pool_of(threads) }
    }

    /// Does something on this model's threads. What it splits by `rayon::join` they share, and its reading by this model too: a thread
    /// that has nothing to do takes over parts of either.
    pub fn among_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.pool.run(work)
    }

    /// The number of dimensions of its vectors.
    pub fn dims(&self) -> usize {
        self.network.dims
    }

    /// Tells this model's vectors from another's: a hash of network and vocabulary.
    pub fn identity(&self) -> u64 {
        self.network.identity
    }

    /// The vector of a question; of its first word pieces (by the bundled model 254), where it has more. Zero for a text without any.
    pub fn embed(&self, text: &str) -> Result<Vector, EmbedError> {
        let mut pieces = Vec::with_capacity(text.len() / 4 + 2);
        self.network.tokenizer.encode(text, &mut pieces);
        let [question, _] = &self.network.prompts;
        self.run(question, &pieces)
    }

    /// The vector of a paper: of its title and its abstract as one text.
    pub fn embed_paper(&self, title: &str, abstract_text: &str) -> Result<Vector, EmbedError> {
        let mut pieces = Vec::with_capacity((title.len() + abstract_text.len()) / 4 + 2);
        self.network.tokenizer.encode(title, &mut pieces);
        self.network.tokenizer.encode(abstract_text, &mut pieces);
        let [_, paper] = &self.network.prompts;
        self.run(paper, &pieces)
    }

    /// What a text's word pieces mean where they stand: one vector of length 1 for each of its first pieces (by the bundled model
    /// 254). None by networks that give one vector a text.
    pub fn embed_pieces(&self, text: &str) -> Result<Vec<Vector>, EmbedError> {
        let network = &self.network;
        let mut pieces = Vec::with_capacity(text.len() / 4 + 2);
        network.tokenizer.encode(text, &mut pieces);
        if pieces.is_empty() {
            return Ok(Vec::new());
        }
        let [question, _] = &network.prompts;
        let (input, before) = (network.input(question, &pieces), network.before(question));
        let read = pieces.len().min(input.len().saturating_sub(network.around(question)));
        let output = network.run(&input, &self.pool)?.to_vec();
        let of_pieces = output.chunks_exact(network.dims).skip(before).take(read);
        Ok(of_pieces.map(|of| Vector::normalized(of.to_vec())).collect())
    }

    fn run(&self, prompt: &[u32], pieces: &[u32]) -> Result<Vector, EmbedError> {
        let network = &self.network;
        if pieces.is_empty() {
            return Ok(Vector::zero(network.dims));
        }
        let output = network.run(&network.input(prompt, pieces), &self.pool)?;
        let of_pieces = output.to_vec();
        Ok(Vector::normalized(network.pooled(&of_pieces)))
    }
}

fn pool_of(threads: usize) -> Arc<ThreadPool> {
    Arc::new(ThreadPool::with_num_threads(threads.max(1)))
}

impl std::fmt::Debug for Transformer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Network { dims, identity, .. } = &*self.network;
        f.debug_struct("Transformer").field("dims", dims).field("identity", identity).finish_non_exhaustive()
    }
}
