//! Every kind of page fits its window, is set in its own type, and can be used by everybody.

use super::pages::kinds;
use crate::harness::{Browser, Mode, Theme, in_every};

#[test]
fn every_page_fits_and_is_accessible() {
    in_every(&Mode::scripted(), |browser, sample| {
        for kind in kinds(sample) {
            kind.open(browser);
            browser.assert_fonts_loaded();
            browser.assert_fits();
            one_heading_and_a_title(browser);
            // What stays hidden at first must fit and be usable too.
            browser.script("document.querySelectorAll('main details').forEach((it) => { it.open = true })", &[]);
            browser.assert_fits();
            browser.assert_accessible();
        }
        browser.press("?");
        browser.assert_fits();
        browser.assert_accessible();
    });
}

#[test]
fn every_page_fits_without_script() {
    in_every(&Mode::widths(Theme::Light, false), |browser, sample| {
        for kind in kinds(sample) {
            kind.open(browser);
            browser.assert_fits();
            one_heading_and_a_title(browser);
        }
    });
}

/// The masthead has its most words where there are topics.
#[test]
fn the_sections_stand_in_one_line() {
    in_every(&Mode::widths(Theme::Light, true), |browser, _| {
        browser.open("/");
        let height = "document.querySelector('.nav').clientHeight";
        let before = browser.ask(height);
        let topics = "const item = document.querySelector('.nav li').cloneNode(true); \
            item.firstChild.textContent = 'Topics'; document.querySelector('.nav ul').append(item)";
        browser.script(topics, &[]);
        assert_eq!(browser.ask(height), before, "the masthead breaks with topics in it");
    });
}

fn one_heading_and_a_title(browser: &Browser) {
    assert_eq!(browser.all("h1").len(), 1, "{} has not one heading", browser.path());
    assert!(
        browser.ask("document.title").as_str().is_some_and(|title| title.len() > 5),
        "{} has no title",
        browser.path()
    );
}
