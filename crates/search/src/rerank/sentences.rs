//! The vectors of a paper's sentences: made when they are first wanted, and remembered for the next question.

use std::collections::{HashMap, VecDeque};
use std::iter::once;
use std::sync::{Arc, Mutex, PoisonError};

use domain::Paper;
use embed::{EmbedError, Quantized, Transformer, Vector};

use crate::document::text_hash;
use crate::{SearchError, SecondTier};

/// So many sentences of a paper are read, the title among them: the rest of a longer text is passed over.
const SENTENCES: usize = 24;

/// The sentences of so many papers are remembered: some four kilobytes each.
const REMEMBERED: usize = 2_048;

/// A vector in one byte a dimension.
#[derive(Debug)]
pub(super) struct Row {
    /// Numbers of int8, as bytes.
    pub values: Box<[u8]>,
    /// What a step of them stands for.
    pub scale: f32,
}

/// What the second tier makes of a paper.
#[derive(Debug)]
pub(super) struct Read {
    /// Of title and abstract as one text.
    pub whole: Row,
    /// Of the title, and of the sentences of the abstract.
    pub sentences: Vec<Row>,
}

/// Reads sentences, and remembers the last.
#[derive(Debug)]
pub(crate) struct ReadSentences {
    /// On a thread of its own: neither questions nor the reading of papers wait for it.
    model: Transformer,
    remembered: Mutex<Remembered>,
}

#[derive(Debug, Default)]
struct Remembered {
    papers: HashMap<u64, Arc<Read>>,
    /// The oldest first.
    order: VecDeque<u64>,
}

impl ReadSentences {
    /// Reads with that model.
    pub(crate) fn new(model: &Transformer) -> Self {
        Self { model: model.on_own_threads(1), remembered: Mutex::default() }
    }
}

impl SecondTier {
    /// The vectors of a paper, of its title and of the first sentences of its abstract.
    pub(super) fn sentences(&self, paper: &Paper) -> Result<Arc<Read>, SearchError> {
        let ReadSentences { model, remembered } = self.reading_sentences();
        let text = text_hash(&paper.title, &paper.abstract_text);
        let remembered = || remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = remembered().papers.get(&text) {
            return Ok(Arc::clone(known));
        }
        let whole = match self.embeddings().vector(text) {
            Some(known) => known,
            None => model.embed_paper(&paper.title, &paper.abstract_text)?,
        };
        let texts = once(paper.title.as_str()).chain(text::sentences(&paper.abstract_text)).take(SENTENCES);
        let sentences = texts.map(|text| Ok(Row::of(&model.embed_paper(text, "")?)));
        let sentences = sentences.collect::<Result<Vec<_>, EmbedError>>()?;
        let read = Arc::new(Read { whole: Row::of(&whole), sentences });
        remembered().keep(text, Arc::clone(&read));
        Ok(read)
    }
}

impl Remembered {
    fn keep(&mut self, text: u64, read: Arc<Read>) {
        if self.papers.insert(text, read).is_none() {
            self.order.push_back(text);
        }
        while self.order.len() > REMEMBERED {
            let oldest = self.order.pop_front();
            oldest.and_then(|oldest| self.papers.remove(&oldest));
        }
    }
}

impl Row {
    fn of(vector: &Vector) -> Self {
        let Quantized { values, scale } = vector.quantize();
        Self { values: values.iter().map(|value| value.cast_unsigned()).collect(), scale }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten() {
        let mut remembered = Remembered::default();
        for text in 0..REMEMBERED as u64 + 10 {
            let read = Arc::new(Read { whole: Row::of(&Vector::zero(384)), sentences: Vec::new() });
            remembered.keep(text, Arc::clone(&read));
            remembered.keep(text, read);
        }
        assert_eq!((remembered.papers.len(), remembered.order.len()), (REMEMBERED, REMEMBERED));
        assert!(remembered.papers.contains_key(&10) && !remembered.papers.contains_key(&9));
    }
}
