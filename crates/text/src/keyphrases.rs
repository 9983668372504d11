//! Phrases that say what a paper is about.
//!
//! Candidates are runs of content words between function words and punctuation, as in RAKE (Rose et al. 2010, "Automatic
//! keyword extraction from individual documents", <https://doi.org/10.1002/9780470689646.ch1>); their score looks at
//! frequency, position and capitals, as in YAKE (Campos et al. 2020, "YAKE! Keyword extraction from single documents using
//! multiple local features", <https://doi.org/10.1016/j.ins.2019.09.013>), and at the title. Neither needs a corpus.

mod candidates;
mod roles;
mod runs;
mod spelling;

use candidates::{Candidate, candidates};

/// So many phrases are shown however poor they are.
const ALWAYS: usize = 3;

/// Of the others none is shown that scores less than this part of the best one: rather few than poor ones.
const WORST: f32 = 0.25;

/// At most `n` phrases of one to four words, the best first, spelled as the text spells them. Of phrases that say the same
/// (one holds the other's words, or is its abbreviation) only the better one.
pub fn keyphrases(title: &str, abstract_text: &str, n: usize) -> Vec<String> {
    let (title, text) = (crate::plain(title), crate::plain(abstract_text));
    let mut found = candidates(&title, &text);
    // Ties are broken by the place in the text, so that the order is always the same.
    found.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.first.cmp(&other.first)));
    let worst = found.first().map_or(0.0, |best| best.score * WORST);
    let mut chosen: Vec<Candidate> = Vec::with_capacity(n.min(found.len()));
    for candidate in found {
        if chosen.len() == n || (chosen.len() >= ALWAYS && candidate.score < worst) {
            break;
        }
        // Phrases tell more than single words: at most every third is one, and only one of these is no name.
        let singles = chosen.iter().filter(|other| other.stems.len() == 1).count();
        let crowded = candidate.stems.len() == 1 && singles * 3 > n;
        let second_word = candidate.plain_word && chosen.iter().any(|other| other.plain_word);
        if !crowded && !second_word && !chosen.iter().any(|other| says_the_same(other, &candidate)) {
            chosen.push(candidate);
        }
    }
    chosen.into_iter().map(|candidate| candidate.printed).collect()
}

/// Whether two phrases share more than half of the shorter one's words, or one abbreviates the other.
fn says_the_same(one: &Candidate, other: &Candidate) -> bool {
    let shared = one.stems.iter().filter(|stem| other.stems.contains(stem)).count();
    let shorter = one.stems.len().min(other.stems.len());
    shared * 2 > shorter || abbreviates(one, other) || abbreviates(other, one)
}

/// Whether `short` is made of the initials of `long`: `LLMs` of `large language models`.
fn abbreviates(short: &Candidate, long: &Candidate) -> bool {
    if short.stems.len() != 1 || long.stems.len() < 2 {
        return false;
    }
    let letters: String = short.printed.trim_end_matches('s').chars().filter(|c| c.is_alphabetic()).collect();
    let parts = long.printed.split([' ', '-']);
    let initials: String = parts.filter_map(|word| word.chars().next()).collect();
    letters.chars().count() > 1 && letters.to_lowercase() == initials.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::keyphrases;

    #[test]
    fn says_what_a_paper_is_about() {
        let title = "LoRA: Low-Rank Adaptation of Large Language Models";
        let text = "An important paradigm of natural language processing consists of large-scale pre-training on general \
            domain data and adaptation to particular tasks or domains. As we pre-train larger models, full fine-tuning, \
            which retrains all model parameters, becomes less feasible. We propose Low-Rank Adaptation, or LoRA, which \
            freezes the pre-trained model weights and injects trainable rank decomposition matrices into each layer of \
            the Transformer architecture. LoRA performs on-par or better than fine-tuning in model quality on large \
            language models.";
        let found = keyphrases(title, text, 5);
        assert!(found.iter().any(|phrase| phrase.eq_ignore_ascii_case("low-rank adaptation")), "{found:?}");
        assert!(found.iter().any(|phrase| phrase == "LoRA"), "{found:?}");
        assert!(found.len() <= 5 && found.iter().all(|phrase| phrase.split(' ').count() <= 4), "{found:?}");
    }

    #[test]
    fn copes_with_little() {
        assert_eq!(keyphrases("", "", 5), Vec::<String>::new());
        assert_eq!(keyphrases("Attention", "", 0), Vec::<String>::new());
        assert_eq!(keyphrases("On the", "It is what it is, and so are we.", 5), Vec::<String>::new());
    }
}
