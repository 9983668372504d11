//! How fast texts become pieces and vectors, on the real titles and abstracts of the tokenizer's tests.

#![expect(clippy::unwrap_used, reason = "a bench that cannot read its texts has failed")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsstand_embed::StaticModel;

#[derive(serde::Deserialize)]
struct Case {
    text: String,
}

fn texts() -> Vec<String> {
    let lines = include_str!("../tests/data/wordpiece.jsonl").lines();
    let cases = lines.map(|line| serde_json::from_str::<Case>(line).unwrap());
    cases.map(|case| case.text).filter(|text| text.len() > 600).collect()
}

fn embed(criterion: &mut Criterion) {
    let (texts, model) = (texts(), StaticModel::bundled());
    let bytes = texts.iter().map(|text| text.len() as u64).sum();
    let mut group = criterion.benchmark_group("abstracts");
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("tokenize", |bencher| {
        let mut pieces = Vec::new();
        bencher.iter(|| {
            pieces.clear();
            for text in &texts {
                model.tokenizer().encode(text, &mut pieces);
            }
            black_box(pieces.len())
        });
    });
    group.bench_function("embed", |bencher| {
        bencher.iter(|| texts.iter().for_each(|text| drop(black_box(model.embed(text)))));
    });
    group.finish();
}

criterion_group!(benches, embed);
criterion_main!(benches);
