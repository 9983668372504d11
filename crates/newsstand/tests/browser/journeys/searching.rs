//! Searching: a title, a loose question, filters and orders as links.

use crate::harness::{Browser, Mode, Sample, in_every, words};

#[test]
fn papers_are_searched() {
    in_every(&Mode::covering(), |browser, sample| {
        a_title_comes_first(browser, sample);
        a_loose_question(browser);
        filters_and_orders(browser);
        an_id_opens_its_paper(browser, sample);
        nothing_found_is_said(browser);
        a_typing_error_is_forgiven(browser);
    });
}

/// Types into the search field of the page and sends it off with the Enter key.
fn search(browser: &Browser, text: &str) {
    let before = browser.ask("performance.timeOrigin");
    browser.find("#search").type_text(&format!("{text}\u{e007}"));
    browser.wait_for("an answer to the search", || browser.ask("performance.timeOrigin") != before);
}

fn a_title_comes_first(browser: &Browser, sample: &Sample) {
    browser.open("/");
    let papers = sample.papers("2026-04-2");
    for paper in papers.iter().filter(|paper| paper.is_plain()).step_by(60) {
        search(browser, &paper.title);
        assert_eq!(words(&browser.text(".row .title")), words(&paper.title));
        assert_eq!(browser.ask("document.getElementById('search').value"), paper.title.as_str(), "the question stays");
    }
}

fn a_loose_question(browser: &Browser) {
    search(browser, "teaching robots to move things by watching people");
    assert!(browser.all(".row").len() >= 10, "few results: {:?}", browser.texts(".row .title"));
    let top = browser.texts(".row").into_iter().take(5).filter(|row| row.to_lowercase().contains("robot")).count();
    assert!(top >= 4, "only {top} of the first five are about robots: {:?}", browser.texts(".row .title"));
    assert!(!browser.all(".row mark").is_empty(), "the words are not marked");
    let why = browser.find(".row .why");
    let before = why.text();
    why.find("summary").click();
    assert!(why.text().len() > before.len(), "no result says why: {before:?}");
}

fn filters_and_orders(browser: &Browser) {
    search(browser, "language models that reason");
    let all = total(browser);
    browser.follow(&browser.find("aside[aria-label=Filters] a[href*='code=1']"));
    let with_code = total(browser);
    assert!(with_code > 0 && with_code < all, "{with_code} of {all} papers have code");
    assert_eq!(browser.all(".row a.code").len(), browser.all(".row").len(), "a row without code");
    browser.follow(&browser.find_with("main a", "Newest"));
    let dates = dates(browser);
    assert!(dates.len() > 1 && dates.is_sorted_by(|a, b| a >= b), "not the newest first: {dates:?}");
    assert_eq!(total(browser), with_code, "another order finds the same papers");
    browser.follow(&browser.find_with("main a", "Most votes"));
    let votes: Vec<u64> = browser.texts(".row .votes b").iter().filter_map(|votes| votes.parse().ok()).collect();
    assert!(votes.len() > 1 && votes.is_sorted_by(|a, b| a >= b), "not the most voted first: {votes:?}");
    browser.follow(&browser.find("a[aria-label^='Remove the filter']"));
    assert_eq!(total(browser), all, "without the filter all are there again");
    assert!(browser.all("a[aria-label^='Remove the filter']").is_empty());
    assert!(browser.path().contains("sort=votes"), "the order went with the filter: {}", browser.path());
}

fn dates(browser: &Browser) -> Vec<String> {
    let dates = browser.ask("[...document.querySelectorAll('.row time')].map((it) => it.dateTime)");
    dates.as_array().into_iter().flatten().filter_map(|date| date.as_str().map(str::to_owned)).collect()
}

/// The number of papers that the page says it found.
fn total(browser: &Browser) -> u64 {
    let said = browser.text("main .sub");
    let digits = said.replace([',', '\u{202f}'], "");
    let number = digits.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty());
    number.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no number of results in {said:?}"))
}

fn an_id_opens_its_paper(browser: &Browser, sample: &Sample) {
    let paper = sample.papers("2026-04-2").into_iter().find(|paper| paper.is_plain()).expect("a plain paper");
    for typed in [format!("arXiv:{}", paper.id), format!("https://arxiv.org/abs/{}v2", paper.id)] {
        search(browser, &typed);
        assert_eq!(browser.path(), format!("/papers/{}", paper.id), "{typed}");
        assert_eq!(words(&browser.text("h1")), words(&paper.title));
    }
}

fn nothing_found_is_said(browser: &Browser) {
    browser.open("/papers?q=%22zzqxv+wwkpt%22&category=math.KT");
    let said = browser.text("main");
    assert!(browser.all(".row").is_empty(), "something was found: {said:?}");
    assert!(said.split_whitespace().count() > 8, "no words for nothing: {said:?}");
    assert!(browser.all("main a").len() > 1, "no way on");
}

fn a_typing_error_is_forgiven(browser: &Browser) {
    search(browser, "difusion trransformers");
    let rows = browser.texts(".row");
    assert!(
        rows.iter().take(5).any(|row| row.to_lowercase().contains("diffusion")),
        "{:?}",
        browser.texts(".row .title")
    );
}
