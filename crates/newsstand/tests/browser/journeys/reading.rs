//! Reading a day.

use crate::harness::{Browser, Element, Listed, Mode, Sample, in_every, words};

#[test]
fn a_day_is_read() {
    in_every(&Mode::covering(), |browser, sample| {
        browser.open("/");
        assert_eq!(browser.ask("document.documentElement.dataset.script ?? null"), script_mark(browser));
        all_papers_of_the_newest_day_are_there(browser, sample);
        abstracts_open_and_fold(browser, sample);
        pages_of_fifty(browser, sample);
        what_arrived_that_day(browser, sample);
    });
}

fn script_mark(browser: &Browser) -> serde_json::Value {
    if browser.mode.script { "on".into() } else { serde_json::Value::Null }
}

/// Every paper of the sample's newest day, ranked, with its votes, who wrote it, and its words.
fn all_papers_of_the_newest_day_are_there(browser: &Browser, sample: &Sample) {
    let newest = sample.days()[0];
    assert_eq!(newest, "2026-04-30", "the sample has changed: so does what this test looks for");
    assert_eq!(browser.text("h1"), "Thursday, 30 April 2026");
    let papers = &sample.daily[newest];
    assert_eq!(browser.all(".row").len(), papers.len());
    for paper in papers.iter().filter(|paper| paper.is_plain()) {
        let row = row_of(browser, paper);
        let seen = row.text();
        // How many more, sources say differently.
        let others = if paper.authors.len() > 5 { " more".to_owned() } else { String::new() };
        let who = [paper.organization.clone().unwrap_or_default(), paper.authors[0].clone(), others];
        let votes = if paper.votes == 1 { "1 vote".to_owned() } else { format!("{} votes", paper.votes) };
        for expected in who.into_iter().chain([votes]) {
            assert!(words(&seen).contains(&words(&expected)), "{expected:?} is not in {seen:?}");
        }
    }
}

/// The whole abstract can be read: where a row folds it, the row opens with a click on its summary.
fn abstracts_open_and_fold(browser: &Browser, sample: &Sample) {
    let papers = &sample.daily[sample.days()[0]];
    let mut folded = 0;
    for paper in papers.iter().filter(|paper| paper.is_plain()) {
        let row = row_of(browser, paper);
        let text = row.find(".abstract");
        assert!(words(&text.text()).contains(&words(&paper.abstract_text)), "the abstract of {:?} is cut", paper.title);
        if let Some(summary) = row.try_find(".unfold summary").filter(|_| is_cut(&text)) {
            folded += 1;
            summary.click();
            assert!(!is_cut(&text), "the opened abstract of {:?} is still cut", paper.title);
            assert!(summary.text().starts_with("Fold"), "the switch still says {:?}", summary.text());
            summary.click();
            assert!(is_cut(&text), "the abstract of {:?} does not fold again", paper.title);
        } else {
            assert!(!is_cut(&text), "the abstract of {:?} is cut and cannot be opened", paper.title);
        }
    }
    assert!(folded > 0, "no abstract is folded at {} pixels", browser.mode.width.pixels().0);
}

/// Whether the box of a text is too small for it.
fn is_cut(text: &Element) -> bool {
    text.ask("it.scrollHeight > it.clientHeight + 2").as_bool().unwrap_or_default()
}

/// A month is longer than a page: fifty rows, then a link to the next fifty, numbered on.
fn pages_of_fifty(browser: &Browser, sample: &Sample) {
    browser.open("/papers/month/2026-04");
    let total = sample.papers("2026-04").len();
    assert!(browser.text("main").contains(&format!("{total} papers")), "the month does not say its {total} papers");
    let first = browser.texts(".row .title");
    assert_eq!(first.len(), 50);
    browser.follow(&browser.find_with("nav a", "Next 50"));
    let second = browser.texts(".row .title");
    assert_eq!(second.len(), 50);
    assert!(second.iter().all(|title| !first.contains(title)), "the second page repeats the first");
    assert_eq!(browser.text(".row .position"), "51");
    browser.follow(&browser.find_with("nav a", "Previous 50"));
    assert_eq!(browser.texts(".row .title"), first);
}

/// From a day to everything that arrived on it, and to one category of that.
fn what_arrived_that_day(browser: &Browser, sample: &Sample) {
    browser.open("/");
    browser.follow(&browser.find_with("main a", "Everything that arrived"));
    assert!(browser.path().ends_with("/new/date/2026-04-30"), "led to {}", browser.path());
    let total = sample.new["2026-04-30"];
    assert!(browser.text("main").contains(&format!("{total} papers")), "the page does not say its {total} papers");
    assert_eq!(browser.all(".row").len(), total.min(50));
    let category = browser.find("nav[aria-label='Categories of the day'] a:nth-child(3)");
    let label = category.text();
    browser.follow(&category);
    let chosen = browser.text("nav[aria-label='Categories of the day'] [aria-current]");
    assert_eq!(chosen, label);
    let count: usize =
        label.rsplit(' ').next().and_then(|number| number.parse().ok()).expect("a category has a number");
    assert_eq!(browser.all(".row").len(), count.min(50), "{label}");
}

fn row_of<'a>(browser: &'a Browser, paper: &Listed) -> Element<'a> {
    let titles = browser.texts(".row .title");
    let row = titles.iter().position(|title| words(title) == words(&paper.title));
    let row = row.unwrap_or_else(|| panic!("{:?} is not on {}", paper.title, browser.url()));
    browser.all(".row").swap_remove(row)
}
