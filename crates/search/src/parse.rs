//! The words of a query that rank.

use std::ops::Range;

use crate::filter::PhraseWord;
use crate::words::{Kind, LONGEST_WORD, Pieces, is_stop_word, stem};

/// Only so many bytes of the words that rank are looked at: more say nothing new, and each word has its price.
const LONGEST_RANKED: usize = 2_000;

/// A name of letters and digits written together may be written in two words where it has so many letters at least (`gpt4`, but not `x2`).
const LETTERS: usize = 2;

/// A word of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct QueryWord {
    /// Where it stands (first) in the text.
    pub range: Range<usize>,
    /// As it was typed.
    pub typed: String,
    /// Folded: how names and spellings are compared.
    pub folded: String,
    /// The stem: how running text is compared.
    pub stem: String,
    /// How often it stands in the query.
    pub count: u32,
    /// What else in a text says the same.
    pub also: Vec<Alias>,
}

/// What says the same as a word of a query: one word, or several that stand one behind another.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alias {
    /// The words with their distances.
    pub words: Vec<PhraseWord>,
    /// Why.
    pub kind: AliasKind,
    /// How probable it is that it says the same, 0 to 1.
    pub share: f32,
    /// As papers spell it.
    pub spelled: String,
}

/// Why words say the same as a word of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AliasKind {
    /// It is another spelling of the same name.
    Spelling,
    /// One abbreviates the other.
    Abbreviation,
}

/// The text that a query is ranked by, and its words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Parsed {
    /// The texts that rank, one behind another.
    pub text: String,
    /// The words that are looked for, each stem once, without stop words.
    pub words: Vec<QueryWord>,
    /// The stretches of the text that are no conditions.
    pub open: Vec<Range<usize>>,
    /// The text whose meaning is looked for: as typed, where nothing in it is an operator.
    pub meant: String,
}

/// A stretch of the text of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Its words.
    pub text: String,
    /// Whether it is a condition.
    pub is_condition: bool,
}

impl Parsed {
    /// A text and its words.
    pub(crate) fn of(text: &str) -> Self {
        Self::of_stretches(&[Stretch { text: text.to_owned(), is_condition: false }])
    }

    /// Several texts and their words.
    pub(crate) fn of_stretches(stretches: &[Stretch]) -> Self {
        let (mut text, mut open) = (String::new(), Vec::new());
        for stretch in stretches {
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(&stretch.text);
            if !stretch.is_condition {
                open.push(start..text.len());
            }
        }
        text.truncate(text.floor_char_boundary(LONGEST_RANKED));
        Self { words: query_words(&text), meant: text.clone(), text, open }
    }

    /// The same, whose meaning is that of another text.
    pub(crate) fn meaning(self, text: &str) -> Self {
        Self { meant: text.get(..text.floor_char_boundary(LONGEST_RANKED)).unwrap_or_default().to_owned(), ..self }
    }
}

/// The words of a text that are looked for: each stem once, without stop words.
fn query_words(text: &str) -> Vec<QueryWord> {
    let mut reader = Reader { text, found: Vec::new(), before: Vec::new(), end: 0 };
    let mut pieces = Pieces::of(text);
    while pieces.advance() {
        match pieces.kind {
            Kind::Word => reader.word(&pieces),
            Kind::Pair | Kind::Character { alone: true } => {
                let place = reader.add(&pieces);
                reader.before.push(place);
            }
            Kind::Character { alone: false } => {}
            Kind::Joined { parts } => reader.joined(parts, &pieces),
        }
    }
    reader.found
}

/// The words of a text on their way into a query.
struct Reader<'a> {
    text: &'a str,
    found: Vec<QueryWord>,
    /// For each word of the text its place among those found; `None` for those left out.
    before: Vec<Option<usize>>,
    /// Where the last word ended.
    end: usize,
}

impl Reader<'_> {
    fn word(&mut self, pieces: &Pieces<'_>) {
        let gap = self.text.get(self.end..pieces.range.start).unwrap_or_default();
        let former = self.before.last().copied().flatten();
        let place = if is_stop_word(&pieces.folded) { None } else { self.add(pieces) };
        self.before.push(place);
        self.end = pieces.range.end;
        let is_number = pieces.folded.starts_with(|c: char| c.is_ascii_digit());
        let former = former.filter(|_| gap == " " && is_number);
        let name = former.and_then(|former| self.name(former, pieces));
        if let (Some(former), Some(place), Some(name)) = (former, place, name) {
            self.also(&[former, place], &name);
        }
        if let Some((place, (letters, digits))) = place.zip(letters_and_digits(&pieces.folded)) {
            let words = vec![PhraseWord::new(0, letters), PhraseWord::new(1, digits)];
            let spelled = format!("{letters} {digits}");
            self.add_alias(place, Alias { words, kind: AliasKind::Spelling, share: 1.0, spelled });
        }
    }

    /// The name that a word makes with the number behind it: `gpt` and `3.5`.
    fn name(&self, former: usize, number: &Pieces<'_>) -> Option<String> {
        let word = &self.found.get(former)?.folded;
        let rest = self.text.get(number.range.start..)?;
        let version = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).next()?;
        let is_word = word.chars().count() >= LETTERS && word.chars().all(char::is_alphabetic);
        is_word.then(|| format!("{word}{}", version.replace('.', "").to_ascii_lowercase()))
    }

    /// Adds what a piece says, or counts it once more; answers with its place.
    fn add(&mut self, pieces: &Pieces<'_>) -> Option<usize> {
        let typed = self.text.get(pieces.range.clone())?;
        let stem = stem(&pieces.folded).into_owned();
        if let Some(known) = self.found.iter().position(|word| word.stem == stem) {
            self.found.get_mut(known)?.count += 1;
            return Some(known);
        }
        let (range, folded, typed) = (pieces.range.clone(), pieces.folded.clone(), typed.to_owned());
        self.found.push(QueryWord { range, typed, folded, stem, count: 1, also: Vec::new() });
        Some(self.found.len() - 1)
    }

    /// A name whose last part was read: papers that write it together hold each of its parts.
    fn joined(&mut self, parts: usize, pieces: &Pieces<'_>) {
        let first = self.before.len().saturating_sub(parts);
        let places: Vec<usize> = self.before.get(first..).unwrap_or_default().iter().flatten().copied().collect();
        if places.is_empty() {
            // Nothing but letters that are left out alone.
            self.add(pieces);
        } else {
            self.also(&places, &pieces.folded);
        }
    }

    /// One word that says the same as each of those.
    fn also(&mut self, places: &[usize], name: &str) {
        if name.len() > LONGEST_WORD {
            return;
        }
        for place in places {
            let words = vec![PhraseWord::new(0, name)];
            let spelled = name.to_owned();
            self.add_alias(*place, Alias { words, kind: AliasKind::Spelling, share: 1.0, spelled });
        }
    }

    fn add_alias(&mut self, place: usize, alias: Alias) {
        if let Some(word) = self.found.get_mut(place)
            && !word.also.contains(&alias)
        {
            word.also.push(alias);
        }
    }
}

/// The two words that a name of letters and digits may be written in: `gpt4`, `resnet50`.
fn letters_and_digits(word: &str) -> Option<(&str, &str)> {
    let (letters, digits) = word.split_at(word.find(|c: char| c.is_ascii_digit())?);
    let fits = letters.chars().count() >= LETTERS
        && letters.chars().all(char::is_alphabetic)
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some((letters, digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stems(text: &str) -> Vec<String> {
        Parsed::of(text).words.into_iter().map(|word| word.stem).collect()
    }

    #[test]
    fn words_are_found_once_and_stop_words_never() {
        assert_eq!(stems("What are the transformers of a transformer?"), ["transform"]);
        assert_eq!(Parsed::of("graph graphs").words[0].count, 2);
        assert!(stems("what is it").is_empty());
        assert!(stems("🙂 … !!").is_empty());
    }

    fn also(text: &str) -> Vec<(String, Vec<String>)> {
        let said = |alias: &Alias| alias.words.iter().map(|word| word.stem.as_str()).collect::<Vec<_>>().join(" ");
        Parsed::of(text).words.iter().map(|word| (word.stem.clone(), word.also.iter().map(said).collect())).collect()
    }

    #[test]
    fn names_are_found_in_each_of_their_spellings() {
        let expect = |text: &str, expected: &[(&str, &[&str])]| {
            let expected: Vec<(String, Vec<String>)> = expected
                .iter()
                .map(|(word, also)| ((*word).to_owned(), also.iter().map(|other| (*other).to_owned()).collect()))
                .collect();
            assert_eq!(also(text), expected, "{text}");
        };
        expect("GPT-4", &[("gpt", &["gpt4"]), ("4", &["gpt4"])]);
        expect("gpt 4", &[("gpt", &["gpt4"]), ("4", &["gpt4"])]);
        expect("GPT4", &[("gpt4", &["gpt 4"])]);
        expect("llama 3.1", &[("llama", &["llama31"]), ("3", &["llama31"]), ("1", &[])]);
        expect("t-SNE", &[("sne", &["tsne"])]);
        expect("$\\beta$-VAE", &[("beta", &["betava"]), ("vae", &["betava"])]);
        expect("graphs in 2020", &[("graph", &[]), ("2020", &[])]);
        expect("L2 norm", &[("l2", &[]), ("norm", &[])]);
    }

    #[test]
    fn characters_are_looked_for_in_pairs() {
        assert_eq!(stems("深度学习"), ["深度", "度学", "学习"]);
        assert_eq!(stems("图 表"), ["图", "表"]);
        assert_eq!(stems("学 models"), ["学", "model"]);
    }

    proptest! {
        #[test]
        fn words_stand_where_they_say(text in "[\\PC\u{0}-\u{1f}]{0,60}") {
            let parsed = Parsed::of(&text);
            prop_assert!(parsed.words.iter().all(|word| parsed.text.get(word.range.clone()) == Some(&word.typed)));
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert!(Parsed::of(&"é".repeat(5_000)).text.len() <= LONGEST_RANKED);
    }
}
