//! A walk without a mouse.

use crate::harness::{Browser, Mode, Theme, in_every};

/// The protocol's codes of keys that are no letters.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

#[test]
fn everything_is_reached_by_keys() {
    in_every(&Mode::widths(Theme::Light, true), |browser, _| {
        the_skip_link_leads_to_the_content(browser);
        focus_is_always_visible(browser);
        rows_are_walked(browser);
        a_link_in_a_folded_abstract_unfolds_it(browser);
        folded_authors_can_be_folded_again(browser);
        search_is_a_key_away(browser);
        help_opens_and_closes(browser);
    });
}

/// Without script the browser's own keys must be enough: Tab and Enter.
#[test]
fn the_tab_key_is_enough_without_script() {
    in_every(&Mode::widths(Theme::Dark, false), |browser, _| {
        the_skip_link_leads_to_the_content(browser);
        focus_is_always_visible(browser);
    });
}

fn the_skip_link_leads_to_the_content(browser: &Browser) {
    browser.open("/");
    browser.press(TAB);
    let visible = "(() => { const box = document.activeElement.getBoundingClientRect();
        return box.top >= 0 && box.left >= 0 && box.height > 8 })()";
    assert_eq!(browser.ask("document.activeElement.getAttribute('href')"), "#main");
    assert_eq!(browser.ask(visible), true, "the skip link is not seen when it has the focus");
    browser.press(ENTER);
    browser.press(TAB);
    assert_eq!(browser.ask("document.getElementById('main').contains(document.activeElement)"), true);
}

/// Walks with the Tab key through the first page: the focus moves on, stays in the window, and is drawn.
fn focus_is_always_visible(browser: &Browser) {
    browser.open("/");
    let mut stops = Vec::new();
    for _ in 0..45 {
        browser.press(TAB);
        let stop = browser.ask(
            "(() => { const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
                return [it.outerHTML.slice(0, 120), style.outlineStyle, parseFloat(style.outlineWidth),
                    box.width > 0 && box.bottom > 0 && box.top < innerHeight] })()",
        );
        assert_ne!(stop[1], "none", "no outline on {}", stop[0]);
        assert!(stop[2].as_f64() >= Some(1.5), "an outline of {} pixels on {}", stop[2], stop[0]);
        assert_eq!(stop[3], true, "the focus is out of sight on {}", stop[0]);
        stops.push(stop[0].to_string());
    }
    stops.dedup();
    assert!(stops.len() >= 40, "the focus is caught: {stops:?}");
}

fn focused_row(browser: &Browser) -> i64 {
    let row = "[...document.querySelectorAll('.row')].findIndex((row) => row.contains(document.activeElement))";
    browser.ask(row).as_i64().unwrap_or(-1)
}

fn rows_are_walked(browser: &Browser) {
    browser.open("/");
    for (key, row) in [("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0), ("j", 1)] {
        browser.press(key);
        assert_eq!(focused_row(browser), row, "after {key}");
        let seen = browser.ask("document.activeElement.getBoundingClientRect().top >= 0 && document.activeElement.getBoundingClientRect().top < innerHeight");
        assert_eq!(seen, true, "row {row} is out of sight");
    }
    let row = browser.all(".row").swap_remove(1);
    let is_cut = || row.find(".abstract").ask("it.scrollHeight > it.clientHeight + 2");
    assert_eq!(is_cut(), true, "the second abstract of the day is a long one");
    browser.press("o");
    assert_eq!(is_cut(), false, "o unfolds");
    browser.press("o");
    assert_eq!(is_cut(), true, "o folds again");
    browser.press("O");
    browser.press("o");
    assert!(browser.path() == "/", "o leaves for no other page where the whole abstract is shown anyway");
    browser.press("O");
    let title = row.find(".title").text();
    browser.press(ENTER);
    browser.wait_for("the paper", || browser.path().starts_with("/papers/2"));
    assert_eq!(browser.text("h1"), title);
}

fn a_link_in_a_folded_abstract_unfolds_it(browser: &Browser) {
    browser.open("/");
    let link = browser.all(".row:not(.lead):has(.unfold) .abstract a").swap_remove(0);
    let is_whole = "it.closest('.abstract').scrollHeight <= it.closest('.abstract').clientHeight + 2";
    assert_eq!(link.ask(is_whole), false, "the abstract is folded");
    link.ask("it.focus()");
    assert_eq!(link.ask(is_whole), true, "the focus does not scroll within a folded abstract");
    link.ask("it.blur()");
    assert_eq!(link.ask(is_whole), false, "it is folded again");
    assert_eq!(link.ask("it.closest('.abstract').scrollTop"), 0, "at its beginning");
}

fn folded_authors_can_be_folded_again(browser: &Browser) {
    browser.open("/papers/2604.26752");
    let summary = browser.find(".authors summary");
    summary.ask("it.focus()");
    browser.press(ENTER);
    assert_eq!(summary.ask("it.parentElement.open && it.checkVisibility() && it === document.activeElement"), true);
    browser.press(ENTER);
    assert_eq!(summary.ask("it.parentElement.open"), false);
}

fn search_is_a_key_away(browser: &Browser) {
    browser.open("/");
    browser.press("/");
    assert_eq!(browser.ask("document.activeElement.id"), "search");
    for key in ["j", "/", "?", "t"] {
        browser.press(key);
    }
    assert_eq!(browser.ask("document.activeElement.value"), "j/?t", "keys are letters while one types");
    browser.press(ESCAPE);
    if browser.ask("document.activeElement.id") == "search" {
        // The first closed the suggestions.
        browser.press(ESCAPE);
    }
    assert_ne!(browser.ask("document.activeElement.id"), "search", "Escape leaves the field");
}

fn help_opens_and_closes(browser: &Browser) {
    browser.open("/papers/trending");
    browser.press("?");
    let is_open = || browser.ask("document.querySelector('dialog').open");
    assert_eq!(is_open(), true);
    let help = browser.text("dialog");
    for key in ["j", "k", "o", "Enter", "/", "?"] {
        assert!(help.contains(key), "{key} is not explained in {help:?}");
    }
    assert_eq!(browser.ask("document.querySelector('dialog').contains(document.activeElement)"), true);
    browser.press("j");
    assert_eq!(focused_row(browser), -1, "the page behind the help lies still");
    browser.press(ESCAPE);
    assert_eq!(is_open(), false);
    browser.press("?");
    browser.press(TAB);
    browser.find("dialog button").click();
    assert_eq!(is_open(), false);
    browser.assert_clean();
}
