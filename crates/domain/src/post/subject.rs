//! What letters are about.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{ListName, ParseError};

/// The longest query that is kept.
const LONGEST: usize = 500;

/// What somebody wants to be written about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Subject {
    /// The papers of a list.
    List(ListName),
    /// What is discussed most in these days.
    Trending,
    /// New papers of a category, by its id.
    Category(String),
    /// New papers with a keyword, by its name in addresses.
    Keyword(String),
    /// New papers of an author, by the name in addresses.
    Author(String),
    /// New papers of an organisation, by its name in addresses.
    Organization(String),
    /// New papers that fall in a topic, by its name in addresses.
    Topic(String),
    /// New papers that a query finds.
    Search(String),
}

impl Subject {
    /// What it is in words, as in *letters about …*. Names are made of their addresses: where the library knows how one is spelled,
    /// [`Self::words_naming`] says it better.
    pub fn words(&self) -> String {
        let name = match self {
            Self::Category(of) | Self::Search(of) => of.clone(),
            Self::Keyword(slug) | Self::Topic(slug) => slug.replace('-', " "),
            Self::Author(slug) | Self::Organization(slug) => spelled(slug),
            Self::List(_) | Self::Trending => String::new(),
        };
        self.words_naming(&name)
    }

    /// The same, where what it is about has this name.
    pub fn words_naming(&self, name: &str) -> String {
        match self {
            Self::List(ListName::Daily) => "the day’s list".to_owned(),
            Self::List(ListName::New) => "everything new".to_owned(),
            Self::Trending => "what is trending".to_owned(),
            Self::Category(_) => format!("new papers in {name}"),
            Self::Keyword(_) => format!("new papers on {name}"),
            Self::Author(_) => format!("new papers by {name}"),
            Self::Organization(_) => format!("new papers from {name}"),
            Self::Topic(_) => format!("new papers in the topic {name}"),
            Self::Search(_) => format!("new papers found by “{name}”"),
        }
    }

    fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::List(list) => (list.as_str(), ""),
            Self::Trending => ("trending", ""),
            Self::Category(id) => ("category", id),
            Self::Keyword(slug) => ("keyword", slug),
            Self::Author(slug) => ("author", slug),
            Self::Organization(slug) => ("org", slug),
            Self::Topic(slug) => ("topic", slug),
            Self::Search(query) => ("search", query),
        }
    }
}

/// Words within names that begin with a small letter.
const SMALL: [&str; 20] = [
    "al", "and", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "for", "ibn", "la", "le", "of",
    "the", "van", "von",
];

/// A name as it is most probably spelled that is an address of small letters: `ada-van-der-berg` is *Ada van der Berg*.
fn spelled(slug: &str) -> String {
    let word = |(place, word): (usize, &str)| {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if place == 0 || !SMALL.contains(&word) => {
                format!("{}{}", first.to_uppercase(), letters.as_str())
            }
            _ => word.to_owned(),
        }
    };
    slug.split('-').filter(|word| !word.is_empty()).enumerate().map(word).collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (kind, "") => f.write_str(kind),
            (kind, of) => write!(f, "{kind}:{of}"),
        }
    }
}

impl FromStr for Subject {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let expected =
            "a subject of letters: daily, new, trending, category:…, keyword:…, author:…, org:…, topic:… or search:…";
        let error = || ParseError::new(text, expected);
        let (kind, of) = text.trim().split_once(':').unwrap_or((text.trim(), ""));
        let of = || {
            let of: String = of.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_good = !of.is_empty() && of.len() <= LONGEST && !of.chars().any(char::is_control);
            is_good.then_some(of).ok_or_else(error)
        };
        Ok(match kind {
            "trending" => Self::Trending,
            "category" => Self::Category(of()?),
            "keyword" => Self::Keyword(of()?),
            "author" => Self::Author(of()?),
            "org" => Self::Organization(of()?),
            "topic" => Self::Topic(of()?),
            "search" => Self::Search(of()?),
            list => Self::List(list.parse().map_err(|_| error())?),
        })
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.to_string()
    }
}

impl TryFrom<String> for Subject {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_as_names_are() {
        for (about, words) in [
            ("author:wentao-zhang", "new papers by Wentao Zhang"),
            ("author:ada-van-der-berg", "new papers by Ada van der Berg"),
            ("author:van-nguyen", "new papers by Van Nguyen"),
            ("author:ångström", "new papers by Ångström"),
            ("author:-", "new papers by "),
            ("org:university-of-oxford", "new papers from University of Oxford"),
            ("keyword:diffusion-models", "new papers on diffusion models"),
            ("topic:world-models", "new papers in the topic world models"),
        ] {
            assert_eq!(about.parse::<Subject>().unwrap().words(), words);
        }
        let author: Subject = "author:hugo-larochelle".parse().unwrap();
        assert_eq!(author.words_naming("H. Larochelle"), "new papers by H. Larochelle");
    }

    #[test]
    fn subjects_are_read_as_they_are_printed() {
        for text in [
            "daily",
            "new",
            "trending",
            "category:cs.CL",
            "keyword:swarms",
            "author:ada-byron",
            "org:eth-zurich",
            "topic:mixture-of-experts",
            "search:ti:swarm date:7d",
        ] {
            assert_eq!(text.parse::<Subject>().unwrap().to_string(), text);
        }
        assert_eq!("search: a \n b ".parse::<Subject>().unwrap(), Subject::Search("a b".to_owned()));
        let long = format!("search:{}", "a".repeat(501));
        for wrong in ["", "weekly", "category", "category:", "search: ", "author:\u{7}", &long] {
            assert!(wrong.parse::<Subject>().is_err(), "{wrong:?}");
        }
    }
}
