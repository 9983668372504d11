//! Which row of which file of vectors belongs to which document of a segment.

use std::sync::Arc;

use crate::mask::Mask;
use crate::vectors::{Kind, Sketches, VectorFile};

/// Where a document's vector lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The number of the file; `u32::MAX` for a document without vector.
    pub file: u32,
    /// Which row of it.
    pub row: u32,
}

impl Place {
    /// Where the vector of a document lies that has none.
    pub(crate) const NOWHERE: Self = Self { file: u32::MAX, row: 0 };
}

/// The vectors of a segment's documents.
#[derive(Debug, Clone)]
pub(crate) struct Joined {
    /// Where they lie.
    pub places: Vec<Place>,
    /// Their sketches; that of the zero vector where there is none.
    pub sketches: Arc<Sketches>,
    /// The documents without vector.
    pub missing: Vec<u32>,
    /// The numbers of the files in which they lie.
    files: Vec<u32>,
}

impl Joined {
    /// Joins the living documents of a segment with the newest row that their paper has in `files`, oldest file first.
    pub(crate) fn new((keys, alive): (&[i64], &Mask), files: &[Arc<VectorFile>], kind: Kind) -> Self {
        let places = located((keys, alive), files);
        let mut sketches = Sketches::zero(keys.len(), kind.dims);
        for (doc, place) in places.iter().enumerate() {
            let file = files.iter().find(|file| file.number() == place.file);
            if let Some((signs, factor)) = file.and_then(|file| file.sketch(place.row as usize)) {
                sketches.set(doc, signs.iter().copied(), factor);
            }
        }
        let missing = missing(&places, alive);
        let files = used(&places);
        Self { places, sketches: Arc::new(sketches), missing, files }
    }

    /// The same for the files of a later commit. Files vanish when they are merged; their rows are elsewhere then, and are the same.
    pub(crate) fn in_files(self: &Arc<Self>, (keys, alive): (&[i64], &Mask), files: &[Arc<VectorFile>]) -> Arc<Self> {
        let here = |number: u32| files.iter().any(|file| file.number() == number);
        if self.files.iter().all(|number| here(*number)) {
            return Arc::clone(self);
        }
        let gone: Vec<u32> = self.files.iter().copied().filter(|number| !here(*number)).collect();
        let mut places = self.places.clone();
        let lost = |doc: &usize| self.places.get(*doc).is_some_and(|place| gone.contains(&place.file));
        places.iter_mut().filter(|place| gone.contains(&place.file)).for_each(|place| *place = Place::NOWHERE);
        locate((0..keys.len()).filter(lost).filter(|doc| alive.contains(*doc)), keys, files, &mut places);
        let (missing, files) = (missing(&places, alive), used(&places));
        Arc::new(Self { places, sketches: Arc::clone(&self.sketches), missing, files })
    }
}

/// Where the newest row of each living document lies, if there is one.
pub(super) fn located((keys, alive): (&[i64], &Mask), files: &[Arc<VectorFile>]) -> Vec<Place> {
    let mut places = vec![Place::NOWHERE; keys.len()];
    locate((0..keys.len()).filter(|doc| alive.contains(*doc)), keys, files, &mut places);
    places
}

/// Finds the newest row of each of some documents.
fn locate(docs: impl Iterator<Item = usize>, keys: &[i64], files: &[Arc<VectorFile>], places: &mut [Place]) {
    let mut open: Vec<(i64, usize)> = docs.filter_map(|doc| Some((*keys.get(doc)?, doc))).collect();
    if !open.is_sorted() {
        open.sort_unstable();
    }
    for file in files.iter().rev() {
        let mut from = 0;
        open.retain(|(key, doc)| {
            let found = file.find(*key, from);
            from = found.unwrap_or_else(|behind| behind);
            if let (Ok(row), Some(place)) = (found, places.get_mut(*doc)) {
                *place = Place { file: file.number(), row: u32::try_from(row).unwrap_or(u32::MAX) };
            }
            found.is_err()
        });
    }
}

fn missing(places: &[Place], alive: &Mask) -> Vec<u32> {
    let nowhere = (0..).zip(places).filter(|(_, place)| **place == Place::NOWHERE).map(|(doc, _)| doc);
    nowhere.filter(|doc: &u32| alive.contains(*doc as usize)).collect()
}

fn used(places: &[Place]) -> Vec<u32> {
    let mut files: Vec<u32> = Vec::new();
    for place in places.iter().filter(|place| **place != Place::NOWHERE) {
        if files.last() != Some(&place.file) && !files.contains(&place.file) {
            files.push(place.file);
        }
    }
    files
}
