//! What a larger model says of the papers of a batch: how near their titles are to one another, which tells how near any text of the one
//! should be to a text of the other.

use super::lessons::Parts;
use super::loss::distil;
use super::matrix::{Matrix, View, product};
use super::teacher::Teacher;

/// Papers of a batch that are compared with the teacher's word at most.
const DISTILLED: usize = 512;

/// The temperatures of student and teacher when their similarities are compared.
const TEMPERATURES: (f32, f32) = (0.05, 0.05);

/// The papers of a batch whose titles the larger model has read.
pub(super) struct Taught {
    /// Their places in the batch.
    places: Vec<usize>,
    /// The larger model's vectors of their titles, one a row.
    titles: Matrix,
}

impl Taught {
    /// The papers that the teacher knows; `None` of fewer than three, for two have one similarity, and one is no distribution.
    pub(super) fn of(papers: &[Parts<'_>], teacher: &Teacher) -> Option<Self> {
        let known = papers.iter().map(Parts::title_hash).enumerate().filter(|(_, title)| teacher.knows(*title));
        let (places, titles): (Vec<_>, Vec<_>) = known.take(DISTILLED).unzip();
        let titles = teacher.vectors(&titles).filter(|titles| titles.rows() > 2)?;
        Some(Self { places, titles })
    }

    /// The derivatives of the summed divergence (see [`distil`]) by the cosines of these papers' texts with their partners, and the mean
    /// divergence. `cosines` holds those of the whole batch (row: a text, column: a partner).
    pub(super) fn slopes(&self, cosines: &Matrix, threads: usize) -> (Matrix, f64) {
        let mut student = Matrix { columns: self.places.len(), numbers: Vec::new() };
        for place in &self.places {
            let row = cosines.row(*place);
            student.numbers.extend(self.places.iter().map(|place| row.get(*place).copied().unwrap_or_default()));
        }
        let mut teacher = product(threads, View::Plain(&self.titles), View::Turned(&self.titles));
        let nats = distil(&mut student, &mut teacher, TEMPERATURES, threads);
        (student, nats)
    }

    /// Adds `weight` times these derivatives to those of the whole batch.
    pub(super) fn add(&self, slopes: &Matrix, weight: f32, batch: &mut Matrix) {
        let columns = batch.columns;
        for (row, of_row) in self.places.iter().zip(slopes.numbers.chunks(slopes.columns.max(1))) {
            let Some(row) = batch.numbers.get_mut(row * columns..(row + 1) * columns) else { continue };
            for (place, slope) in self.places.iter().zip(of_row) {
                row.get_mut(*place).into_iter().for_each(|number| *number += weight * slope);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lessons::Lessons;
    use super::super::teacher::text_hash;
    use super::*;
    use crate::StaticModel;

    /// Six papers, of which the teacher knows those of even numbers.
    fn taught() -> Taught {
        let (model, mut teacher) = (StaticModel::bundled(), Teacher::new(1, 256));
        let mut lessons = Lessons::new(model);
        for (number, word) in ["galaxy", "protein", "star", "graph", "planet", "cell"].into_iter().enumerate() {
            lessons.add(word, &["An abstract."]);
            if number % 2 == 0 {
                teacher.insert(text_hash(word), &model.embed(word));
            }
        }
        let papers = lessons.by_lot();
        let taught = Taught::of(&papers, &teacher).unwrap();
        assert!(taught.places.iter().all(|place| teacher.knows(papers[*place].title_hash())));
        assert!(Taught::of(&papers[..0], &teacher).is_none());
        assert!(Taught::of(&papers, &Teacher::new(1, 256)).is_none());
        taught
    }

    #[test]
    fn only_known_papers_are_drawn() {
        let taught = taught();
        let cosines = Matrix { columns: 6, numbers: (0..36_u8).map(|number| f32::from(number) * 0.01).collect() };
        let (slopes, nats) = taught.slopes(&cosines, 1);
        assert!(nats > 0.0);
        let mut batch = Matrix::zero(6, 6);
        taught.add(&slopes, 2.0, &mut batch);
        for row in 0..6 {
            for column in 0..6 {
                let known = |place| taught.places.iter().position(|known| *known == place);
                let truth = match (known(row), known(column)) {
                    (Some(row), Some(column)) => 2.0 * slopes.row(row)[column],
                    _ => 0.0,
                };
                assert_eq!(batch.row(row)[column].to_bits(), truth.to_bits(), "{row} {column}");
            }
        }
    }

    #[test]
    fn a_student_that_agrees_is_left_alone() {
        let taught = taught();
        let mut cosines = Matrix::zero(6, 6);
        let teacher = product(1, View::Plain(&taught.titles), View::Turned(&taught.titles));
        taught.add(&teacher, 1.0, &mut cosines);
        let (slopes, nats) = taught.slopes(&cosines, 1);
        assert!(nats.abs() < 1e-5 && slopes.numbers.iter().all(|slope| slope.abs() < 1e-4), "{nats} {slopes:?}");
    }
}
