//! Making a snapshot: from the parts of the one before, and of what is new.

use std::sync::Arc;

use embed::StaticModel;

use super::columns::Total;
use super::{Damage, Deep, Docs, Segment, Snapshot, TEXT_FIELDS};
use crate::SearchError;
use crate::commit::Commit;
use crate::schema::Fields;
use crate::suggest::{Held, SuggestFile};
use crate::tier::Tier;
use crate::vectors::{Kind, VectorFile};

/// What a snapshot is made of.
pub(crate) struct Source {
    /// What the commit says.
    pub commit: Commit,
    /// The segments of the lexical index at that commit.
    pub segments: Vec<tantivy::Segment>,
    /// The commit's files of vectors, oldest first, as far as they can be used.
    pub files: Vec<Arc<VectorFile>>,
    /// The commit's files of suggestions, oldest first, as far as they can be used.
    pub suggestions: Vec<Arc<SuggestFile>>,
    /// The files that cannot.
    pub damages: Vec<Damage>,
    /// The model that made the vectors, where it is at hand; without it there are no files.
    pub model: Option<StaticModel>,
    /// The second tier, if there is one.
    pub tier: Tier,
}

impl Snapshot {
    /// The snapshot of an index without papers.
    pub(crate) fn empty(fields: Fields) -> Self {
        Self {
            commit: Commit::first(),
            model: None,
            fields,
            segments: Vec::new(),
            files: Vec::new(),
            suggested: Held::default(),
            suggestions_damaged: false,
            damages: Vec::new(),
            docs: Docs::of(&mut []),
            average_lengths: [1.0; TEXT_FIELDS],
            papers: 0,
            deep: None,
            library: None,
        }
    }

    /// The snapshot that follows this one.
    pub(crate) fn next(&self, source: Source) -> Result<Self, SearchError> {
        let Source { commit, segments, files, suggestions, damages, model, tier } = source;
        let suggestions_damaged = suggestions.len() < commit.suggestions.len();
        let suggested = self.suggested.next(&suggestions);
        let kind = model.as_ref().map_or(Kind::NONE, Kind::of);
        let open = |segment: &tantivy::Segment| match self.segments.iter().find(|known| known.id() == segment.id()) {
            Some(known) => known.later(segment, &files),
            None => Segment::open(segment, &self.fields, (&files, kind)),
        };
        let mut segments = segments.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        let docs = Docs::of(&mut segments);
        let average_lengths = average_lengths(&segments);
        let papers = segments.iter().map(|segment| segment.reader.num_docs() as usize).sum();
        let deep = tier.map(|tier| Arc::new(Deep::join(&tier, (&segments, &docs), self.deep.as_deref())));
        Ok(Self {
            commit,
            model,
            fields: self.fields,
            segments,
            files,
            suggested,
            suggestions_damaged,
            damages,
            docs,
            average_lengths,
            papers,
            deep,
            library: None,
        })
    }
}

/// The mean length of each field's texts.
fn average_lengths(segments: &[Segment]) -> [f32; TEXT_FIELDS] {
    let mut totals = [Total::default(); TEXT_FIELDS];
    for segment in segments {
        for (total, more) in totals.iter_mut().zip(segment.totals()) {
            *total = total.plus(more);
        }
    }
    totals.map(Total::average)
}
