//! A network in ONNX format: what goes in, what comes out, and how one vector is made of many.

use std::sync::Arc;

use rten::{Dimension, Model, NodeId, RunOptions, ThreadPool};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

use super::{Pooling, Usage};
use crate::wordpiece::Marks;
use crate::{EmbedError, WordPiece};

/// The most dimensions that a model's vectors may have.
const MOST_DIMENSIONS: usize = 8_192;

/// The network with what is known of its inputs and outputs.
pub(super) struct Network {
    model: Model,
    pub(super) tokenizer: WordPiece,
    usage: Usage,
    /// The marks before and after every text.
    marks: Marks,
    /// The pieces of what is put before questions, and before papers.
    pub(super) prompts: [Vec<u32>; 2],
    /// The numbers of the pieces.
    pieces: NodeId,
    /// Which of them count: all.
    mask: NodeId,
    /// Which sentence they belong to, for networks that ask: the first.
    sentence: Option<NodeId>,
    /// One vector a piece, or their mean.
    output: NodeId,
    pub(super) dims: usize,
    pub(super) identity: u64,
}

impl Network {
    /// Finds the inputs and the output, and their dimensions, for which a network that does not say them is run once.
    pub(super) fn new(
        model: Model,
        (tokenizer, usage, identity): (WordPiece, Usage, u64),
        pool: &Arc<ThreadPool>,
    ) -> Result<Self, EmbedError> {
        let missing = |name: &str| EmbedError::Network(format!("it has no {name:?}"));
        let node = |name: &str| model.find_node(name).filter(|id| model.input_ids().contains(id));
        let pieces = node("input_ids").ok_or_else(|| missing("input_ids"))?;
        let mask = node("attention_mask").ok_or_else(|| missing("attention_mask"))?;
        let sentence = node("token_type_ids");
        let known = [Some(pieces), Some(mask), sentence];
        if let Some(other) = model.input_ids().iter().find(|id| !known.contains(&Some(**id))) {
            let name = model.node_info(*other).and_then(|info| info.name().map(str::to_owned)).unwrap_or_default();
            return Err(EmbedError::Network(format!("it wants {name:?}, which texts do not have")));
        }
        let (output, dims) = output(&model).ok_or_else(|| missing("output"))?;
        let marks = tokenizer.marks().map_err(EmbedError::Mark)?.clone();
        let prompts = [&usage.question, &usage.paper].map(|prompt| {
            let mut pieces = Vec::new();
            tokenizer.encode(prompt, &mut pieces);
            pieces
        });
        let mut network =
            Self { model, tokenizer, usage, marks, prompts, pieces, mask, sentence, output, dims, identity };
        if network.dims == 0 {
            network.dims = network.run(&network.input(&[], &[]), pool)?.shape().last().copied().unwrap_or_default();
        }
        if (1..=MOST_DIMENSIONS).contains(&network.dims) {
            Ok(network)
        } else {
            Err(EmbedError::Network(format!("its vectors have {} dimensions", network.dims)))
        }
    }

    /// Runs the network on one row of pieces: one vector a piece, or one for all.
    pub(super) fn run(&self, input: &[i32], pool: &Arc<ThreadPool>) -> Result<Tensor<f32>, EmbedError> {
        let length = input.len();
        let row = |values: Vec<i32>| NdTensor::from_data([1, length], values);
        let mut inputs = vec![(self.pieces, row(input.to_vec()).into()), (self.mask, row(vec![1; length]).into())];
        inputs.extend(self.sentence.map(|sentence| (sentence, row(vec![0; length]).into())));
        let mut options = RunOptions::default();
        options.thread_pool = Some(Arc::clone(pool));
        let failed = |error: String| EmbedError::Network(error);
        let [output] =
            self.model.run_n(inputs, [self.output], Some(options)).map_err(|error| failed(error.to_string()))?;
        output.try_into().map_err(|error| failed(format!("its output: {error:?}")))
    }

    /// One vector of those of all pieces.
    pub(super) fn pooled(&self, of_pieces: &[f32]) -> Vec<f32> {
        let mut all = of_pieces.chunks_exact(self.dims);
        let mut pooled = all.next().map(<[f32]>::to_vec).unwrap_or_default();
        for of_piece in all {
            for (whole, value) in pooled.iter_mut().zip(of_piece) {
                match self.usage.pooling {
                    // The sum has the direction of the mean.
                    Pooling::Mean => *whole += value,
                    Pooling::Max => *whole = whole.max(*value),
                    Pooling::Cls => {}
                }
            }
        }
        pooled
    }

    /// How many pieces stand before those of a text.
    pub(super) fn before(&self, prompt: &[u32]) -> usize {
        self.marks.before.len() + prompt.len()
    }

    /// How many pieces stand around those of a text.
    pub(super) fn around(&self, prompt: &[u32]) -> usize {
        self.before(prompt) + self.marks.after.len()
    }

    /// The prompt and the pieces between the marks, as many as the model reads.
    pub(super) fn input(&self, prompt: &[u32], pieces: &[u32]) -> Vec<i32> {
        let Marks { before, after } = &self.marks;
        let room = self.usage.longest.saturating_sub(before.len() + after.len());
        let all = before.iter().chain(prompt.iter().chain(pieces).take(room)).chain(after).copied();
        all.map(|piece| i32::try_from(piece).unwrap_or_default()).collect()
    }
}

/// The output that holds one vector a piece, or one a text, and their dimensions; 0 where the file does not say.
fn output(model: &Model) -> Option<(NodeId, usize)> {
    let outputs = model.output_ids();
    let named = |name: &str| model.find_node(name).filter(|id| outputs.contains(id));
    let known = ["last_hidden_state", "token_embeddings", "sentence_embedding"].into_iter().find_map(named);
    let output = known.or_else(|| outputs.first().copied())?;
    let shape = model.node_info(output).and_then(|info| info.shape()).unwrap_or_default();
    Some(match shape.last() {
        Some(Dimension::Fixed(dims)) => (output, *dims),
        _ => (output, 0),
    })
}
