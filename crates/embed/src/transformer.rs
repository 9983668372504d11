//! The second tier: a transformer (all-MiniLM-L6-v2, int8), run by `rten`.
//!
//! A text's vector is the mean of the network's output over the text's word pieces, brought to length 1 (Reimers and Gurevych 2019,
//! <https://arxiv.org/abs/1908.10084>). An abstract takes some thirty milliseconds of one core, a query two or three.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use rten::{Dimension, Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

use crate::{EmbedError, Vector, WordPiece};

/// More word pieces than this, the marks at both ends included, are not read: the model was trained with as many.
const LONGEST: usize = 256;

static BUNDLED: LazyLock<Result<Transformer, EmbedError>> = LazyLock::new(|| {
    let network = include_bytes!("../model/minilm-l6-int8.onnx");
    Transformer::read(Cow::Borrowed(network), include_str!("../model/vocab.txt"))
});

/// Turns texts into vectors by a neural network. Cheap to clone; clones share the network and its thread.
#[derive(Clone)]
pub struct Transformer {
    network: Arc<Network>,
    pool: Arc<ThreadPool>,
}

/// The network with what is known of its inputs and outputs.
struct Network {
    model: Model,
    tokenizer: WordPiece,
    /// The marks before and after every text.
    marks: [u32; 2],
    /// The numbers of the pieces.
    pieces: NodeId,
    /// Which of them count: all.
    mask: NodeId,
    /// Which sentence they belong to, for networks that ask: the first.
    sentence: Option<NodeId>,
    /// One vector a piece, or their mean.
    output: NodeId,
    dims: usize,
    identity: u64,
}

impl Transformer {
    /// The model that is compiled into the binary. The first call reads it (some 50 ms, and 50 MB of memory).
    pub fn bundled() -> Result<&'static Self, EmbedError> {
        BUNDLED.as_ref().map_err(Clone::clone)
    }

    /// A model from a network in ONNX format, which gives one vector a word piece or one a text, and a vocabulary with one word
    /// piece a line.
    pub fn read(network: Cow<'static, [u8]>, vocabulary: &str) -> Result<Self, EmbedError> {
        let mut sum = xxhash_rust::xxh3::Xxh3::new();
        sum.update(&network);
        sum.update(vocabulary.as_bytes());
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
        let network = Network::new(model, WordPiece::new(vocabulary), sum.digest())?;
        Ok(Self { network: Arc::new(network), pool: one_thread() })
    }

    /// The same model on a thread of its own, so that long work does not keep short work waiting.
    #[must_use]
    pub fn on_own_thread(&self) -> Self {
        Self { network: Arc::clone(&self.network), pool: one_thread() }
    }

    /// The number of dimensions of its vectors.
    pub fn dims(&self) -> usize {
        self.network.dims
    }

    /// Tells this model's vectors from another's: a hash of network and vocabulary.
    pub fn identity(&self) -> u64 {
        self.network.identity
    }

    /// The vector of a text; of its first 254 word pieces, where it has more. Zero for a text without any.
    pub fn embed(&self, text: &str) -> Result<Vector, EmbedError> {
        let mut pieces = Vec::with_capacity(text.len() / 4 + 2);
        self.network.tokenizer.encode(text, &mut pieces);
        self.run(&pieces)
    }

    /// The vector of a paper: of its title and its abstract as one text.
    pub fn embed_paper(&self, title: &str, abstract_text: &str) -> Result<Vector, EmbedError> {
        let mut pieces = Vec::with_capacity((title.len() + abstract_text.len()) / 4 + 2);
        self.network.tokenizer.encode(title, &mut pieces);
        self.network.tokenizer.encode(abstract_text, &mut pieces);
        self.run(&pieces)
    }

    /// What a text's word pieces mean where they stand: one vector of length 1 for each of its first 254 pieces.
    pub fn embed_pieces(&self, text: &str) -> Result<Vec<Vector>, EmbedError> {
        let mut pieces = Vec::with_capacity(text.len() / 4 + 2);
        self.network.tokenizer.encode(text, &mut pieces);
        if pieces.is_empty() {
            return Ok(Vec::new());
        }
        let output = self.output(&pieces)?;
        let read = pieces.len().min(LONGEST - 2);
        Ok(output
            .chunks_exact(self.network.dims)
            .skip(1)
            .take(read)
            .map(|of| Vector::normalized(of.to_vec()))
            .collect())
    }

    fn run(&self, pieces: &[u32]) -> Result<Vector, EmbedError> {
        let dims = self.network.dims;
        if pieces.is_empty() {
            return Ok(Vector::zero(dims));
        }
        let mut sum = vec![0.0; dims];
        for of_piece in self.output(pieces)?.chunks_exact(dims) {
            sum.iter_mut().zip(of_piece).for_each(|(total, value)| *total += value);
        }
        Ok(Vector::normalized(sum))
    }

    /// The network's output for some pieces between the marks, one vector after another.
    fn output(&self, pieces: &[u32]) -> Result<Vec<f32>, EmbedError> {
        let network = &self.network;
        let input = network.input(pieces);
        let length = input.len();
        let row = |values: Vec<i32>| NdTensor::from_data([1, length], values);
        let mut inputs = vec![(network.pieces, row(input).into()), (network.mask, row(vec![1; length]).into())];
        inputs.extend(network.sentence.map(|sentence| (sentence, row(vec![0; length]).into())));
        let mut options = RunOptions::default();
        options.thread_pool = Some(Arc::clone(&self.pool));
        let failed = |error: String| EmbedError::Network(error);
        let [output] =
            network.model.run_n(inputs, [network.output], Some(options)).map_err(|error| failed(error.to_string()))?;
        let output: Tensor<f32> = output.try_into().map_err(|error| failed(format!("its output: {error:?}")))?;
        Ok(output.to_vec())
    }
}

impl Network {
    fn new(model: Model, tokenizer: WordPiece, identity: u64) -> Result<Self, EmbedError> {
        let missing = |name: &str| EmbedError::Network(format!("it has no {name:?}"));
        let node = |name: &str| model.find_node(name);
        let pieces = node("input_ids").ok_or_else(|| missing("input_ids"))?;
        let mask = node("attention_mask").ok_or_else(|| missing("attention_mask"))?;
        let sentence = node("token_type_ids").filter(|id| model.input_ids().contains(id));
        let output = *model.output_ids().first().ok_or_else(|| missing("output"))?;
        let shape = model.node_info(output).and_then(|info| info.shape()).unwrap_or_default();
        let Some(Dimension::Fixed(dims)) = shape.last().filter(|_| (2..=3).contains(&shape.len())).cloned() else {
            return Err(EmbedError::Network(format!("its output is {shape:?}, not texts (x pieces) x dimensions")));
        };
        let number_of = |name: &'static str| tokenizer.piece(name).ok_or(EmbedError::Mark(name));
        let marks = [number_of("[CLS]")?, number_of("[SEP]")?];
        Ok(Self { model, tokenizer, marks, pieces, mask, sentence, output, dims, identity })
    }

    /// The pieces between the marks, as many as the model reads.
    fn input(&self, pieces: &[u32]) -> Vec<i32> {
        let [before, after] = self.marks;
        let pieces = pieces.iter().take(LONGEST - 2).copied();
        let all = std::iter::once(before).chain(pieces).chain([after]);
        all.map(|piece| i32::try_from(piece).unwrap_or_default()).collect()
    }
}

fn one_thread() -> Arc<ThreadPool> {
    Arc::new(ThreadPool::with_num_threads(1))
}

impl std::fmt::Debug for Transformer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Network { dims, identity, .. } = &*self.network;
        f.debug_struct("Transformer").field("dims", dims).field("identity", identity).finish_non_exhaustive()
    }
}
