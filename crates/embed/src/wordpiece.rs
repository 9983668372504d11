//! The tokenizer: words, then pieces of words from a fixed vocabulary (WordPiece, as bert-base-uncased has it).
//! Wu et al. 2016, <https://arxiv.org/abs/1609.08144>; the rules of cleaning are those of Devlin et al. 2019,
//! <https://arxiv.org/abs/1810.04805>.

mod cache;
mod chars;
mod description;
mod literals;
mod words;

use self::literals::Literals;
pub use self::words::Cleaning;
use self::words::Words;
use crate::WordMap;

/// Words longer than this many characters are unknown as a whole, where a tokenizer does not say otherwise.
const LONGEST_WORD: usize = 100;

/// Marks of the model that a text may hold literally.
const SPECIAL: [&str; 5] = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

/// Splits texts into the pieces of a vocabulary: cleaned as its [`Cleaning`] says, punctuation apart, each word by the longest pieces
/// from its start.
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
    /// Words of more characters are unknown.
    longest_word: usize,
    /// One more than the highest number of a piece.
    len: usize,
    /// What is done to a text first.
    cleaning: Cleaning,
    /// The marks that a text may hold literally.
    literals: Literals,
    /// What a network wants around every text, or the mark that is missing for it.
    marks: Result<Marks, &'static str>,
    /// Tells this vocabulary's cached words from another's.
    identity: u64,
}

/// The numbers of the marks that a network wants before and after every text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Before it, such as `[CLS]`.
    pub before: Vec<u32>,
    /// After it, such as `[SEP]`.
    pub after: Vec<u32>,
}

impl WordPiece {
    /// A tokenizer from a vocabulary with one piece a line; the line's number from 0 is the piece's. Texts are cleaned as
    /// bert-base-uncased does it.
    pub fn new(vocabulary: &str) -> Self {
        Self::with_cleaning(vocabulary, Cleaning::UNCASED)
    }

    /// The same with another way of cleaning texts.
    pub fn with_cleaning(vocabulary: &str, cleaning: Cleaning) -> Self {
        let mut all = Self::empty(cleaning);
        for (number, piece) in (0..).zip(vocabulary.lines()) {
            all.add(piece, number, "##");
        }
        all.unknown = all.piece("[UNK]").unwrap_or(0);
        let literal = |mark: &&str| (mark.to_string(), all.piece(mark).unwrap_or(all.unknown));
        all.literals = Literals::new(SPECIAL.iter().map(literal).collect());
        let mark = |name: &'static str| all.piece(name).map(|number| vec![number]).ok_or(name);
        all.marks = mark("[CLS]").and_then(|before| Ok(Marks { before, after: mark("[SEP]")? }));
        all
    }

    fn empty(cleaning: Cleaning) -> Self {
        Self {
            first: WordMap::default(),
            next: WordMap::default(),
            unknown: u32::MAX,
            longest: 0,
            longest_word: LONGEST_WORD,
            len: 0,
            cleaning,
            literals: Literals::default(),
            marks: Err("[CLS]"),
            identity: cache::new_identity(),
        }
    }

    /// Adds a piece; one that begins with `prefix` continues a word.
    fn add(&mut self, piece: &str, number: u32, prefix: &str) {
        match piece.strip_prefix(prefix) {
            Some(rest) if !rest.is_empty() => self.next.insert(rest, number),
            _ => self.first.insert(piece, number),
        };
        self.longest = self.longest.max(piece.len());
        self.len = self.len.max(number as usize + 1);
    }

    /// How many pieces the vocabulary has: one more than the highest number.
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

    /// The marks around every text, or the one that the vocabulary lacks.
    pub(crate) fn marks(&self) -> Result<&Marks, &'static str> {
        self.marks.as_ref().map_err(|missing| *missing)
    }

    /// Appends the numbers of the pieces of `text` to `pieces`, without special tokens at either end.
    pub fn encode(&self, text: &str, pieces: &mut Vec<u32>) {
        self.words(text, &mut |_, of_word| pieces.extend_from_slice(of_word));
    }

    /// Calls `each` with every word of `text` (lower case, without accents) and the numbers of its pieces, in order.
    pub fn words(&self, text: &str, each: &mut dyn FnMut(&str, &[u32])) {
        cache::with(self.identity, |cache| {
            let mut words = Words::new(self.cleaning);
            let mut rest = text;
            while let Some((before, (mark, number), after)) = self.literals.split(rest) {
                words.of(before, &mut |word| self.word(word, cache, each));
                each(mark, &[number]);
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
        if word.chars().count() > self.longest_word {
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
