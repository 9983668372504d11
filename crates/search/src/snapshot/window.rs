//! A snapshot of some papers of a library that counts words as the library does: what it answers is what the library would, asked for these
//! papers alone.

use std::ops::RangeInclusive;
use std::sync::Arc;

use domain::{Day, PaperKey};

use super::{Docs, Segment, Snapshot};
use crate::SearchError;
use crate::percolate::{Known, Library};
use crate::suggest::Held;
use crate::vectors::Kind;

impl Snapshot {
    /// The papers shown on these days, in the order in which the index holds them.
    pub fn shown_between(&self, days: &RangeInclusive<Day>) -> Vec<PaperKey> {
        let days = Docs::day_number(*days.start())..=Docs::day_number(*days.end());
        let mut shown = self.docs.between(&days);
        shown.intersect(&self.docs.alive);
        shown.iter().map(|doc| self.docs.key(doc)).collect()
    }

    /// The snapshot of the papers in these segments of another index, which are papers of this one and stand in the same order.
    pub(crate) fn window(self: &Arc<Self>, segments: &[tantivy::Segment]) -> Result<Self, SearchError> {
        let kind = self.model.as_ref().map_or(Kind::NONE, Kind::of);
        let open = |segment: &tantivy::Segment| Segment::open(segment, &self.fields, (&self.files, kind));
        let mut segments = segments.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        let docs = Docs::of(&mut segments);
        let deep = self.deep.as_ref().map(|deep| Arc::new(deep.within((&segments, &docs))));
        Ok(Self {
            commit: self.commit.clone(),
            model: self.model.clone(),
            fields: self.fields,
            segments,
            files: self.files.clone(),
            suggested: Held::default(),
            suggestions_damaged: false,
            damages: Vec::new(),
            docs,
            average_lengths: self.average_lengths,
            papers: self.papers,
            deep,
            library: Some(Library { snapshot: Arc::clone(self), known: Known::default() }),
        })
    }

    /// The library whose papers these are: itself, where it holds all of them.
    pub(crate) fn library(&self) -> &Self {
        self.library.as_ref().map_or(self, |library| &library.snapshot)
    }

    /// What was looked up in the library before; `None` where this is the library.
    pub(crate) fn known(&self) -> Option<&Known> {
        self.library.as_ref().map(|library| &library.known)
    }

    /// The document of a paper that is this document of the library.
    pub(crate) fn here(&self, doc: usize) -> Option<usize> {
        match &self.library {
            Some(library) => self.document(library.snapshot.docs.key(doc)),
            None => Some(doc),
        }
    }
}
