//! The tokenizer: words, then pieces of words from a fixed vocabulary (WordPiece, as bert-base-uncased has it).
//! Wu et al. 2016, <https://arxiv.org/abs/1609.08144>; the rules of cleaning are those of Devlin et al. 2019,
//! <https://arxiv.org/abs/1810.04805>.

mod cache;
mod chars;
mod words;

use self::words::Words;
use crate::WordMap;

/// Words longer than this many characters are unknown as a whole.
const LONGEST_WORD: usize = 100;

/// Marks of the model that a text may hold literally.
const SPECIAL: [&str; 5] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

/// Splits texts into the pieces of a vocabulary: lower case, without accents, punctuation apart, each word by the longest
/// pieces from its start.
#[derive(Debug)]
pub struct WordPiece {
    /// Pieces that begin a word, with their number.
    first: WordMap<u32>,
    /// Pieces that continue one (without their `##`), with their number.
    next: WordMap<u32>,
    /// The number of `[UNK]`, for words that cannot be put together.
    unknown: u32,
    /// The length in bytes of the longest piece.
    longest: usize,
    /// How many pieces the vocabulary has.
    len: usize,
    /// Tells this vocabulary's cached words from another's.
    identity: u64,
}

impl WordPiece {
    /// A tokenizer from a vocabulary with one piece a line; the line's number from 0 is the piece's.
    pub fn new(vocabulary: &str) -> Self {
        let (mut first, mut next) = (WordMap::default(), WordMap::default());
        let (mut longest, mut len) = (0, 0);
        for (number, piece) in (0..).zip(vocabulary.lines()) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => next.insert(rest, number),
                _ => first.insert(piece, number),
            };
            longest = longest.max(piece.len());
            len += 1;
        }
        let unknown = first.get("[UNK]").copied().unwrap_or(0);
        Self { first, next, unknown, longest, len, identity: cache::new_identity() }
    }

    /// How many pieces the vocabulary has.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the vocabulary has none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number of a piece that begins a word, or of a mark like `[CLS]`; `None` where the vocabulary lacks it.
    pub fn piece(&self, piece: &str) -> Option<u32> {
        self.first.get(piece).copied()
    }

    /// The number of `[UNK]`, which stands for every word that cannot be put together from pieces.
    pub(crate) fn unknown(&self) -> u32 {
        self.unknown
    }

    /// Appends the numbers of the pieces of `text` to `pieces`, without special tokens at either end.
    pub fn encode(&self, text: &str, pieces: &mut Vec<u32>) {
        self.words(text, &mut |_, of_word| pieces.extend_from_slice(of_word));
    }

    /// Calls `each` with every word of `text` (lower case, without accents) and the numbers of its pieces, in order.
    pub fn words(&self, text: &str, each: &mut dyn FnMut(&str, &[u32])) {
        cache::with(self.identity, |cache| {
            let mut words = Words::default();
            let mut rest = text;
            while let Some((before, special, after)) = split_at_special(rest) {
                words.of(before, &mut |word| self.word(word, cache, each));
                each(special, &[self.first.get(special).copied().unwrap_or(self.unknown)]);
                rest = after;
            }
            words.of(rest, &mut |word| self.word(word, cache, each));
        });
    }

    /// Calls `each` with one word and its pieces.
    fn word(&self, word: &str, cache: &mut cache::Pieces, each: &mut dyn FnMut(&str, &[u32])) {
        if let Some(whole) = self.first.get(word) {
            return each(word, &[*whole]);
        }
        match cache.get(word) {
            Some(pieces) => each(word, pieces),
            None => each(word, cache.insert(word, self.split(word))),
        }
    }

    /// The longest piece that begins the word, then the longest that continues it, and so on; `[UNK]` for the whole word where
    /// that leads nowhere.
    fn split(&self, word: &str) -> Vec<u32> {
        let unknown = vec![self.unknown];
        if word.chars().count() > LONGEST_WORD {
            return unknown;
        }
        let (mut pieces, mut rest, mut known) = (Vec::new(), word, &self.first);
        while !rest.is_empty() {
            let longest = rest.len().min(self.longest);
            let found = (1..=longest).rev().find_map(|end| known.get(rest.get(..end)?).map(|piece| (*piece, end)));
            let Some((piece, end)) = found else { return unknown };
            pieces.push(piece);
            rest = rest.get(end..).unwrap_or_default();
            known = &self.next;
        }
        pieces
    }
}

/// The text before the first special mark, the mark, and the text after it.
fn split_at_special(text: &str) -> Option<(&str, &'static str, &str)> {
    text.match_indices('[').find_map(|(at, _)| {
        let (before, from) = text.split_at_checked(at)?;
        let special = SPECIAL.into_iter().find(|special| from.starts_with(special))?;
        Some((before, special, from.get(special.len()..)?))
    })
}
