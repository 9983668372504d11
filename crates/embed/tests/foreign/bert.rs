//! A small BERT of chance weights: the network that is made of it against a plain computation of the same formulas.

use newsstand_embed::{Pooling, Transformer, Usage, Vector, WordPiece, network_of_bert};
use serde_json::{Value, json};

use crate::files::{Written, floats, safetensors};

const DIMS: usize = 8;
const HEADS: usize = 2;
const INNER: usize = 12;
const PLACES: usize = 20;
const VOCABULARY: &str = "[UNK]\n[CLS]\n[SEP]\nred\ngreen\nblue\n";

fn config() -> Value {
    json!({
        "model_type": "bert", "hidden_size": DIMS, "num_hidden_layers": 2, "num_attention_heads": HEADS,
        "hidden_act": "gelu", "layer_norm_eps": 1e-5, "position_embedding_type": "absolute",
    })
}

/// The weights, by name: shape and numbers of chance, always the same.
fn weights() -> Vec<(String, Vec<usize>, Vec<f32>)> {
    let mut all: Vec<(String, Vec<usize>)> = vec![
        ("embeddings.word_embeddings.weight".into(), vec![6, DIMS]),
        ("embeddings.position_embeddings.weight".into(), vec![PLACES, DIMS]),
        ("embeddings.token_type_embeddings.weight".into(), vec![2, DIMS]),
        ("embeddings.LayerNorm.weight".into(), vec![DIMS]),
        ("embeddings.LayerNorm.bias".into(), vec![DIMS]),
    ];
    for layer in 0..2 {
        for (part, outputs, inputs) in [
            ("attention.self.query", DIMS, DIMS),
            ("attention.self.key", DIMS, DIMS),
            ("attention.self.value", DIMS, DIMS),
            ("attention.output.dense", DIMS, DIMS),
            ("intermediate.dense", INNER, DIMS),
            ("output.dense", DIMS, INNER),
        ] {
            all.push((format!("encoder.layer.{layer}.{part}.weight"), vec![outputs, inputs]));
            all.push((format!("encoder.layer.{layer}.{part}.bias"), vec![outputs]));
        }
        for part in ["attention.output.LayerNorm", "output.LayerNorm"] {
            all.push((format!("encoder.layer.{layer}.{part}.weight"), vec![DIMS]));
            all.push((format!("encoder.layer.{layer}.{part}.bias"), vec![DIMS]));
        }
    }
    let mut state = 7_u64;
    let mut chance = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1 << 24) as f32 - 0.5
    };
    let fill = |(name, shape): (String, Vec<usize>)| {
        let numbers = (0..shape.iter().product()).map(|_| chance()).collect();
        (name, shape, numbers)
    };
    all.into_iter().map(fill).collect()
}

fn file(prefix: &str) -> Vec<Written> {
    weights().iter().map(|(name, shape, numbers)| floats(&format!("{prefix}{name}"), shape, numbers)).collect()
}

fn model(prefix: &str, config: &Value, usage: Usage) -> Transformer {
    let network = network_of_bert(&safetensors(&file(prefix)), config.to_string().as_bytes()).unwrap();
    Transformer::with_tokenizer(network.into(), (WordPiece::new(VOCABULARY), 1), usage).unwrap()
}

/// The plain computation: of each piece its vector, in double precision.
struct Plain(std::collections::HashMap<String, Vec<f64>>);

impl Plain {
    fn new() -> Self {
        Self(
            weights()
                .into_iter()
                .map(|(name, _, numbers)| (name, numbers.into_iter().map(f64::from).collect()))
                .collect(),
        )
    }

    fn linear(&self, name: &str, input: &[f64]) -> Vec<f64> {
        let (weights, bias) = (&self.0[&format!("{name}.weight")], &self.0[&format!("{name}.bias")]);
        let rows = weights.chunks(input.len()).zip(bias);
        rows.map(|(row, bias)| row.iter().zip(input).map(|(a, b)| a * b).sum::<f64>() + bias).collect()
    }

    fn normalized(&self, name: &str, input: &[f64]) -> Vec<f64> {
        let (weights, bias) = (&self.0[&format!("{name}.weight")], &self.0[&format!("{name}.bias")]);
        let mean = input.iter().sum::<f64>() / input.len() as f64;
        let variance = input.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / input.len() as f64;
        let one = |((x, weight), bias): ((&f64, &f64), &f64)| (x - mean) / (variance + 1e-5).sqrt() * weight + bias;
        input.iter().zip(weights).zip(bias).map(one).collect()
    }

    fn run(&self, pieces: &[usize]) -> Vec<Vec<f64>> {
        let row = |name: &str, at: usize| {
            self.0[&format!("embeddings.{name}_embeddings.weight")][at * DIMS..][..DIMS].to_vec()
        };
        let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a + b).collect::<Vec<_>>();
        let first =
            |(at, piece): (usize, &usize)| sum(&sum(&row("word", *piece), &row("position", at)), &row("token_type", 0));
        let first = pieces.iter().enumerate().map(first);
        let mut flow: Vec<Vec<f64>> = first.map(|x| self.normalized("embeddings.LayerNorm", &x)).collect();
        for layer in 0..2 {
            let of = |part: &str| format!("encoder.layer.{layer}.{part}");
            let map = |part: &str| flow.iter().map(|x| self.linear(&of(part), x)).collect::<Vec<_>>();
            let (queries, keys, values) =
                (map("attention.self.query"), map("attention.self.key"), map("attention.self.value"));
            let mut next = Vec::new();
            for (at, x) in flow.iter().enumerate() {
                let mut found = vec![0.0; DIMS];
                for head in 0..HEADS {
                    let part = head * DIMS / HEADS..(head + 1) * DIMS / HEADS;
                    let dot = |key: &Vec<f64>| {
                        queries[at][part.clone()].iter().zip(&key[part.clone()]).map(|(a, b)| a * b).sum::<f64>()
                    };
                    let scores: Vec<f64> =
                        keys.iter().map(|key| (dot(key) / ((DIMS / HEADS) as f64).sqrt()).exp()).collect();
                    let all: f64 = scores.iter().sum();
                    for (score, value) in scores.iter().zip(&values) {
                        part.clone().for_each(|dim| found[dim] += score / all * value[dim]);
                    }
                }
                let found = self.linear(&of("attention.output.dense"), &found);
                let x = self.normalized(&of("attention.output.LayerNorm"), &sum(x, &found));
                let wide: Vec<f64> = self.linear(&of("intermediate.dense"), &x).into_iter().map(gelu).collect();
                next.push(self.normalized(&of("output.LayerNorm"), &sum(&x, &self.linear(&of("output.dense"), &wide))));
            }
            flow = next;
        }
        flow
    }
}

fn gelu(x: f64) -> f64 {
    x / 2.0 * (1.0 + erf(x / 2.0_f64.sqrt()))
}

/// The error function by its series.
fn erf(x: f64) -> f64 {
    let (mut term, mut sum) = (x, x);
    for n in 1..60 {
        term *= -x * x / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    sum * 2.0 / std::f64::consts::PI.sqrt()
}

fn near(vector: &Vector, expected: Vec<f64>) {
    #[expect(clippy::cast_possible_truncation, reason = "compared in single precision")]
    let expected = Vector::normalized(expected.into_iter().map(|x| x as f32).collect::<Vec<_>>());
    assert!(vector.cosine(&expected) > 0.99999, "{vector:?} {expected:?}");
}

fn column(all: &[Vec<f64>], pool: impl Fn(&mut dyn Iterator<Item = f64>) -> f64) -> Vec<f64> {
    (0..DIMS).map(|dim| pool(&mut all.iter().map(|x| x[dim]))).collect()
}

#[test]
fn the_network_computes_what_the_formulas_say() {
    let all = Plain::new().run(&[1, 3, 4, 4, 5, 2]);
    let text = "red green green blue";
    let with = |pooling| model("", &config(), Usage { pooling, ..Usage::default() }).embed(text).unwrap();
    near(&with(Pooling::Mean), column(&all, |values| values.sum()));
    near(&with(Pooling::Cls), all[0].clone());
    near(&with(Pooling::Max), column(&all, |values| values.fold(f64::MIN, f64::max)));
    let prefixed = model("bert.", &config(), Usage::default());
    assert_eq!((prefixed.dims(), prefixed.embed(text).unwrap()), (DIMS, with(Pooling::Mean)));
}

#[test]
fn prompts_stand_before_and_long_texts_are_cut() {
    let plain = Plain::new();
    let usage = Usage { question: "blue ".into(), paper: "green: ".into(), longest: 5, ..Usage::default() };
    let model = model("", &config(), usage.clone());
    let mean = |pieces: &[usize]| column(&plain.run(pieces), |values| values.sum());
    near(&model.embed("red").unwrap(), mean(&[1, 5, 3, 2]));
    near(&model.embed_paper("red", "red red red red").unwrap(), mean(&[1, 4, 0, 3, 2]));
    assert!(model.embed("").unwrap().is_zero(), "a prompt alone is no text");
    let identities: Vec<u64> =
        [usage.clone(), Usage { longest: 6, ..usage.clone() }, Usage { question: String::new(), ..usage }]
            .map(|usage| self::model("", &config(), usage).identity())
            .to_vec();
    assert!(identities[0] != identities[1] && identities[0] != identities[2], "vectors of other usage are others");
}

#[test]
fn other_networks_and_broken_ones_are_refused() {
    let refused = |weights: &[u8], config: &Value| {
        network_of_bert(weights, config.to_string().as_bytes()).unwrap_err().to_string()
    };
    let good = safetensors(&file(""));
    for (field, value, words) in [
        ("model_type", json!("mpnet"), "of the kind mpnet"),
        ("hidden_act", json!("swish"), "activation swish"),
        ("position_embedding_type", json!("relative_key"), "positions are relative_key"),
        ("num_attention_heads", json!(3), "8 dimensions for 3 heads"),
        ("num_attention_heads", json!(0), "for 0 heads"),
        ("num_hidden_layers", json!(3), "\"encoder.layer.2.intermediate.dense.bias\""),
        ("num_hidden_layers", json!(usize::MAX), "encoder.layer.2"),
        ("hidden_size", json!(16), "not rows x 16"),
        ("hidden_size", json!("eight"), "config.json is broken"),
    ] {
        let mut config = config();
        config[field] = value;
        let error = refused(&good, &config);
        assert!(error.contains(words) || error.contains("encoder.layer.2"), "{words}: {error}");
    }
    assert!(refused(&good[..good.len() - 3], &config()).contains("cut off"));
    assert!(refused(b"", &config()).contains("no header"));
    assert!(network_of_bert(&good, b"{").is_err());
    let mut shape = file("");
    shape[6].shape = vec![DIMS * DIMS];
    let said = refused(&safetensors(&shape), &config());
    assert!(said.contains("encoder.layer.0.attention.self.query"), "{said}");
}
