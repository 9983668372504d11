//! Words that say nothing about what a paper is about.

/// Sorted. Articles, prepositions, pronouns, auxiliaries, question words, and the rests of contractions.
const STOP_WORDS: [&str; 122] = [
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "before", "being", "between", "both", "but", "by", "can", "cannot", "could", "did", "do", "does", "doing",
    "during", "each", "either", "few", "for", "from", "further", "had", "has", "have", "having", "he", "her", "here",
    "his", "how", "however", "i", "if", "in", "into", "is", "it", "its", "itself", "just", "ll", "may", "me", "might",
    "more", "most", "must", "my", "no", "nor", "not", "of", "on", "only", "or", "other", "our", "over", "own", "s",
    "same", "she", "should", "so", "some", "such", "t", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "through", "thus", "to", "too", "toward", "towards", "under", "until", "upon",
    "us", "ve", "very", "via", "was", "we", "were", "what", "when", "where", "whether", "which", "while", "who",
    "whose", "why", "will", "with", "within", "would", "you",
];

/// Whether a folded word is a stop word.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_knows_its_words() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
        assert!(!is_stop_word("attention") && !is_stop_word(""));
    }
}
