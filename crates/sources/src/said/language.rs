//! The language of a text, by its small words.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::stop_words::{LANGUAGES, SCRIPTS};

/// The fewest words by which a language is told.
const FEWEST: usize = 12;

/// The fewest different small words of a language.
const VARIETY: usize = 4;

/// The most letters that are looked at.
const LETTERS: usize = 1_500;

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
        if letter.is_ascii() {
            continue;
        }
        let script = SCRIPTS.iter().position(|(_, ranges)| ranges.iter().any(|range| range.contains(&letter)));
        if let Some(count) = script.and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    // Japanese has Chinese characters between its own: the first script that is a fifth of all decides.
    let own = SCRIPTS.iter().zip(counts).find(|(_, count)| *count >= FEWEST && *count * 5 >= all);
    own.map(|((language, _), _)| *language)
}

/// Each small word with its languages, a bit for each in their order.
static SMALL: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (bit, (_, small)) in LANGUAGES.iter().enumerate() {
        small.split(' ').for_each(|word| *words.entry(word).or_default() |= 1 << bit);
    }
    words
});

fn by_words(text: &str) -> Option<&'static str> {
    let words = || text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let all = words().count();
    // No small word is longer.
    let short = words().filter(|word| word.len() <= 16);
    let mut met: Vec<(&str, u16)> = short.filter_map(|word| Some((word, *SMALL.get(word)?))).collect();
    let counts = counted(&met);
    met.sort_unstable();
    met.dedup();
    // One small word alone, again and again, may be anything.
    let counts = counts.into_iter().zip(counted(&met));
    let counts = counts.map(|(count, different)| if different < VARIETY { 0 } else { count });
    let mut ranks: Vec<(usize, &'static str)> =
        LANGUAGES.iter().zip(counts).map(|((language, _), count)| (count, *language)).collect();
    ranks.sort_unstable_by_key(|(count, _)| Reverse(*count));
    let [(first, language), (second, _), ..] = ranks.as_slice() else { return None };
    (all >= FEWEST && first * 8 >= all && *first >= second * 2).then_some(*language)
}

/// How many of the words are of each language.
fn counted(words: &[(&str, u16)]) -> [usize; LANGUAGES.len()] {
    std::array::from_fn(|bit| words.iter().filter(|(_, languages)| languages & (1 << bit) != 0).count())
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
