//! Writing topics and what was judged about their papers.

use domain::PaperKey;

use super::changes::take_numbers;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Query, Session, Value};
use crate::read::TopicKey;

/// What somebody says about a paper and a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// It belongs there: an example.
    Accepted,
    /// It does not.
    Rejected,
    /// Nothing any more.
    Forgotten,
}

const JUDGE: Bulk = Bulk {
    doing: "judge papers of a topic",
    sql: "INSERT INTO topic_papers (topic, paper, accepted) VALUES {rows} \
          ON CONFLICT (topic, paper) DO UPDATE SET accepted = excluded.accepted",
    columns: 3,
};

/// Inserts a topic; `None` where its slug is taken.
pub(super) async fn insert(session: &mut Session<'_>, slug: &str, name: &str) -> Result<Option<TopicKey>, StoreError> {
    let key = take_numbers(session, "topic", 1).await?;
    let sql = "INSERT INTO topics (key, slug, name) VALUES ($1, $2, $3) ON CONFLICT (slug) DO NOTHING";
    let inserted = session.execute(Query::new("write a topic", sql).int(key).text(slug).text(name)).await?;
    Ok((inserted > 0).then_some(TopicKey(key)))
}

/// Gives a topic another slug and name. The slug must not be another topic's.
pub(super) async fn rename(
    session: &mut Session<'_>,
    topic: TopicKey,
    (slug, name): (&str, &str),
) -> Result<(), StoreError> {
    let sql = "UPDATE topics SET slug = $2, name = $3 WHERE key = $1";
    session.execute(Query::new("rename a topic", sql).int(topic.0).text(slug).text(name)).await.map(drop)
}

/// Writes down what was judged.
pub(super) async fn judge(
    session: &mut Session<'_>,
    (topic, judgement): (TopicKey, Judgement),
    papers: &[PaperKey],
) -> Result<(), StoreError> {
    let accepted = match judgement {
        Judgement::Accepted => 1,
        Judgement::Rejected => 0,
        Judgement::Forgotten => {
            for paper in papers {
                let sql = "DELETE FROM topic_papers WHERE topic = $1 AND paper = $2";
                session.execute(Query::new("forget a paper of a topic", sql).int(topic.0).int(paper.0)).await?;
            }
            return Ok(());
        }
    };
    let mut keys: Vec<i64> = papers.iter().map(|paper| paper.0).collect();
    // PostgreSQL refuses to touch a row twice in one statement.
    keys.sort_unstable();
    keys.dedup();
    let values = keys.into_iter().flat_map(|paper| [topic.0, paper, accepted].map(Value::int)).collect();
    JUDGE.execute(session, values).await.map(drop)
}

/// Removes a topic with all that was judged.
pub(super) async fn remove(session: &mut Session<'_>, topic: TopicKey) -> Result<(), StoreError> {
    let papers = Query::new("remove a topic", "DELETE FROM topic_papers WHERE topic = $1");
    session.execute(papers.int(topic.0)).await?;
    let topics = Query::new("remove a topic", "DELETE FROM topics WHERE key = $1");
    session.execute(topics.int(topic.0)).await.map(drop)
}

/// Moves what was judged about a paper to another, as far as nothing was judged about that one.
pub(super) async fn hand_over(session: &mut Session<'_>, from: PaperKey, into: PaperKey) -> Result<(), StoreError> {
    let moved = "UPDATE topic_papers SET paper = $2 WHERE paper = $1 \
                 AND topic NOT IN (SELECT topic FROM topic_papers WHERE paper = $2)";
    session.execute(Query::new("move what was judged", moved).int(from.0).int(into.0)).await?;
    let left = Query::new("move what was judged", "DELETE FROM topic_papers WHERE paper = $1");
    session.execute(left.int(from.0)).await.map(drop)
}
