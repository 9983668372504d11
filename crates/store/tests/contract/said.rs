//! Provenance and observed counts.

use domain::{Counts, Observation, SourceKind};
use newsstand_store::PaperWrite;

use crate::harness::{Database, at, nth, said};

pub(crate) async fn remembers_who_said_what_and_when(db: Database) {
    let first = PaperWrite { said: vec![said(SourceKind::Arxiv, "a", 1), said(SourceKind::HfDaily, "h", 5)], ..nth(1) };
    let mut tx = db.store.begin().await.unwrap();
    let key = tx.write(&[first], at(10)).await.unwrap()[0];
    let second = PaperWrite {
        key: Some(key),
        said: vec![said(SourceKind::Arxiv, "a", 2), said(SourceKind::HfDaily, "h", 5), said(SourceKind::Jsonl, "j", 9)],
        ..nth(1)
    };
    tx.write(&[second], at(20)).await.unwrap();
    tx.commit().await.unwrap();

    let all = db.store.provenance(key).await.unwrap();
    let told: Vec<_> =
        all.iter().map(|it| (it.source, it.source_key.as_str(), it.digest, it.first_seen, it.last_changed)).collect();
    assert_eq!(
        told,
        [
            (SourceKind::Arxiv, "a", 2, at(10), at(20)),
            // It said the same again.
            (SourceKind::HfDaily, "h", 5, at(10), at(10)),
            (SourceKind::Jsonl, "j", 9, at(20), at(20)),
        ]
    );
    assert!(all.iter().all(|it| it.paper == key));
}

pub(crate) async fn finds_known_records_of_several_sources(db: Database) {
    let one = PaperWrite { said: vec![said(SourceKind::Arxiv, "x", 1)], ..nth(1) };
    let two = PaperWrite { said: vec![said(SourceKind::HfDaily, "x", 2), said(SourceKind::Jsonl, "y", 3)], ..nth(2) };
    let keys = db.write(&[one, two]).await;
    let mut tx = db.store.begin().await.unwrap();
    let asked = [
        (SourceKind::Arxiv, "x".to_owned()),
        (SourceKind::HfDaily, "x".to_owned()),
        (SourceKind::Arxiv, "y".to_owned()),
        (SourceKind::Jsonl, "y".to_owned()),
    ];
    let known = tx.provenance(&asked).await.unwrap();
    assert_eq!(known.len(), 3);
    assert_eq!((known[&asked[0]].paper, known[&asked[0]].digest), (keys[0], 1));
    assert_eq!((known[&asked[1]].paper, known[&asked[1]].digest), (keys[1], 2));
    assert_eq!((known[&asked[3]].paper, known[&asked[3]].digest), (keys[1], 3));
}

pub(crate) async fn keeps_observations_by_source_and_moment(db: Database) {
    let seen =
        |source, votes, seconds| (source, Observation { counts: Counts { votes, comments: 1 }, at: at(seconds) });
    let first = vec![seen(SourceKind::HfDaily, 5, 60), seen(SourceKind::HfDaily, 3, 0)];
    let key = db.write(&[PaperWrite { observations: first, ..nth(1) }]).await[0];
    let again = vec![seen(SourceKind::HfDaily, 6, 60), seen(SourceKind::SavedPage, 4, 60)];
    db.write(&[PaperWrite { key: Some(key), observations: again, ..nth(1) }]).await;
    assert_eq!(
        db.store.observations(key).await.unwrap(),
        [seen(SourceKind::HfDaily, 3, 0), seen(SourceKind::HfDaily, 6, 60), seen(SourceKind::SavedPage, 4, 60)]
    );
}
