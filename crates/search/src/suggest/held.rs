//! The files of suggestions of a snapshot, and which of their papers still count.

use std::sync::Arc;

use super::file::SuggestFile;
use super::row::Part;
use crate::mask::Mask;

/// The files, oldest first. A paper counts where it stands last, unless it was taken away later.
#[derive(Debug, Clone, Default)]
pub(crate) struct Held {
    files: Vec<HeldFile>,
}

/// A file of a snapshot.
#[derive(Debug, Clone)]
pub(super) struct HeldFile {
    /// The file.
    pub file: Arc<SuggestFile>,
    /// Which of its papers count.
    pub alive: Arc<Mask>,
}

impl Held {
    /// The files of a commit, oldest first. What is known of files that were there before is used again.
    pub(crate) fn next(&self, files: &[Arc<SuggestFile>]) -> Self {
        let known = |file: &Arc<SuggestFile>| self.files.iter().find(|held| Arc::ptr_eq(&held.file, file));
        let held = files.iter().enumerate().map(|(at, file)| {
            let newer = files.get(at + 1..).unwrap_or_default().iter();
            let mut alive = known(file).map_or_else(|| Arc::new(all(file.len())), |held| Arc::clone(&held.alive));
            // What was newer then has been looked at then; merging changes nothing of what files say.
            let unseen = newer.filter(|newer| known(file).is_none() || known(newer).is_none());
            for newer in unseen.filter(|newer| overlap(file, newer)) {
                replaced(file, newer).for_each(|row| Arc::make_mut(&mut alive).remove(row));
            }
            HeldFile { file: Arc::clone(file), alive }
        });
        Self { files: held.collect() }
    }

    /// The files.
    pub(super) fn files(&self) -> &[HeldFile] {
        &self.files
    }

    /// The bare files.
    pub(crate) fn bare(&self) -> Vec<Arc<SuggestFile>> {
        self.files.iter().map(|held| Arc::clone(&held.file)).collect()
    }

    /// Whether it holds the paper.
    pub(crate) fn holds(&self, key: i64) -> bool {
        let said = |held: &HeldFile| held.file.find(key, 0).ok().and_then(|at| held.file.sorted(at));
        self.files.iter().rev().find_map(said).is_some_and(|(_, row)| row.is_some())
    }
}

impl HeldFile {
    /// How many papers that count hold a text.
    pub(super) fn papers(&self, part: Part, text: usize) -> u64 {
        self.holders(part, text).count() as u64
    }

    /// Whether a paper that counts holds a text.
    pub(super) fn is_held(&self, part: Part, text: usize) -> bool {
        self.holders(part, text).next().is_some()
    }

    fn holders(&self, part: Part, text: usize) -> impl Iterator<Item = usize> {
        let rows = self.file.shelf(part).holders.get(text).iter().map(|row| u32::from_le_bytes(*row) as usize);
        rows.filter(|row| self.alive.contains(*row))
    }
}

fn all(length: usize) -> Mask {
    let mut mask = Mask::empty(length);
    (0..length).for_each(|row| mask.insert(row));
    mask
}

/// Whether two files can say something about the same paper.
fn overlap(a: &SuggestFile, b: &SuggestFile) -> bool {
    let range = |file: &SuggestFile| Some((file.sorted(0)?.0, file.sorted(file.keys().checked_sub(1)?)?.0));
    range(a).zip(range(b)).is_some_and(|(a, b)| a.0 <= b.1 && b.0 <= a.1)
}

/// The papers of a file of which a newer file says something.
fn replaced<'a>(file: &'a SuggestFile, newer: &'a SuggestFile) -> impl Iterator<Item = usize> + 'a {
    let mut from = 0;
    (0..newer.keys()).filter_map(move |at| {
        let found = file.find(newer.sorted(at)?.0, from);
        from = found.unwrap_or_else(|behind| behind);
        found.ok().and_then(|at| file.sorted(at)?.1)
    })
}
