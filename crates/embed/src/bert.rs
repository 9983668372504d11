//! BERT from weights in safetensors format: they are put together as a network in ONNX format, which is then like every other. Devlin et
//! al. 2019, <https://arxiv.org/abs/1810.04805>; the names of tensors and settings are those of the `transformers` library.
//!
//! The network reads one text without padding: the attention mask is taken and not looked at, and the vector of the first sentence's
//! type is part of the positions'.

mod graph;
mod layers;
mod protobuf;

use serde::Deserialize;

use self::layers::Builder;
use crate::EmbedError;
use crate::safetensors::Tensors;

/// The settings of the network.
#[derive(Debug, Clone, Deserialize)]
struct Config {
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    #[serde(default = "gelu")]
    hidden_act: String,
    #[serde(default = "epsilon")]
    layer_norm_eps: f32,
    #[serde(default = "absolute")]
    position_embedding_type: String,
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn epsilon() -> f32 {
    1e-12
}

fn absolute() -> String {
    "absolute".to_owned()
}

/// The network in ONNX format of weights in safetensors format and the network's `config.json`. Refuses every kind of network but BERT.
pub fn network_of_bert(weights: &[u8], config: &[u8]) -> Result<Vec<u8>, EmbedError> {
    let tensors = Tensors::read(weights)?;
    let broken = |error: serde_json::Error| EmbedError::Network(format!("its config.json is broken: {error}"));
    let kind: serde_json::Value = serde_json::from_slice(config).map_err(broken)?;
    let kind = kind.get("model_type").and_then(|kind| kind.as_str()).unwrap_or("unnamed").to_owned();
    if kind != "bert" {
        let hint = "only BERT's weights are read in safetensors format; others in ONNX format";
        return Err(EmbedError::Network(format!("it is of the kind {kind}: {hint}")));
    }
    let config: Config = serde_json::from_slice(config).map_err(broken)?;
    config.check()?;
    let mut builder = Builder::new(tensors, &config);
    let mut flow = builder.embeddings()?;
    for layer in 0..config.num_hidden_layers {
        flow = builder.attention(layer, &flow)?;
        flow = builder.feed_forward(layer, &flow)?;
    }
    Ok(builder.into_graph().network((&flow, config.hidden_size)))
}

impl Config {
    fn check(&self) -> Result<(), EmbedError> {
        let refuse = |reason: String| Err(EmbedError::Network(reason));
        let Self { hidden_size, num_attention_heads, num_hidden_layers, .. } = self;
        if *num_attention_heads == 0
            || !hidden_size.is_multiple_of(*num_attention_heads)
            || *hidden_size == 0
            || *num_hidden_layers == 0
        {
            return refuse(format!(
                "its config.json speaks of {num_hidden_layers} layers of {hidden_size} dimensions for {num_attention_heads} heads"
            ));
        }
        if self.position_embedding_type != "absolute" {
            return refuse(format!("its positions are {}, not absolute", self.position_embedding_type));
        }
        if ["gelu", "gelu_new", "gelu_pytorch_tanh", "relu"].contains(&self.hidden_act.as_str()) {
            Ok(())
        } else {
            refuse(format!("its activation {} is not known here", self.hidden_act))
        }
    }
}
