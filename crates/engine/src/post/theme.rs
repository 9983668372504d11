//! What letters are about, in words for their readers.

use std::collections::HashMap;

use domain::Subject;
use store::Window;

use crate::{EngineError, Newsstand};

/// What letters are about, and the words for it: names are spelled as the library has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// What they are about.
    pub subject: Subject,
    /// What that is in words, as in *letters about …*.
    pub words: String,
}

/// Characters of the words: the longest search has room.
const MOST: usize = 600;

/// Searches are written by anybody: nothing of them turns the direction of what stands behind.
fn plain(words: &str) -> String {
    text::line(words, MOST)
}

impl From<Subject> for Theme {
    /// With the words that can be said without looking anything up.
    fn from(subject: Subject) -> Self {
        Self { words: plain(&subject.words()), subject }
    }
}

impl Newsstand {
    /// A subject with its words.
    pub async fn theme(&self, subject: &Subject) -> Result<Theme, EngineError> {
        let name = self.name_of(subject).await?;
        let words = name.map_or_else(|| subject.words(), |name| subject.words_naming(&name));
        Ok(Theme { subject: subject.clone(), words: plain(&words) })
    }

    /// The words of many subjects: each is looked up once.
    pub(super) async fn themes<'a>(
        &self,
        subjects: impl Iterator<Item = &'a Subject>,
    ) -> Result<HashMap<Subject, Theme>, EngineError> {
        let mut themes = HashMap::new();
        for subject in subjects {
            if !themes.contains_key(subject) {
                themes.insert(subject.clone(), self.theme(subject).await?);
            }
        }
        Ok(themes)
    }

    /// The name of what a subject is about, where it has one that its address does not tell.
    async fn name_of(&self, subject: &Subject) -> Result<Option<String>, EngineError> {
        let none = Window { offset: 0, limit: 0 };
        let store = self.store();
        let found = match subject {
            Subject::Author(slug) => store.by_author(slug, none).await?,
            Subject::Organization(slug) => store.by_organization(slug, none).await?,
            Subject::Keyword(slug) => store.by_keyword(slug, none).await?,
            Subject::Topic(slug) => {
                let topics = self.topics().await?;
                return Ok(topics.iter().find(|topic| topic.slug == *slug).map(|topic| topic.name.clone()));
            }
            Subject::List(_) | Subject::Trending | Subject::Category(_) | Subject::Search(_) => None,
        };
        Ok(found.map(|shelf| shelf.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_searches_are_one_line_of_plain_words() {
        let about: Subject = "search:a\u{202e}b <i>c</i> ti:\"d\"".parse().unwrap();
        let theme = Theme::from(about.clone());
        assert!(!theme.words.contains('\u{202e}') && theme.words.contains("ti:\"d\""), "{}", theme.words);
        assert_eq!(theme.subject, about, "the search itself is as it was");
        let long: Subject = format!("search:{}", "w".repeat(500)).parse().unwrap();
        assert_eq!(Theme::from(long.clone()).words, long.words());
    }
}
