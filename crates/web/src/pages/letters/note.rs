//! A page that says one thing, with a button where something is to be done, and a way on.

use askama::Template;

use super::kept_nowhere;
use crate::pages::{self, Answer};
use crate::site::Site;
use crate::views::shell::{Section, Shell};

/// What such a page says.
#[derive(Debug, Default)]
pub(super) struct Note {
    heading: &'static str,
    words: String,
    button: Option<Button>,
    /// Where to go from here: addresses and words.
    onward: Vec<(String, &'static str)>,
}

/// A form with nothing but a button.
#[derive(Debug)]
struct Button {
    action: String,
    label: &'static str,
    /// Whether what it does cannot be undone.
    is_grave: bool,
}

#[derive(Template)]
#[template(path = "letters_note.html")]
struct NotePage {
    shell: Shell,
    note: Note,
}

impl Note {
    pub(super) fn new(heading: &'static str, words: impl Into<String>) -> Self {
        Self { heading, words: words.into(), ..Self::default() }
    }

    /// With a button that posts to an address.
    pub(super) fn button(self, action: impl Into<String>, label: &'static str) -> Self {
        Self { button: Some(Button { action: action.into(), label, is_grave: false }), ..self }
    }

    /// With one for what cannot be undone.
    pub(super) fn grave_button(self, action: impl Into<String>, label: &'static str) -> Self {
        Self { button: Some(Button { action: action.into(), label, is_grave: true }), ..self }
    }

    /// With a link to another page.
    pub(super) fn onward(mut self, href: impl Into<String>, label: &'static str) -> Self {
        self.onward.push((href.into(), label));
        self
    }

    /// The page.
    pub(super) async fn answer(self, site: &Site) -> Answer {
        let mut shell = Shell::load(site, Section::Elsewhere, self.heading).await?;
        shell.hidden = true;
        kept_nowhere(pages::print(&NotePage { shell, note: self }))
    }
}
