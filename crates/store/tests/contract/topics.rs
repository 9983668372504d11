//! Topics and what was judged about their papers.

use domain::PaperKey;
use newsstand_store::{ChangeKind, Judgement, Topic, TopicKey};

use crate::harness::{Database, at, nth};

/// A topic with these examples.
async fn made(db: &Database, (slug, name): (&str, &str), examples: &[PaperKey]) -> TopicKey {
    let mut tx = db.store.begin().await.unwrap();
    let key = tx.add_topic(slug, name, at(0)).await.unwrap().unwrap();
    tx.judge((key, Judgement::Accepted), examples, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    key
}

async fn judge(db: &Database, topic: TopicKey, judgement: Judgement, papers: &[PaperKey]) {
    let mut tx = db.store.begin().await.unwrap();
    tx.judge((topic, judgement), papers, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) async fn keeps_names_and_judgements(db: Database) {
    let keys = db.write(&[nth(1), nth(2), nth(3)]).await;
    // A paper that is named twice is judged once.
    let second = made(&db, ("swarms", "Swarms of robots"), &[keys[1], keys[0], keys[1]]).await;
    let first = made(&db, ("agents", "Agents, 李明 & \\0 \"co\""), &[]).await;
    judge(&db, second, Judgement::Rejected, &[keys[1], keys[2]]).await;
    let swarms = Topic {
        key: second,
        slug: "swarms".to_owned(),
        name: "Swarms of robots".to_owned(),
        accepted: vec![keys[0]],
        rejected: vec![keys[1], keys[2]],
    };
    assert_eq!(db.store.topic("swarms").await.unwrap().as_ref(), Some(&swarms), "the last word stands");
    let all = db.store.topics().await.unwrap();
    assert_eq!(all.iter().map(|topic| topic.key).collect::<Vec<_>>(), [first, second], "by slug");
    assert!(all[0].accepted.is_empty() && all[0].rejected.is_empty());
    judge(&db, second, Judgement::Forgotten, &[keys[0], keys[2]]).await;
    let left = db.store.topic("swarms").await.unwrap().unwrap();
    assert_eq!((left.accepted, left.rejected), (vec![], vec![keys[1]]));
    assert_eq!(db.store.topic("nobody").await.unwrap(), None);
}

pub(crate) async fn each_slug_is_one_topics(db: Database) {
    let key = made(&db, ("agents", "Agents"), &[]).await;
    let mut tx = db.store.begin().await.unwrap();
    assert_eq!(tx.add_topic("agents", "Others", at(0)).await.unwrap(), None);
    assert_eq!(tx.topic("agents").await.unwrap().unwrap().name, "Agents", "the first one stays");
    tx.rename_topic(key, ("helpers", "Helpers"), at(0)).await.unwrap();
    assert!(tx.add_topic("agents", "Agents again", at(0)).await.unwrap().is_some());
    tx.commit().await.unwrap();
    assert_eq!(db.store.topic("helpers").await.unwrap().unwrap().key, key);
    let mut tx = db.store.begin().await.unwrap();
    assert!(tx.rename_topic(key, ("agents", "Helpers"), at(0)).await.is_err());
}

pub(crate) async fn a_removed_topic_leaves_nothing(db: Database) {
    let keys = db.write(&[nth(1)]).await;
    let key = made(&db, ("agents", "Agents"), &keys).await;
    let mut tx = db.store.begin().await.unwrap();
    tx.remove_topic(key, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(db.store.topics().await.unwrap(), []);
    let again = made(&db, ("agents", "Agents"), &[]).await;
    assert_ne!(again, key);
    assert!(db.store.topic("agents").await.unwrap().unwrap().accepted.is_empty());
}

pub(crate) async fn every_write_of_topics_is_a_change(db: Database) {
    let keys = db.write(&[nth(1)]).await;
    let mut before = db.store.last_change().await.unwrap();
    let topic = made(&db, ("agents", "Agents"), &keys).await;
    for judgement in [Judgement::Rejected, Judgement::Forgotten] {
        let now = db.store.last_change().await.unwrap();
        assert!(now > before);
        before = now;
        judge(&db, topic, judgement, &keys).await;
    }
    let changes = db.store.changes(1, 100).await.unwrap();
    assert!(
        changes.iter().all(|change| change.kind == ChangeKind::Topic && change.paper == PaperKey(0)),
        "{changes:?}"
    );
    // A transaction that is given up leaves neither a topic nor a change.
    let last = db.store.last_change().await.unwrap();
    let mut tx = db.store.begin().await.unwrap();
    tx.add_topic("lost", "Lost", at(0)).await.unwrap();
    drop(tx);
    assert_eq!((db.store.last_change().await.unwrap(), db.store.topics().await.unwrap().len()), (last, 1));
}

pub(crate) async fn a_merged_paper_takes_its_judgements_along(db: Database) {
    let keys = db.write(&[nth(1), nth(2), nth(3)]).await;
    let moved = made(&db, ("moved", "Moved"), &[keys[0], keys[2]]).await;
    let both = made(&db, ("both", "Both"), &[keys[0]]).await;
    judge(&db, both, Judgement::Rejected, &[keys[1]]).await;
    let mut tx = db.store.begin().await.unwrap();
    tx.merge(keys[0], keys[1], at(0)).await.unwrap();
    tx.commit().await.unwrap();
    let topics = db.store.topics().await.unwrap();
    assert_eq!((topics[1].key, &topics[1].accepted), (moved, &vec![keys[1], keys[2]]));
    let kept = &topics[0];
    assert_eq!(
        (&kept.accepted, &kept.rejected),
        (&vec![], &vec![keys[1]]),
        "what was judged about the paper that stays"
    );
}
