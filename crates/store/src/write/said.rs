//! What sources said: provenance and observed counts.

use std::collections::{BTreeMap, HashMap};

use domain::{PaperKey, SourceKind, Timestamp, key_of};

use super::papers::Batch;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Query, Session, Value, clean};
use crate::read::Provenance;

const KNOWN: Bulk = Bulk {
    doing: "look up provenance",
    sql: "SELECT source, source_key, paper, digest, first_seen, last_changed FROM provenance \
          WHERE source = ? AND source_key IN ({list})",
    columns: 1,
};
const UPSERT_PROVENANCE: Bulk = Bulk {
    doing: "write provenance",
    sql: "INSERT INTO provenance (source, source_key, paper, digest, first_seen, last_changed) VALUES {rows} \
          ON CONFLICT (source, source_key) DO UPDATE SET paper = excluded.paper, digest = excluded.digest, \
          last_changed = CASE WHEN provenance.digest = excluded.digest THEN provenance.last_changed \
          ELSE excluded.last_changed END",
    columns: 6,
};
const UPSERT_OBSERVATIONS: Bulk = Bulk {
    doing: "write observations",
    sql: "INSERT INTO observations (paper, source, at, votes, comments) VALUES {rows} \
          ON CONFLICT (paper, source, at) DO UPDATE SET votes = excluded.votes, comments = excluded.comments",
    columns: 5,
};

/// The longest key of a source, in bytes, that is stored as it is.
const LONGEST_KEY: usize = 512;

/// What is known of these records, under the keys of the question.
pub(super) async fn known(
    session: &mut Session<'_>,
    records: &[(SourceKind, String)],
) -> Result<HashMap<(SourceKind, String), Provenance>, StoreError> {
    let mut by_source: BTreeMap<SourceKind, Vec<Value>> = BTreeMap::new();
    for (source, key) in records {
        by_source.entry(*source).or_default().push(Value::Text(Some(stored_key(key))));
    }
    let mut found = HashMap::with_capacity(records.len());
    for (source, keys) in by_source {
        for row in KNOWN.fetch(session, &[Value::text(source.as_str())], &keys).await? {
            let provenance = Provenance::read(&row)?;
            found.insert((source, provenance.source_key.clone()), provenance);
        }
    }
    // Callers find a record under the key that they asked for.
    for (source, key) in records {
        let stored = stored_key(key);
        if let Some(provenance) = found.get(&(*source, stored.clone())).filter(|_| stored != *key).cloned() {
            found.insert((*source, key.clone()), provenance);
        }
    }
    Ok(found)
}

/// A source's key as it is stored: without NUL characters, and a very long one cut and completed by its hash, because an
/// index of PostgreSQL holds 2.7 kB a row.
pub(super) fn stored_key(key: &str) -> String {
    let key = clean(key);
    if key.len() <= LONGEST_KEY {
        return key;
    }
    let begin: String = key.chars().take(LONGEST_KEY / 8).collect();
    format!("{begin}…{:016x}", key_of(&key))
}

/// Notes who said something about the papers of a batch, and the counts that were observed.
pub(super) async fn write(session: &mut Session<'_>, batch: &Batch<'_>, at: Timestamp) -> Result<(), StoreError> {
    let at = Value::instant(at);
    // Within a batch the last word of a source about a record counts.
    let mut provenance = BTreeMap::new();
    let mut observations = BTreeMap::new();
    for (paper, write) in batch.iter() {
        for said in &write.said {
            provenance.insert((said.source.as_str(), stored_key(&said.source_key)), (paper, said.digest));
        }
        for (source, seen) in &write.observations {
            observations.insert((paper, source.as_str(), seen.at), seen.counts);
        }
    }
    let provenance = provenance.into_iter().flat_map(|((source, key), (paper, digest))| {
        let key = Value::Text(Some(key));
        [Value::text(source), key, Value::int(paper), Value::int(digest), at.clone(), at.clone()]
    });
    UPSERT_PROVENANCE.execute(session, provenance.collect()).await?;
    let observations = observations.into_iter().flat_map(|((paper, source, at), counts)| {
        let counts = [Value::int(counts.votes.into()), Value::int(counts.comments.into())];
        [Value::int(paper), Value::text(source), Value::instant(at)].into_iter().chain(counts)
    });
    UPSERT_OBSERVATIONS.execute(session, observations.collect()).await.map(drop)
}

/// Gives provenance and observations of one paper to another.
pub(super) async fn hand_over(session: &mut Session<'_>, from: PaperKey, into: PaperKey) -> Result<(), StoreError> {
    let provenance = "UPDATE provenance SET paper = $2 WHERE paper = $1";
    session.execute(Query::new("move provenance", provenance).int(from.0).int(into.0)).await?;
    let copy = "INSERT INTO observations (paper, source, at, votes, comments) \
                SELECT CAST($2 AS BIGINT), source, at, votes, comments FROM observations WHERE paper = $1 \
                ON CONFLICT (paper, source, at) DO NOTHING";
    session.execute(Query::new("move observations", copy).int(from.0).int(into.0)).await?;
    let remove = "DELETE FROM observations WHERE paper = $1";
    session.execute(Query::new("move observations", remove).int(from.0)).await.map(drop)
}
