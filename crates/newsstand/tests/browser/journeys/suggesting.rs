//! Suggestions in the search field: by keys, by mouse, and none of it without script.

use crate::harness::{Browser, Mode, Sample, Theme, in_every};

/// The protocol's codes of keys that are no letters.
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const UP: &str = "\u{e013}";
const DOWN: &str = "\u{e015}";

#[test]
fn suggestions_are_walked_and_chosen() {
    in_every(&Mode::scripted(), |browser, sample| {
        a_title_is_suggested_and_opened(browser, sample);
        the_keys_walk_through_the_list(browser);
        tab_takes_a_suggestion_over(browser, sample);
        the_end_of_a_query_is_completed(browser, sample);
        a_click_chooses(browser, sample);
        enter_without_a_choice_searches(browser);
    });
}

/// Without script the field is a plain form.
#[test]
fn the_form_is_plain_without_script() {
    in_every(&Mode::widths(Theme::Light, false), |browser, _| {
        browser.open("/");
        browser.find("#search").type_text(&format!("diffusion{ENTER}"));
        browser.wait_for("the answer", || browser.path() == "/papers?q=diffusion");
        assert!(browser.all("[role=listbox], [role=combobox]").is_empty());
    });
}

/// Types into the field and waits for the suggestions to it.
fn type_in(browser: &Browser, text: &str) {
    browser.find("#search").type_text(text);
    let is_answer = "document.querySelector('#suggestions')?.checkVisibility()";
    browser.wait_for(&format!("suggestions for {text:?}"), || browser.ask(is_answer) == true);
}

fn is_open(browser: &Browser) -> bool {
    let open = browser.ask("document.querySelector('#suggestions').checkVisibility()") == true;
    let said = browser.ask("document.querySelector('#search').getAttribute('aria-expanded')");
    assert_eq!(said, open.to_string(), "what is said and what is seen");
    open
}

/// The place of the active suggestion, as the field and the list say it.
fn active(browser: &Browser) -> i64 {
    let by_list = "[...document.querySelectorAll('#suggestions li')].findIndex((it) => it.ariaSelected === 'true')";
    let by_field = "[...document.querySelectorAll('#suggestions li')].findIndex((it) =>
        it.id === document.querySelector('#search').getAttribute('aria-activedescendant'))";
    let place = browser.ask(by_list);
    assert_eq!(place, browser.ask(by_field));
    place.as_i64().unwrap_or(-2)
}

/// Three quarters of a title of the sample without signs, and the title.
fn some_title(sample: &Sample) -> (String, String) {
    let papers = sample.papers("2026-04-2");
    let fits = |title: &str| title.len() > 30 && title.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
    let title = papers.iter().map(|paper| &paper.title).find(|title| fits(title)).expect("a plain title").clone();
    (title.chars().take(title.len() * 3 / 4).collect(), title)
}

fn a_title_is_suggested_and_opened(browser: &Browser, sample: &Sample) {
    browser.open("/");
    let (typed, title) = some_title(sample);
    type_in(browser, &typed.to_lowercase());
    let shown = browser.texts("#suggestions .what");
    assert!(shown.contains(&title), "{typed:?} gives {shown:?}");
    assert!(!browser.all("#suggestions mark").is_empty(), "what was typed is marked");
    let inside = browser.ask(
        "(() => { const box = document.querySelector('#suggestions').getBoundingClientRect();
            return box.left >= 0 && box.right <= innerWidth && document.documentElement.scrollWidth <= innerWidth })()",
    );
    assert_eq!(inside, true, "the list stays in the window");
    browser.assert_accessible();
    let place = shown.iter().position(|text| *text == title).unwrap_or_default();
    (0..=place).for_each(|_| browser.press(DOWN));
    browser.assert_accessible();
    browser.press(ENTER);
    browser.wait_for("the paper", || browser.path().starts_with("/papers/2"));
    assert_eq!(browser.text("h1"), title);
}

fn the_keys_walk_through_the_list(browser: &Browser) {
    browser.open("/");
    type_in(browser, "learn");
    let last = i64::try_from(browser.all("#suggestions li").len()).expect("a few") - 1;
    assert!(last > 1, "several suggestions: {:?}", browser.texts("#suggestions li"));
    assert_eq!(active(browser), -1, "nothing is chosen by itself");
    for (key, place) in [(DOWN, 0), (DOWN, 1), (UP, 0), (UP, -1), (UP, last), (DOWN, -1), (DOWN, 0)] {
        browser.press(key);
        assert_eq!(active(browser), place);
    }
    browser.press(ESCAPE);
    assert!(!is_open(browser));
    let field = "document.activeElement.id + ' ' + document.activeElement.value";
    assert_eq!(browser.ask(field), "search learn", "the first Escape closes the list and nothing else");
    browser.press(DOWN);
    browser.wait_for("the list again", || is_open(browser));
    browser.press(TAB);
    assert!(!is_open(browser), "without a choice Tab goes on");
    assert_ne!(browser.ask("document.activeElement.id"), "search");
}

fn tab_takes_a_suggestion_over(browser: &Browser, sample: &Sample) {
    browser.open("/papers");
    let (typed, title) = some_title(sample);
    type_in(browser, &typed);
    let shown = browser.texts("#suggestions .what");
    let place = shown.iter().position(|text| *text == title).expect("the title");
    (0..=place).for_each(|_| browser.press(DOWN));
    browser.press(TAB);
    let field = "document.activeElement.id + ' ' + document.activeElement.value";
    assert_eq!(browser.ask(field), format!("search {title}"));
    assert!(!is_open(browser));
    assert_eq!(browser.path(), "/papers", "nothing is opened");
}

fn the_end_of_a_query_is_completed(browser: &Browser, sample: &Sample) {
    let Some(author) = sample.papers("2026-04-2").into_iter().find_map(|paper| paper.authors.first().cloned()) else {
        panic!("an author");
    };
    browser.open("/");
    let begun: String = author.chars().take(author.chars().count() - 1).collect();
    type_in(browser, &format!("learning au:\"{begun}"));
    browser.press(DOWN);
    browser.press(ENTER);
    let value = browser.ask("document.querySelector('#search').value");
    let value = value.as_str().unwrap_or_default();
    assert!(value.starts_with("learning au:\"") && value.ends_with("\" "), "{value:?}");
    assert_eq!(browser.path(), "/", "one goes on typing");
}

fn a_click_chooses(browser: &Browser, sample: &Sample) {
    browser.open("/about");
    let (typed, title) = some_title(sample);
    type_in(browser, &typed);
    browser.find_with("#suggestions li", &title).click();
    browser.wait_for("the paper", || browser.path().starts_with("/papers/2"));
    assert_eq!(browser.text("h1"), title);
}

fn enter_without_a_choice_searches(browser: &Browser) {
    browser.open("/");
    type_in(browser, "diffusion");
    browser.press(ENTER);
    browser.wait_for("the answer", || browser.path() == "/papers?q=diffusion");
}
