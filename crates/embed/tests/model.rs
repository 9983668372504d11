//! The bundled model, as its users meet it.

use newsstand_embed::{StaticModel, Vector};

fn embed(text: &str) -> Vector {
    StaticModel::bundled().embed(text)
}

#[test]
fn the_bundled_table_reads() {
    assert_eq!(StaticModel::bundled().tokenizer().len(), 30_522);
    let vector = embed("attention");
    let length: f32 = vector.as_slice().iter().map(|x| x * x).sum();
    assert!((length - 1.0).abs() < 1e-5, "{length}");
}

#[test]
fn near_meanings_have_near_vectors() {
    let query = embed("teaching robots to grasp objects");
    let near = embed("Dexterous manipulation with learned robotic hands");
    let far = embed("Galaxy rotation curves without dark matter");
    assert!(query.cosine(&near) > query.cosine(&far) + 0.2);
}

#[test]
fn a_text_without_known_words_is_zero() {
    assert!(embed("").is_zero());
    assert!(embed(" \n\t").is_zero());
    assert!(embed("\u{200b}").is_zero());
    assert!(embed("🙂 👩‍🚀").is_zero());
    assert_eq!(embed("attention 🙂"), embed("attention"));
    assert!(embed("").cosine(&embed("attention")).abs() < f32::EPSILON);
}

#[test]
fn the_order_of_words_does_not_matter_and_their_number_does() {
    assert_eq!(embed("graph neural network"), embed("network graph neural"));
    assert_ne!(embed("graph graph graph network"), embed("graph network"));
}

#[test]
fn a_paper_is_its_title_and_abstract() {
    let model = StaticModel::bundled();
    assert_eq!(model.embed_paper("A title", "An abstract."), model.embed("A title An abstract."));
    assert_eq!(model.embed_paper("A title", ""), model.embed("A title"));
}

#[test]
fn the_parts_of_words_add_up_to_the_cosine() {
    let model = StaticModel::bundled();
    let (text, other) = ("Robot grasping, and robot learning", embed("robots learn to grasp"));
    let inner = |part: &[f32]| part.iter().zip(other.as_slice()).map(|(a, b)| a * b).sum::<f32>();
    let words: Vec<_> = model.parts(text).into_iter().map(|(word, part)| (word, inner(&part))).collect();
    let sum: f32 = words.iter().map(|(_, share)| share).sum();
    assert!((sum - embed(text).cosine(&other)).abs() < 1e-4, "{words:?}");
    assert_eq!(words.first().map(|(word, _)| word.as_str()), Some("robot"));
    let share = |word: &str| words.iter().find(|(w, _)| w == word).unwrap().1;
    assert!(share("robot") > share("and"));
    assert!(model.parts("").is_empty());
}

#[test]
fn a_foreign_vocabulary_is_refused() {
    let table = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/model/static-256-int8.safetensors")).unwrap();
    let error = StaticModel::read(table.into(), "a\nb\n").unwrap_err();
    assert_eq!(error.to_string(), "the vocabulary has 2 words, the table 30522 rows");
}

#[test]
fn quantized_vectors_keep_the_cosine() {
    let (a, b) = (embed("diffusion models for images"), embed("text to image generation by denoising"));
    let dequantized = |v: &Vector| {
        let small = v.quantize();
        let numbers: Vec<f32> = small.values.iter().map(|x| f32::from(*x) * small.scale).collect();
        Vector::normalized(numbers)
    };
    assert!((dequantized(&a).cosine(&dequantized(&b)) - a.cosine(&b)).abs() < 0.01);
}
