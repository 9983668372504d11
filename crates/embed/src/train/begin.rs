//! A table to begin with that has learned from no paper yet: a transformer's own vectors of word pieces, made shorter.

use std::borrow::Cow;

use super::bags::Rows;
use super::lessons::Lessons;
use super::pairs::Division;
use super::{onnx, principal, quantized};
use crate::{DIMS, EmbedError, StaticModel};

/// The `a` of the weights `a / (a + p)`: the middle of the range that their authors recommend.
const RARE: f64 = 1e-3;

/// The length of the row of a piece that no paper holds: its numbers are about 1 then, so that a plan's rate means the same for this
/// start as for trained tables.
const LENGTH: f32 = 16.0;

/// A table of the word pieces' vectors of a network in ONNX format, whose vocabulary is that of the bundled model: along their first
/// [`DIMS`] principal components, all of one length, each times its SIF weight `a / (a + p)` (Arora, Liang and Ma 2017,
/// <https://openreview.net/forum?id=SyK00v5xx>), where `p` is the piece's share of all pieces in the papers to learn from; those that
/// are held out are not looked at.
pub fn begin(network: &[u8], lessons: &Lessons) -> Result<StaticModel, EmbedError> {
    let vectors = onnx::piece_vectors(network)?;
    let model = StaticModel::bundled();
    if vectors.rows() != model.tokenizer().len() {
        return Err(EmbedError::Vocabulary { words: model.tokenizer().len(), rows: vectors.rows() });
    }
    let mut rows = principal::components::<DIMS>(&vectors);
    weigh(&mut rows, &counts(lessons, vectors.rows()));
    model.with_table(Cow::Owned(quantized::file(&rows)))
}

/// Brings each row to its SIF weight times [`LENGTH`], by how often its piece was counted. A row of zeros stays.
#[expect(clippy::cast_possible_truncation, reason = "a weight needs no double precision")]
fn weigh(rows: &mut Rows, counts: &[u64]) {
    let all = counts.iter().sum::<u64>().max(1) as f64;
    for (row, count) in rows.iter_mut().zip(counts) {
        let weight = (RARE / (RARE + *count as f64 / all)) as f32;
        let length = row.iter().map(|number| number * number).sum::<f32>().sqrt();
        let factor = if length > 0.0 { LENGTH * weight / length } else { 0.0 };
        *row = row.map(|number| number * factor);
    }
}

/// How often the papers to learn from hold each of so many pieces.
fn counts(lessons: &Lessons, pieces: usize) -> Vec<u64> {
    let mut counts = vec![0; pieces];
    for paper in Division::of(lessons.by_lot()).learned {
        let sentences = (0..paper.sentences()).flat_map(|sentence| paper.sentence(sentence));
        for piece in paper.title().iter().chain(sentences) {
            counts.get_mut(*piece as usize).into_iter().for_each(|count| *count += 1);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lessons(papers: usize) -> Lessons {
        let mut lessons = Lessons::new(StaticModel::bundled());
        for number in 0..papers {
            lessons.add(&format!("the title {number}"), &["the the galaxy"]);
        }
        lessons
    }

    #[test]
    fn frequent_pieces_weigh_less() {
        let mut rows: Rows = vec![[2.0; DIMS], [-1.0; DIMS], [0.5; DIMS], [0.0; DIMS]];
        weigh(&mut rows, &[999, 1, 0, 5]);
        let length = |row: &[f32; DIMS]| row.iter().map(|number| number * number).sum::<f32>().sqrt();
        let truth = [1_005.0 - 6.0, 1.0, 0.0].map(|count| LENGTH * 1e-3 / (1e-3 + count / 1_005.0));
        for (row, truth) in rows.iter().zip(truth) {
            assert!((length(row) - truth).abs() < 1e-4 * truth, "{} is not {truth}", length(row));
        }
        assert!(rows[1].iter().all(|number| *number < 0.0), "the direction stays");
        assert!(rows[3].iter().all(|number| number.to_bits() == 0));
    }

    #[test]
    fn only_papers_to_learn_from_are_counted() {
        let model = StaticModel::bundled();
        let piece = |word: &str| {
            let mut pieces = Vec::new();
            model.tokenizer().encode(word, &mut pieces);
            pieces[0] as usize
        };
        let counts = counts(&lessons(200), model.tokenizer().len());
        // A tenth of the papers is held out.
        assert_eq!((counts[piece("galaxy")], counts[piece("the")]), (180, 540));
        assert_eq!(counts[piece("protein")], 0);
    }

    #[test]
    fn the_start_is_the_same_bits_everywhere() {
        let start = begin(include_bytes!("../../model/minilm-l6-int8.onnx"), &lessons(200)).unwrap();
        assert_eq!(format!("{:016x}", start.identity()), "1489167747c21ec3");
    }

    #[test]
    fn a_network_of_another_vocabulary_is_refused() {
        let network = onnx::tests::network(3, 4);
        let refused = begin(&network, &lessons(1)).unwrap_err();
        assert_eq!(refused, EmbedError::Vocabulary { words: 30_522, rows: 3 });
        assert!(matches!(begin(b"no network", &lessons(1)), Err(EmbedError::Network(_))));
    }
}
