//! One training run: batch after batch, and the best table so far.

use std::ops::ControlFlow;

use super::adam::Rate;
use super::bags::{Bags, Pupil, Rows};
use super::lessons::Parts;
use super::loss::contrast;
use super::matrix::{Matrix, View, product};
use super::measure::{Measured, measure};
use super::pairs::{Division, Pairs};
use super::random::Random;
use super::taught::Taught;
use super::teacher::Teacher;
use super::{Plan, Progress, TrainError};
use crate::StaticModel;

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
        let texts = Bags::joined([&pairs.queries, &pairs.partners].into_iter());
        let vectors = texts.vectors(&self.pupil.rows, threads);
        let teacher = self.teacher.filter(|_| self.plan.distillation > 0.0);
        let taught = teacher.and_then(|teacher| Taught::of(papers, teacher));
        let (mut slopes, loss) = slopes(&vectors.units, taught.as_ref(), self.plan);
        vectors.through_length(&mut slopes);
        let postings = texts.by_piece(self.pupil.rows.len());
        postings.descend(&slopes, &mut self.pupil, (rate, threads));
        loss
    }
}

/// The derivatives of the loss by the units of a batch's queries, then of their partners; and its mean.
fn slopes(units: &Matrix, taught: Option<&Taught>, plan: &Plan) -> (Matrix, f64) {
    let (threads, n) = (plan.threads, units.rows() / 2);
    let (queries, partners) = (units.part(0..n), units.part(n..2 * n));
    let mut cosines = product(threads, View::Plain(&queries), View::Turned(&partners));
    let of_teacher = taught.map(|taught| (taught, taught.slopes(&cosines, threads)));
    let mut loss = contrast(&mut cosines, plan.temperature, threads);
    if let Some((taught, (slopes, nats))) = of_teacher {
        taught.add(&slopes, plan.distillation, &mut cosines);
        loss += f64::from(plan.distillation) * nats;
    }
    let mut slopes = product(threads, View::Plain(&cosines), View::Plain(&partners));
    slopes.numbers.extend(product(threads, View::Turned(&cosines), View::Plain(&queries)).numbers);
    (slopes, loss)
}
