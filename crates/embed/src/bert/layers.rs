//! The layers of BERT as operations.

use super::Config;
use super::graph::{Graph, Setting};
use crate::EmbedError;
use crate::safetensors::{Tensor, Tensors};

/// Puts the layers together. Each takes the name of what flows in, and answers with the name of what flows out.
pub(super) struct Builder<'a> {
    tensors: Tensors<'a>,
    config: &'a Config,
    /// What stands before the names of all tensors.
    prefix: &'static str,
    graph: Graph,
}

impl<'a> Builder<'a> {
    /// For these weights.
    pub(super) fn new(tensors: Tensors<'a>, config: &'a Config) -> Self {
        let prefix = if tensors.has("bert.embeddings.word_embeddings.weight") { "bert." } else { "" };
        Self { tensors, config, prefix, graph: Graph::default() }
    }

    /// What was put together.
    pub(super) fn into_graph(self) -> Graph {
        self.graph
    }

    /// Of each piece the vectors of its word and its place, normalised.
    pub(super) fn embeddings(&mut self) -> Result<String, EmbedError> {
        let dims = self.config.hidden_size;
        let (words, rows) = self.rows("word_embeddings")?;
        let words = self.graph.constant(&[rows, dims], &words);
        let (mut places, length) = self.rows("position_embeddings")?;
        let (types, _) = self.rows("token_type_embeddings")?;
        // All pieces are of the first sentence.
        for place in places.chunks_mut(dims) {
            place.iter_mut().zip(&types).for_each(|(x, of_type)| *x += of_type);
        }
        let places = self.graph.constant(&[length, dims], &places);
        let words = self.graph.node("Gather", &[&words, "input_ids"], &[]);
        let range = [("start", Setting::Whole(1)), ("end", Setting::Whole(2))];
        let (zero, length) = (self.graph.wholes(&[0]), self.graph.node("Shape", &["input_ids"], &range));
        let places = self.graph.node("Slice", &[&places, &zero, &length, &zero], &[]);
        let both = self.graph.node("Add", &[&words, &places], &[]);
        self.normalized("embeddings.LayerNorm", &both)
    }

    /// Each piece looks at all others; what it finds is added to it. Vaswani et al. 2017, <https://arxiv.org/abs/1706.03762>.
    pub(super) fn attention(&mut self, layer: usize, flow: &str) -> Result<String, EmbedError> {
        let (dims, heads) = (self.config.hidden_size, self.config.num_attention_heads);
        let of = |part: &str| format!("encoder.layer.{layer}.attention.{part}");
        let side = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
        let parted = self.graph.wholes(&[0, 0, side(heads), side(dims / heads)]);
        let whole = self.graph.wholes(&[0, 0, side(dims)]);
        let mut parts = Vec::new();
        // Queries and values by heads and pieces; keys by heads and dimensions.
        for (name, order) in [("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])] {
            let factor = if name == "query" { ((dims / heads) as f32).sqrt().recip() } else { 1.0 };
            let made = self.linear((&of(&format!("self.{name}")), dims, dims), flow, factor)?;
            let made = self.graph.node("Reshape", &[&made, &parted], &[]);
            parts.push(self.graph.node("Transpose", &[&made], &[("perm", Setting::Wholes(&order))]));
        }
        let [queries, keys, values] = parts.as_slice() else { return Ok(String::new()) };
        let scores = self.graph.node("MatMul", &[queries, keys], &[]);
        let shares = self.graph.node("Softmax", &[&scores], &[("axis", Setting::Whole(3))]);
        let found = self.graph.node("MatMul", &[&shares, values], &[]);
        let found = self.graph.node("Transpose", &[&found], &[("perm", Setting::Wholes(&[0, 2, 1, 3]))]);
        let found = self.graph.node("Reshape", &[&found, &whole], &[]);
        let found = self.linear((&of("output.dense"), dims, dims), &found, 1.0)?;
        let both = self.graph.node("Add", &[flow, &found], &[]);
        self.normalized(&of("output.LayerNorm"), &both)
    }

    /// Two linear maps with an activation between, added to each piece.
    pub(super) fn feed_forward(&mut self, layer: usize, flow: &str) -> Result<String, EmbedError> {
        let dims = self.config.hidden_size;
        let of = |part: &str| format!("encoder.layer.{layer}.{part}");
        let (_, inner) = self.row(&of("intermediate.dense.bias"))?;
        let wide = self.linear((&of("intermediate.dense"), inner, dims), flow, 1.0)?;
        let wide = match self.config.hidden_act.as_str() {
            "relu" => self.graph.node("Relu", &[&wide], &[]),
            "gelu" => self.graph.node("Gelu", &[&wide], &[]),
            _ => self.graph.node("Gelu", &[&wide], &[("approximate", Setting::Word("tanh"))]),
        };
        let narrow = self.linear((&of("output.dense"), dims, inner), &wide, 1.0)?;
        let both = self.graph.node("Add", &[flow, &narrow], &[]);
        self.normalized(&of("output.LayerNorm"), &both)
    }

    /// A linear map from `inputs` to `outputs` dimensions, times a factor. Weights are kept by outputs; the operation wants them by inputs.
    fn linear(
        &mut self,
        (name, outputs, inputs): (&str, usize, usize),
        flow: &str,
        factor: f32,
    ) -> Result<String, EmbedError> {
        let full = format!("{}{name}.weight", self.prefix);
        let tensor = self.tensors.tensor(&full)?;
        if tensor.shape != [outputs, inputs] {
            return Err(tensor.problem(format!("is {:?}, not {outputs} x {inputs}", tensor.shape)));
        }
        let kept = tensor.numbers()?;
        let mut turned = Vec::with_capacity(kept.len());
        for input in 0..inputs {
            turned.extend(kept.iter().skip(input).step_by(inputs).map(|weight| weight * factor));
        }
        let weights = self.graph.constant(&[inputs, outputs], &turned);
        let (bias, length) = self.row(&format!("{name}.bias"))?;
        self.same(&format!("{name}.bias"), length, outputs)?;
        let bias: Vec<f32> = bias.into_iter().map(|x| x * factor).collect();
        let bias = self.graph.constant(&[outputs], &bias);
        let made = self.graph.node("MatMul", &[flow, &weights], &[]);
        Ok(self.graph.node("Add", &[&made, &bias], &[]))
    }

    /// Each piece brought to mean 0 and variance 1, then stretched. Ba, Kiros and Hinton 2016, <https://arxiv.org/abs/1607.06450>.
    fn normalized(&mut self, name: &str, flow: &str) -> Result<String, EmbedError> {
        let mut parts = Vec::new();
        // Older files call them by their Greek letters.
        for (new, old) in [("weight", "gamma"), ("bias", "beta")] {
            let is_old = self.tensors.has(&format!("{}{name}.{old}", self.prefix));
            let part = format!("{name}.{}", if is_old { old } else { new });
            let (numbers, length) = self.row(&part)?;
            self.same(&part, length, self.config.hidden_size)?;
            parts.push(self.graph.constant(&[length], &numbers));
        }
        let [stretch, shift] = parts.as_slice() else { return Ok(String::new()) };
        let settings = [("epsilon", Setting::Float(self.config.layer_norm_eps)), ("axis", Setting::Whole(2))];
        Ok(self.graph.node("LayerNormalization", &[flow, stretch, shift], &settings))
    }

    /// A row of numbers and its length.
    fn row(&self, name: &str) -> Result<(Vec<f32>, usize), EmbedError> {
        let full = format!("{}{name}", self.prefix);
        let tensor = self.tensors.tensor(&full)?;
        match *tensor.shape.as_slice() {
            [length] => Ok((tensor.numbers()?, length)),
            _ => Err(tensor.problem(format!("is {:?}, not a row", tensor.shape))),
        }
    }

    /// The rows of an embedding, and how many there are.
    fn rows(&self, name: &str) -> Result<(Vec<f32>, usize), EmbedError> {
        let full = format!("{}embeddings.{name}.weight", self.prefix);
        let tensor: Tensor<'_> = self.tensors.tensor(&full)?;
        match *tensor.shape.as_slice() {
            [rows, dims] if rows > 0 && dims == self.config.hidden_size => Ok((tensor.numbers()?, rows)),
            _ => Err(tensor.problem(format!("is {:?}, not rows x {}", tensor.shape, self.config.hidden_size))),
        }
    }

    fn same(&self, name: &str, length: usize, wanted: usize) -> Result<(), EmbedError> {
        if length == wanted {
            return Ok(());
        }
        let problem = format!("has {length} numbers, not {wanted}");
        Err(EmbedError::Tensor { name: format!("{}{name}", self.prefix), problem })
    }
}
