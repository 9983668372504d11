//! What letters can be about, from a form and for one.

use domain::{ListName, Subject};
use engine::Theme;

use super::wish::{Wrong, capital};
use crate::failure::Failure;
use crate::params::{Params, quoted};
use crate::site::Site;
use crate::views::numbers::grouped;

/// The longest search that letters go by, in bytes, as [`Subject`] has it.
const LONGEST: usize = 500;

/// The kinds of subjects of which a form asks more: which field says it, and what is missing without.
const KINDS: [(&str, &str, &str); 3] = [
    ("category", "category", "Choose a category."),
    ("topic", "topic", "Choose a topic."),
    ("search", "words", "Say what to search for."),
];

/// What an address or a form asks for: the day's list, where nothing is said.
///
/// # Errors
/// [`Failure`] where that is no subject; [`Wrong`] inside where the form can say what is missing.
pub(super) fn asked(params: &Params) -> Result<Result<Subject, Wrong>, Failure> {
    let about = params.get("about").unwrap_or("daily");
    let Some((kind, field, missing)) = KINDS.into_iter().find(|(kind, _, _)| *kind == about) else {
        return whole(about).map(Ok);
    };
    let Some(of) = params.get(field) else { return Ok(Err(Wrong::new(field, missing))) };
    if of.len() > LONGEST {
        return Ok(Err(Wrong::new(field, "These are too many words to go by: a sentence says enough.")));
    }
    Ok(format!("{kind}:{of}").parse().map_err(|_| Wrong::new(field, format!("{} cannot be looked for.", quoted(of)))))
}

/// A subject as links name it.
fn whole(about: &str) -> Result<Subject, Failure> {
    about.parse().map_err(|error| {
        Failure::bad_request("invalid_subject", format!("{error}"))
            .hint("What letters can be about stands at /letters.")
    })
}

/// What a form offers letters about.
#[derive(Debug)]
pub(super) struct Subjects {
    /// Those that are chosen by one click; what an address names beside what a form offers is the first.
    pub(super) plain: Vec<Offered>,
    /// The categories, the largest first, and whether one is chosen.
    pub(super) categories: Vec<Offered>,
    pub(super) is_category: bool,
    /// The topics of this site, and whether one is chosen.
    pub(super) topics: Vec<Offered>,
    pub(super) is_topic: bool,
    /// The words of a search, and whether it is chosen.
    pub(super) words: String,
    pub(super) is_search: bool,
}

/// One of several: its value in the form, its words, and whether it is the chosen one.
#[derive(Debug)]
pub(super) struct Offered {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) chosen: bool,
}

impl Subjects {
    /// The offer, with what was asked for chosen; where that is not whole, what there is of it.
    pub(super) async fn load(site: &Site, (theme, params): (&Theme, &Params)) -> Result<Self, Failure> {
        let subject = &theme.subject;
        let kind = params.get("about").filter(|about| KINDS.iter().any(|(kind, _, _)| kind == about));
        let is = |of: &str, subject_is: bool| kind.map_or(subject_is, |kind| kind == of);
        let categories = categories(site, subject).await?;
        let topics = topics(site, subject).await?;
        let has = |offered: &[Offered]| offered.iter().any(|offered| offered.chosen);
        let (is_category, is_topic) = (is("category", has(&categories)), is("topic", has(&topics)));
        let is_search = is("search", matches!(subject, Subject::Search(_)));
        let words = match (params.get("words"), subject) {
            (Some(words), _) => words.chars().take(LONGEST).collect(),
            (None, Subject::Search(query)) => query.clone(),
            _ => String::new(),
        };
        let is_plain = !is_category && !is_topic && !is_search;
        let plain = plain((theme, is_plain));
        Ok(Self { plain, categories, is_category, topics, is_topic, words, is_search })
    }
}

/// The subjects of which no more has to be said.
fn plain((theme, is_plain): (&Theme, bool)) -> Vec<Offered> {
    let usual = [Subject::List(ListName::Daily), Subject::List(ListName::New), Subject::Trending];
    let named = Some(theme).filter(|theme| is_plain && !usual.contains(&theme.subject)).cloned();
    let all = named.into_iter().chain(usual.map(Theme::from));
    let offered = |of: Theme| Offered {
        chosen: is_plain && of.subject == theme.subject,
        value: of.subject.to_string(),
        words: capital(&of.words),
    };
    all.map(offered).collect()
}

async fn categories(site: &Site, subject: &Subject) -> Result<Vec<Offered>, Failure> {
    let offered = |(id, count): (String, u64)| {
        let name = domain::category_name(&id).map_or_else(|| id.clone(), |name| format!("{name} ({id})"));
        let chosen = matches!(subject, Subject::Category(of) if *of == id);
        Offered { chosen, words: format!("{name}, {}", grouped(count)), value: id }
    };
    Ok(site.newsstand().categories().await?.into_iter().map(offered).collect())
}

async fn topics(site: &Site, subject: &Subject) -> Result<Vec<Offered>, Failure> {
    let topics = site.newsstand().topics().await?;
    let offered = topics.iter().map(|topic| Offered {
        chosen: matches!(subject, Subject::Topic(of) if *of == topic.slug),
        value: topic.slug.clone(),
        words: topic.name.clone(),
    });
    Ok(offered.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(form: &str) -> Result<Result<Subject, Wrong>, Failure> {
        asked(&Params::of_form(form.as_bytes()))
    }

    #[test]
    fn a_form_says_what_letters_are_about_in_two_fields() {
        for (form, about) in [
            ("", "daily"),
            ("about=trending&category=cs.CL&words=swarms", "trending"),
            ("about=category&category=cs.CL&words=swarms", "category:cs.CL"),
            ("about=topic&topic=world-models", "topic:world-models"),
            ("about=search&words=+two%0D%0A+swarms+", "search:two swarms"),
            ("about=search:ti:swarm", "search:ti:swarm"),
            ("about=author:ada-byron&category=cs.CL", "author:ada-byron"),
        ] {
            assert_eq!(of(form).unwrap().unwrap().to_string(), about, "{form}");
        }
    }

    #[test]
    fn what_is_missing_is_said_beside_its_field() {
        let long = format!("about=search&words={}", "swarms+".repeat(1_500));
        for (form, field) in [
            ("about=search&words=++", "words"),
            ("about=category", "category"),
            ("about=topic&topic=", "topic"),
            ("about=search&words=a%00b", "words"),
            (&long, "words"),
        ] {
            let wrong = of(form).unwrap().unwrap_err();
            assert_eq!(wrong.field, field, "{form}");
            assert!(wrong.words.len() < 200, "{}", wrong.words);
        }
        assert!(of("about=nonsense").is_err() && of("about=category:").is_err());
    }
}
