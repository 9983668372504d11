//! One training run: batch after batch, and the best table so far.

use std::ops::ControlFlow;

use super::adam::Rate;
use super::bags::{Bags, Pupil, Rows};
use super::lessons::Parts;
use super::loss::{contrast, distil};
use super::matrix::{Matrix, View, product};
use super::measure::{Measured, measure};
use super::pairs::{Division, Pairs};
use super::random::Random;
use super::teacher::Teacher;
use super::{Plan, Progress, TrainError};
use crate::StaticModel;

/// Titles of a batch that are compared with the teacher's.
const DISTILLED: usize = 512;

/// The temperatures of student and teacher when their similarities are compared.
const TEMPERATURES: (f32, f32) = (0.05, 0.05);

/// The state of a run.
pub(super) struct Run<'a> {
    plan: &'a Plan,
    teacher: Option<&'a Teacher>,
    papers: Division<'a>,
    question: Pairs,
    random: Random,
    pupil: Pupil,
    before: Measured,
    /// The best of the tables that were measured on the way; the start is none of them, for it may have learned from the papers
    /// that are held out now.
    best: (Measured, Rows),
    step: usize,
}

impl<'a> Run<'a> {
    /// Parts the papers and measures the start.
    pub(super) fn new(
        start: &StaticModel,
        papers: Vec<Parts<'a>>,
        teacher: Option<&'a Teacher>,
        plan: &'a Plan,
    ) -> Self {
        let papers = Division::of(papers);
        let (question, rows) = (papers.question(), start.rows());
        let before = measure(&question, &rows, plan.threads);
        let best = (Measured { mrr: 0.0, recall_at_1: 0.0, ..before }, rows.clone());
        let pupil = Pupil::new(rows);
        Self { plan, teacher, papers, question, random: Random::new(plan.seed), pupil, before, best, step: 0 }
    }

    /// The measure of the table at the start.
    pub(super) fn before(&self) -> Measured {
        self.before
    }

    /// The best table so far.
    pub(super) fn best_rows(&self) -> &Rows {
        &self.best.1
    }

    /// How many batches are done.
    pub(super) fn steps_done(&self) -> usize {
        self.step
    }

    /// Measures a table on the papers that were held out.
    pub(super) fn measure(&self, rows: &Rows) -> Measured {
        measure(&self.question, rows, self.plan.threads)
    }

    /// Learns until the plan is done, or the measure no longer improves.
    pub(super) fn learn(&mut self, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<(), TrainError> {
        let mut learned = self.papers.learned.clone();
        let batch = self.plan.batch.min(learned.len());
        let a_round = learned.len() / batch.max(1);
        let steps = (self.plan.epochs * a_round).min(self.plan.steps);
        let every = (steps / 20).max(1);
        let (mut idle, mut order) = (0, Vec::new());
        while self.step < steps {
            if order.is_empty() {
                self.random.shuffle(&mut learned);
                order = learned.chunks_exact(batch.max(1)).map(<[_]>::to_vec).collect();
            }
            let Some(papers) = order.pop() else { break };
            let left = 1.0 - self.step as f32 / steps as f32;
            let loss = self.batch(&papers, Rate(self.plan.rate * left));
            self.step += 1;
            if self.step.is_multiple_of(every) || self.step == steps {
                idle = if self.keep_if_better() { 0 } else { idle + 1 };
            }
            let now = Progress { step: self.step, steps, loss, best: self.best.0 };
            progress(now).is_continue().then_some(()).ok_or(TrainError::BrokenOff)?;
            if idle >= self.plan.patience {
                break;
            }
        }
        Ok(())
    }

    fn keep_if_better(&mut self) -> bool {
        let measured = self.measure(&self.pupil.rows);
        let better = measured.mrr > self.best.0.mrr;
        if better {
            self.best.0 = measured;
            self.best.1.clone_from(&self.pupil.rows);
        }
        better
    }

    /// One step downhill on a batch; returns its loss.
    fn batch(&mut self, papers: &[Parts<'_>], rate: Rate) -> f64 {
        let threads = self.plan.threads;
        let pairs = Pairs::of(papers, &mut self.random);
        let taught = self.taught(papers);
        let titles = taught.as_ref().map(|taught| &taught.titles);
        let texts = Bags::joined([Some(&pairs.queries), Some(&pairs.partners), titles].into_iter().flatten());
        let vectors = texts.vectors(&self.pupil.rows, threads);
        let (mut slopes, mut loss) = contrast_slopes(&vectors.units, papers.len(), self.plan);
        if let Some(taught) = &taught {
            let titles = vectors.units.part(2 * papers.len()..texts.len());
            let (of_titles, nats) = distil_slopes(&titles, &taught.vectors, self.plan);
            slopes.numbers.extend(of_titles.numbers);
            loss += f64::from(self.plan.distillation) * nats;
        }
        vectors.through_length(&mut slopes);
        let postings = texts.by_piece(self.pupil.rows.len());
        postings.descend(&slopes, &mut self.pupil, (rate, threads));
        loss
    }

    /// The titles of a batch that the teacher knows, with what it says of them.
    fn taught(&self, papers: &[Parts<'_>]) -> Option<Taught> {
        let teacher = self.teacher.filter(|_| self.plan.distillation > 0.0)?;
        let known = papers.iter().filter(|paper| teacher.knows(paper.title_hash())).take(DISTILLED);
        let (mut titles, mut hashes) = (Bags::default(), Vec::new());
        for paper in known {
            titles.push(&mut paper.title().to_vec());
            hashes.push(paper.title_hash());
        }
        // Two texts have one similarity, and one is no distribution.
        let vectors = teacher.vectors(&hashes).filter(|vectors| vectors.rows() > 2)?;
        Some(Taught { titles, vectors })
    }
}

/// Titles, and a larger model's vectors of them.
struct Taught {
    titles: Bags,
    vectors: Matrix,
}

/// The derivatives of InfoNCE by the units of `n` queries, then of their `n` partners; and its mean.
fn contrast_slopes(units: &Matrix, n: usize, plan: &Plan) -> (Matrix, f64) {
    let (queries, partners) = (units.part(0..n), units.part(n..2 * n));
    let mut cosines = product(plan.threads, View::Plain(&queries), View::Turned(&partners));
    let loss = contrast(&mut cosines, plan.temperature, plan.threads);
    let mut slopes = product(plan.threads, View::Plain(&cosines), View::Plain(&partners));
    slopes.numbers.extend(product(plan.threads, View::Turned(&cosines), View::Plain(&queries)).numbers);
    (slopes, loss)
}

/// The derivatives of the distillation by the units of titles, times its weight; and its mean.
fn distil_slopes(titles: &Matrix, taught: &Matrix, plan: &Plan) -> (Matrix, f64) {
    let mut of_teacher = product(plan.threads, View::Plain(taught), View::Turned(taught));
    let mut of_student = product(plan.threads, View::Plain(titles), View::Turned(titles));
    let loss = distil(&mut of_student, &mut of_teacher, TEMPERATURES, plan.threads);
    // Each cosine depends on both of its titles.
    let mut slopes = product(plan.threads, View::Plain(&of_student), View::Plain(titles));
    let other = product(plan.threads, View::Turned(&of_student), View::Plain(titles));
    for (slope, other) in slopes.numbers.iter_mut().zip(other.numbers) {
        *slope = (*slope + other) * plan.distillation;
    }
    (slopes, loss)
}
