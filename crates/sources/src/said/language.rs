//! The language of a text, by its small words.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::stop_words::{LANGUAGES, SCRIPTS};

/// The fewest words by which a language is told.
const FEWEST: usize = 12;

/// The fewest different small words of a language.
const VARIETY: usize = 4;

/// The most letters that are looked at.
const LETTERS: usize = 3_000;

/// The language of a title with its abstract, ISO 639-1. `None` where they are short, where the small words of no language stand out
/// (an eighth of all words, and twice as many as of any other), and where the script is of many languages.
pub(super) fn language(title: &str, abstract_text: &str) -> Option<&'static str> {
    let letters = || [abstract_text, " ", title].into_iter().flat_map(str::chars).take(LETTERS);
    by_script(letters()).or_else(|| by_words(&letters().collect::<String>().to_lowercase()))
}

/// Languages that are written in a script of their own.
fn by_script(letters: impl Iterator<Item = char>) -> Option<&'static str> {
    let mut counts = [0_usize; SCRIPTS.len()];
    let mut all = 0;
    for letter in letters.filter(|c| c.is_alphabetic()) {
        all += 1;
        let script = SCRIPTS.iter().position(|(_, ranges)| ranges.iter().any(|range| range.contains(&letter)));
        if let Some(count) = script.and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    // Japanese has Chinese characters between its own: the first script that is a tenth of all decides.
    let own = SCRIPTS.iter().zip(counts).find(|(_, count)| *count >= FEWEST && *count * 5 >= all);
    own.map(|((language, _), _)| *language)
}

fn by_words(text: &str) -> Option<&'static str> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    if words.len() < FEWEST {
        return None;
    }
    // One small word alone, again and again, may be anything.
    let count = |small: &str| {
        let small: HashSet<&str> = small.split(' ').collect();
        let met = words.iter().filter(|word| small.contains(*word));
        if met.clone().collect::<HashSet<_>>().len() < VARIETY { 0 } else { met.count() }
    };
    let mut counts: Vec<(usize, &'static str)> =
        LANGUAGES.iter().map(|(language, small)| (count(small), *language)).collect();
    counts.sort_unstable_by_key(|(count, _)| Reverse(*count));
    let [(first, language), (second, _), ..] = counts.as_slice() else { return None };
    (first * 8 >= words.len() && *first >= second * 2).then_some(*language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_a_language() {
        for (text, told) in [
            (
                "We show that the loss of a model is not what it was when it is trained on the data of the others.",
                Some("en"),
            ),
            (
                "Wir zeigen, dass das Verfahren auf den Daten der Nutzer besser ist als die bisherigen und nicht mehr kostet.",
                Some("de"),
            ),
            (
                "Nous montrons que la méthode est plus rapide que les autres et que le coût n'est pas plus élevé dans ce cas.",
                Some("fr"),
            ),
            (
                "En este trabajo se muestra que el método es más rápido que los otros y que no cuesta más en la práctica.",
                Some("es"),
            ),
            (
                "Neste trabalho mostramos que o método é mais rápido do que os outros e que não custa mais para as pessoas.",
                Some("pt"),
            ),
            (
                "Мы показываем, что метод не хуже других и что он работает быстрее, как это было показано на данных.",
                Some("ru"),
            ),
            ("本稿では、新しい手法を提案し、その有効性をデータによって示す。", Some("ja")),
            ("本文提出了一种新的方法，并在数据上证明了它的有效性和优越性。", Some("zh")),
            ("우리는 새로운 방법을 제안하고 데이터로 그 효과를 보인다.", Some("ko")),
            ("A short one", None),
            ("", None),
            ("x y z q w k j v x y z q w k j v x y z q w k j v", None),
        ] {
            assert_eq!(language("", text), told, "{text}");
        }
    }

    #[test]
    fn a_text_in_two_languages_has_none() {
        let english = "We show that the loss of the model is not what it was in this case, and that it is large. ";
        let french = "Nous montrons que la perte du modèle est plus grande dans le cas de la théorie.";
        let text = format!("{english}{french}");
        assert_eq!(language("", &text), None);
    }
}
