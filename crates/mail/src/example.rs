//! Letters that never were, to try templates out with: everything that can be absent is absent in one of them.

use minijinja::{Environment, Error};

use crate::values::{Confirmation, Digest, Link, Section, Shown};

/// Prints example letters with a template.
pub(crate) fn try_out(environment: &Environment<'_>, name: &str) -> Result<(), Error> {
    let template = environment.get_template(name)?;
    if name.starts_with("confirm") {
        return template
            .render(Confirmation { site: "Papers", about: "the day’s list", confirm: "https://example.org" })
            .map(drop);
    }
    let full = || Shown {
        number: 1,
        title: "A title".to_owned(),
        short: "A title".to_owned(),
        href: "https://example.org/papers/1".to_owned(),
        byline: "Ada Byron".to_owned(),
        extract: "What it says.".to_owned(),
        votes: "2 votes".to_owned(),
        links: vec![Link { label: "PDF", href: "https://example.org/1.pdf".to_owned() }],
        why: "picked for the day’s list".to_owned(),
    };
    let bare =
        Shown { byline: String::new(), extract: String::new(), votes: String::new(), links: Vec::new(), ..full() };
    let section = |title: &str, papers| Section { title: title.to_owned(), language: "", papers };
    let days = ["Sunday 22 November 2026", "Saturday 21 November 2026"]
        .map(|day| Section { language: "en", ..section(day, vec![full()]) });
    let many = vec![section("The week’s top", vec![full(), bare]), section("What you missed", vec![full()])];
    for (sections, more) in
        [(many, "3 more on the site"), (days.into(), ""), (vec![section("", vec![full()])], ""), (Vec::new(), "")]
    {
        let digest = Digest { has_contents: sections.len() > 1, sections, more: more.to_owned(), ..Digest::example() };
        template.render(&digest)?;
    }
    Ok(())
}
