//! The sentence that says most of an abstract.
//!
//! Degree centrality over sentences as vectors of words: Erkan and Radev (2004), "`LexRank`: Graph-based Lexical Centrality
//! as Salience in Text Summarization", <https://doi.org/10.1613/jair.1523>, section 3.2, with the title as one more voter.

use std::collections::HashMap;

use crate::words::{is_stop_word, stem, words};

/// Of a very long text only so many sentences are considered: the comparison is quadratic in them.
const MAX_SENTENCES: usize = 60;

/// What similarity to the title counts, beside the mean similarity to the other sentences.
const TITLE_WEIGHT: f32 = 1.0;

/// What a sentence gains that says what the authors do, on the scale of the similarities (0-1).
const CLAIM_BONUS: f32 = 0.12;

/// A sentence in the space of words: dimension (the word's number) and weight, ordered by dimension, of length 1.
type Vector = Vec<(u32, f32)>;

/// The sentence of an abstract that is most similar to its others and to the title, by the cosine of their tf-idf vectors;
/// sentences that announce what the authors did are preferred, very short and very long ones are not. `None` where the
/// abstract has no sentence. The result is a part of the abstract as it stands, with its LaTeX.
pub fn central_sentence<'a>(title: &str, abstract_text: &'a str) -> Option<&'a str> {
    let mut sentences = crate::sentences(abstract_text);
    sentences.truncate(MAX_SENTENCES);
    let mut dictionary = HashMap::new();
    let counts: Vec<_> = sentences.iter().map(|sentence| count(sentence, &mut dictionary)).collect();
    let title_count = count(title, &mut dictionary);
    let weights = inverse_frequencies(&counts, dictionary.len());
    let vectors: Vec<Vector> = counts.iter().map(|count| weighted(count, &weights)).collect();
    let title = weighted(&title_count, &weights);
    let mut best: Option<(f32, &str)> = None;
    for (vector, sentence) in vectors.iter().zip(&sentences) {
        // Each vector's product with itself is 1 (or 0) and says nothing.
        let all: f32 = vectors.iter().map(|other| cosine(vector, other)).sum::<f32>() - cosine(vector, vector);
        let others = all / (vectors.len().max(2) - 1) as f32;
        let score = (others + TITLE_WEIGHT * cosine(vector, &title) + claim(sentence)) * fitness(sentence);
        // Of equals the first: the comparison is strict.
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, sentence));
        }
    }
    best.map(|(_, sentence)| sentence)
}

/// How often each word of `text` occurs in it, by its number in `dictionary`, ordered by number.
fn count(text: &str, dictionary: &mut HashMap<String, u32>) -> Vector {
    let mut numbers = Vec::new();
    for word in words(text) {
        let lower = word.text.to_lowercase();
        if lower.len() > 1 && !is_stop_word(&lower) {
            let next = u32::try_from(dictionary.len()).unwrap_or(u32::MAX);
            numbers.push(*dictionary.entry(stem(&lower)).or_insert(next));
        }
    }
    numbers.sort_unstable();
    let mut counts: Vector = Vec::with_capacity(numbers.len());
    for number in numbers {
        match counts.last_mut() {
            Some((last, times)) if *last == number => *times += 1.0,
            _ => counts.push((number, 1.0)),
        }
    }
    counts
}

/// For each word ln(1 + N/n), where n of N sentences hold it (1 for a word of the title alone).
fn inverse_frequencies(counts: &[Vector], words: usize) -> Vec<f32> {
    let mut holding = vec![0.0_f32; words];
    for (word, _) in counts.iter().flatten() {
        if let Some(times) = holding.get_mut(*word as usize) {
            *times += 1.0;
        }
    }
    let total = counts.len() as f32;
    holding.into_iter().map(|times| (1.0 + total / times.max(1.0)).ln()).collect()
}

/// The tf-idf vector of length 1; empty for a sentence without words.
fn weighted(count: &Vector, weights: &[f32]) -> Vector {
    let weight = |(word, times): &(u32, f32)| (*word, times * weights.get(*word as usize).copied().unwrap_or(0.0));
    let mut vector: Vector = count.iter().map(weight).collect();
    let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        for (_, weight) in &mut vector {
            *weight /= length;
        }
    }
    vector
}

/// The product of two vectors, which is their cosine as both have length 1.
fn cosine(one: &Vector, other: &Vector) -> f32 {
    let (mut sum, mut at) = (0.0, other.iter().peekable());
    for (word, weight) in one {
        while at.next_if(|(number, _)| number < word).is_some() {}
        if let Some((_, theirs)) = at.next_if(|(number, _)| number == word) {
            sum += weight * theirs;
        }
    }
    sum
}

/// What a sentence gains for saying what the authors did.
fn claim(sentence: &str) -> f32 {
    let claims =
        ["we propose", "we introduce", "we present", "we show", "this paper", "this work", "we develop", "we study"];
    let opening: String = sentence.chars().take(80).collect::<String>().to_lowercase();
    if claims.iter().any(|phrase| opening.contains(phrase)) { CLAIM_BONUS } else { 0.0 }
}

/// A factor of 1 for sentences that are good to read by themselves (60 to 320 characters), less for others.
fn fitness(sentence: &str) -> f32 {
    match sentence.chars().count() {
        0..40 => 0.4,
        40..60 => 0.8,
        60..=320 => 1.0,
        321..=450 => 0.85,
        _ => 0.6,
    }
}

#[cfg(test)]
mod tests {
    use super::central_sentence;

    const ABSTRACT: &str = "The dominant sequence transduction models are based on complex recurrent or convolutional \
        neural networks that include an encoder and a decoder. We propose a new simple network architecture, the \
        Transformer, based solely on attention mechanisms, dispensing with recurrence and convolutions entirely. \
        Experiments on two machine translation tasks show these models to be superior in quality. Code is online.";

    #[test]
    fn finds_the_sentence_that_says_most() {
        let found = central_sentence("Attention Is All You Need", ABSTRACT).unwrap();
        assert!(found.starts_with("We propose a new simple network architecture"), "{found}");
    }

    #[test]
    fn copes_with_little() {
        assert_eq!(central_sentence("Title", ""), None);
        assert_eq!(central_sentence("", "Only this."), Some("Only this."));
        assert_eq!(central_sentence("", "Same words here. Same words here."), Some("Same words here."));
    }
}
