//! The static model: a tokenizer and a table.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use xxhash_rust::xxh3::{Xxh3Default, xxh3_64};

use crate::simd::add;
use crate::table::{Counting, Table};
use crate::{DIMS, EmbedError, Vector, WordPiece};

static BUNDLED: LazyLock<StaticModel> = LazyLock::new(|| {
    let table = include_bytes!("../model/static-256-int8.safetensors");
    // A test reads the bundled table; were it broken all the same, every text would have the zero vector and search would go
    // on by words alone.
    StaticModel::read(Cow::Borrowed(table), include_str!("../model/vocab.txt")).unwrap_or_else(|_| StaticModel::empty())
});

/// Turns texts into vectors by a table with one row a word piece. Cheap to clone: clones share the table.
#[derive(Debug, Clone)]
pub struct StaticModel {
    table: Arc<Table>,
    tokenizer: Arc<WordPiece>,
    identity: u64,
}

impl StaticModel {
    /// The model that is compiled into the binary. The first call reads the vocabulary (a few milliseconds).
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// A model from a table in safetensors format and a vocabulary with one word piece a line, in the order of the rows.
    pub fn read(table: Cow<'static, [u8]>, vocabulary: &str) -> Result<Self, EmbedError> {
        Self::of(table, Arc::new(WordPiece::new(vocabulary)))
    }

    /// A model from a table in safetensors format, in one of the layouts that are [recognised](Self::recognises), and a tokenizer of its own, which `salt` tells from
    /// others. The table may have rows for more pieces than the tokenizer makes, but not for fewer.
    pub fn with_tokenizer(table: Cow<'static, [u8]>, (tokenizer, salt): (WordPiece, u64)) -> Result<Self, EmbedError> {
        let mut identity = Xxh3Default::new();
        identity.update(&table);
        identity.update(&salt.to_le_bytes());
        let table = Table::read(table)?;
        if tokenizer.len() > table.pieces() {
            return Err(EmbedError::Vocabulary { words: tokenizer.len(), rows: table.pieces() });
        }
        Ok(Self { identity: identity.digest(), table: Arc::new(table), tokenizer: Arc::new(tokenizer) })
    }

    /// Whether a file in safetensors format holds a table, in the own layout, model2vec's or that of sentence-transformers' static
    /// embeddings.
    pub fn recognises(file: &[u8]) -> bool {
        Table::recognises(file)
    }

    /// The same vocabulary with another table in safetensors format.
    pub fn with_table(&self, table: Cow<'static, [u8]>) -> Result<Self, EmbedError> {
        Self::of(table, Arc::clone(&self.tokenizer))
    }

    fn of(table: Cow<'static, [u8]>, tokenizer: Arc<WordPiece>) -> Result<Self, EmbedError> {
        let identity = xxh3_64(&table);
        let table = Table::read(table)?;
        if tokenizer.len() == table.pieces() {
            Ok(Self { identity, table: Arc::new(table), tokenizer })
        } else {
            Err(EmbedError::Vocabulary { words: tokenizer.len(), rows: table.pieces() })
        }
    }

    fn empty() -> Self {
        Self { table: Arc::new(Table::empty()), tokenizer: Arc::new(WordPiece::new("")), identity: 0 }
    }

    /// The number of dimensions of its vectors.
    pub fn dims(&self) -> usize {
        self.table.dims()
    }

    /// Whether it has the tokenizer and the dimensions of the bundled one, so that `train` can begin with it.
    pub fn is_trainable(&self) -> bool {
        Arc::ptr_eq(&self.tokenizer, &Self::bundled().tokenizer) && self.dims() == DIMS
    }

    /// Tells this table from every other: the XXH3 hash of its file, and of its tokenizer where that is not the bundled one.
    pub fn identity(&self) -> u64 {
        self.identity
    }

    /// The table as a safetensors file, as [`read`](Self::read) takes it.
    pub fn file(&self) -> &[u8] {
        self.table.file()
    }

    /// The rows of the table as numbers, in the order of the vocabulary; none where they have another number of dimensions.
    pub(crate) fn rows(&self) -> Vec<[f32; DIMS]> {
        let rows = (0_u32..).map_while(|row| self.table.row(row));
        let rows = rows.filter_map(|(numbers, scale)| Some((numbers.first_chunk::<DIMS>()?, scale)));
        rows.map(|(numbers, scale)| numbers.map(|number| f32::from(number.cast_signed()) * scale)).collect()
    }

    /// The tokenizer.
    pub fn tokenizer(&self) -> &WordPiece {
        &self.tokenizer
    }

    /// The tokenizer, for those that outlive the model.
    pub(crate) fn shared_tokenizer(&self) -> Arc<WordPiece> {
        Arc::clone(&self.tokenizer)
    }

    /// The vector of a text: the sum over its distinct word pieces of sqrt(count) * row (count * row by tables of model2vec), brought to
    /// length 1.
    pub fn embed(&self, text: &str) -> Vector {
        let mut pieces = Vec::with_capacity(text.len() / 4);
        self.tokenizer.encode(text, &mut pieces);
        self.sum(pieces)
    }

    /// The vector of a paper: of its title and its abstract together, as the table was trained.
    pub fn embed_paper(&self, title: &str, abstract_text: &str) -> Vector {
        let mut pieces = Vec::with_capacity((title.len() + abstract_text.len()) / 4);
        self.tokenizer.encode(title, &mut pieces);
        self.tokenizer.encode(abstract_text, &mut pieces);
        self.sum(pieces)
    }

    /// The vector of a text taken apart: its words in lower case, in the order of their first appearance, each with its part.
    /// The parts add up to [`embed`](Self::embed), and their inner products with another vector to the cosine.
    pub fn parts(&self, text: &str) -> Vec<(String, Box<[f32]>)> {
        let mut words: Vec<(String, Vec<u32>)> = Vec::new();
        self.tokenizer.words(text, &mut |word, pieces| match words.iter_mut().find(|(known, _)| known == word) {
            Some((_, all)) => all.extend_from_slice(pieces),
            None => words.push((word.to_owned(), pieces.to_vec())),
        });
        let all: Vec<u32> = words.iter().flat_map(|(_, pieces)| pieces).copied().collect();
        let mut counts: HashMap<u32, f32> = HashMap::new();
        for piece in &all {
            *counts.entry(*piece).or_default() += 1.0;
        }
        let length = self.weighted_sum(all).iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        let part = |pieces: Vec<u32>| {
            let mut part = vec![0.0; self.dims()].into_boxed_slice();
            for piece in pieces {
                let Some((row, scale)) = self.row(piece) else { continue };
                let count = counts.get(&piece).copied().unwrap_or(1.0);
                let once = match self.table.counting {
                    Counting::Root => scale / count.sqrt(),
                    Counting::Each => scale,
                };
                add(&mut part, row, once / length);
            }
            part
        };
        words.into_iter().map(|(word, pieces)| (word, part(pieces))).collect()
    }

    fn sum(&self, pieces: Vec<u32>) -> Vector {
        Vector::normalized(self.weighted_sum(pieces))
    }

    /// The sum of the rows of `pieces`, each distinct one weighted by its count as the table was made for.
    fn weighted_sum(&self, mut pieces: Vec<u32>) -> Box<[f32]> {
        let mut sum = vec![0.0; self.dims()].into_boxed_slice();
        pieces.sort_unstable();
        for same in pieces.chunk_by(|a, b| a == b) {
            let Some((row, scale)) = same.first().and_then(|piece| self.row(*piece)) else { continue };
            let count = same.len() as f32;
            let weight = if self.table.counting == Counting::Root { count.sqrt() } else { count };
            add(&mut sum, row, scale * weight);
        }
        sum
    }

    /// The row of a piece. An unknown word has none: two texts are not alike for both having an emoji.
    fn row(&self, piece: u32) -> Option<(&[u8], f32)> {
        if piece == self.tokenizer.unknown() { None } else { self.table.row(piece) }
    }
}
