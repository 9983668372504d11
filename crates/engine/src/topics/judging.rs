//! Making, correcting, renaming and removing topics.

use domain::{PaperId, PaperKey, Timestamp};
use store::{Judgement, Topic, Tx};

use super::{TopicError, TopicSummary};
use crate::{EngineError, Newsstand};

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

/// The most papers that may be judged for one topic.
const MOST_JUDGED: usize = 1_000;

impl Newsstand {
    /// Makes a topic of these examples, one at least. `now` is noted in the log of changes.
    pub async fn add_topic(
        &self,
        name: &str,
        examples: &[PaperId],
        now: Timestamp,
    ) -> Result<TopicSummary, EngineError> {
        let (slug, name) = named(name)?;
        let keys = self.keys(examples).await?;
        let mut tx = self.store().begin().await?;
        if let Some(Topic { name, slug, .. }) = tx.topic(&slug).await? {
            return Err(TopicError::Taken { name, slug }.into());
        }
        let Some(topic) = tx.add_topic(&slug, &name, now).await? else {
            return Err(TopicError::Taken { name, slug }.into());
        };
        tx.judge((topic, Judgement::Accepted), &keys, now).await?;
        self.finish(tx, &slug).await
    }

    /// Says of papers that they belong to a topic, or do not, or takes back what was said.
    pub async fn judge_topic(
        &self,
        name: &str,
        (judgement, papers): (Judgement, &[PaperId]),
        now: Timestamp,
    ) -> Result<TopicSummary, EngineError> {
        let keys = self.keys(papers).await?;
        let mut tx = self.store().begin().await?;
        let topic = known(&mut tx, name).await?;
        tx.judge((topic.key, judgement), &keys, now).await?;
        self.finish(tx, &topic.slug).await
    }

    /// Gives a topic another name, and with it another address.
    pub async fn rename_topic(&self, name: &str, new_name: &str, now: Timestamp) -> Result<TopicSummary, EngineError> {
        let (slug, new_name) = named(new_name)?;
        let mut tx = self.store().begin().await?;
        let topic = known(&mut tx, name).await?;
        if let Some(Topic { name, slug, .. }) = tx.topic(&slug).await?.filter(|other| other.key != topic.key) {
            return Err(TopicError::Taken { name, slug }.into());
        }
        tx.rename_topic(topic.key, (&slug, &new_name), now).await?;
        self.finish(tx, &slug).await
    }

    /// Removes a topic. Its papers stay.
    pub async fn remove_topic(&self, name: &str, now: Timestamp) -> Result<(), EngineError> {
        let mut tx = self.store().begin().await?;
        let topic = known(&mut tx, name).await?;
        tx.remove_topic(topic.key, now).await?;
        tx.commit().await?;
        self.refresh().await.map(drop)
    }

    /// Makes a change visible if the topic may stand as it is then.
    async fn finish(&self, mut tx: Tx, slug: &str) -> Result<TopicSummary, EngineError> {
        let topic = known(&mut tx, slug).await?;
        if topic.accepted.is_empty() {
            return Err(TopicError::NoExample(topic.name).into());
        }
        let found = topic.accepted.len() + topic.rejected.len();
        if found > MOST_JUDGED {
            return Err(TopicError::TooMany { found, most: MOST_JUDGED }.into());
        }
        tx.commit().await?;
        self.refresh().await?;
        Ok(TopicSummary::from(&topic))
    }

    /// The papers of these ids, present or former.
    async fn keys(&self, ids: &[PaperId]) -> Result<Vec<PaperKey>, EngineError> {
        let (mut keys, mut unknown) = (Vec::with_capacity(ids.len()), Vec::new());
        for id in ids {
            match self.store().paper(id).await? {
                Some(stored) => keys.push(stored.key),
                None => unknown.push(id.clone()),
            }
        }
        if unknown.is_empty() { Ok(keys) } else { Err(TopicError::UnknownPapers(unknown).into()) }
    }
}

/// The topic of that name or slug.
async fn known(tx: &mut Tx, name: &str) -> Result<Topic, EngineError> {
    let topic = tx.topic(&domain::slug(name)).await?;
    topic.ok_or_else(|| TopicError::Unknown(name.to_owned()).into())
}

/// The slug and the name of a topic as somebody wrote it: white space is one space, control characters are none.
fn named(name: &str) -> Result<(String, String), TopicError> {
    let name = name.replace(char::is_control, " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let found = name.chars().count();
    if found > LONGEST_NAME {
        return Err(TopicError::LongName { found, most: LONGEST_NAME });
    }
    if !name.chars().any(char::is_alphanumeric) {
        return Err(TopicError::Nameless(name));
    }
    Ok((domain::slug(&name), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied_and_bounded() {
        let (slug, name) = named("  LoRA &\n\u{0}friends ").unwrap();
        assert_eq!((slug.as_str(), name.as_str()), ("lora-friends", "LoRA & friends"));
        assert_eq!(named("强化学习").unwrap().0, "强化学习");
        for name in ["", " \n", "***", "\u{301}"] {
            assert!(matches!(named(name), Err(TopicError::Nameless(_))), "{name:?}");
        }
        assert!(matches!(named(&"x".repeat(101)), Err(TopicError::LongName { found: 101, .. })));
    }
}
