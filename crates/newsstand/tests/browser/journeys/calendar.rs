//! Turning the pages of time: days, weeks, months, and days without papers.

use crate::harness::{Browser, Mode, Sample, in_every, words};

#[test]
fn days_weeks_and_months_are_turned() {
    in_every(&Mode::covering(), |browser, sample| {
        to_the_previous_day_and_back(browser, sample);
        week_and_month(browser, sample);
        the_calendar_leads_to_real_days(browser, sample);
        a_weekend_is_explained(browser);
    });
}

/// "Previous" leads to the last day with papers before, over a weekend, and "next" back again.
fn to_the_previous_day_and_back(browser: &Browser, sample: &Sample) {
    let days = sample.days();
    browser.open("/");
    for day in &days[1..5] {
        browser.follow(&browser.find("main a[rel=prev]"));
        assert_eq!(browser.path(), format!("/papers/date/{day}"));
        let papers = &sample.daily[*day];
        let titles: Vec<String> = browser.texts(".row .title").iter().map(|title| words(title)).collect();
        assert_eq!(titles.len(), papers.len().min(50), "{day}");
        for paper in papers.iter().filter(|paper| paper.is_plain()) {
            assert!(titles.contains(&words(&paper.title)), "{:?} is missing on {day}", paper.title);
        }
    }
    assert!(days[1..5].contains(&"2026-04-24"), "the way leads over a weekend");
    browser.follow(&browser.find("main a[rel=next]"));
    assert_eq!(browser.path(), format!("/papers/date/{}", days[3]));
    browser.open(&format!("/papers/date/{}", days[0]));
    assert!(browser.all("main a[rel=next]").is_empty(), "nothing comes after the newest day");
}

fn week_and_month(browser: &Browser, sample: &Sample) {
    browser.open("/");
    browser.follow(&browser.find("main a[href*='/papers/week/']"));
    assert!(browser.path().ends_with("/papers/week/2026-W18"), "led to {}", browser.path());
    let total: usize = ["27", "28", "29", "30"].iter().map(|day| sample.papers(&format!("2026-04-{day}")).len()).sum();
    assert!(browser.text("main").contains(&format!("{total} papers")), "the week does not say its {total} papers");
    descending(&votes(browser));
    browser.follow(&browser.find("main a[rel=prev]"));
    assert!(browser.path().ends_with("/papers/week/2026-W17"), "led to {}", browser.path());
    browser.open("/");
    browser.follow(&browser.find("main a[href*='/papers/month/']"));
    assert!(browser.text("h1").contains("April 2026"), "{}", browser.text("h1"));
    descending(&votes(browser));
    browser.follow(&browser.find("main a[rel=prev]"));
    assert!(browser.text("h1").contains("March 2026"), "{}", browser.text("h1"));
    browser.follow(&browser.find("main a[rel=next]"));
    assert!(browser.text("h1").contains("April 2026"), "{}", browser.text("h1"));
}

fn votes(browser: &Browser) -> Vec<u64> {
    browser
        .texts(".row .votes b")
        .iter()
        .map(|votes| votes.replace([',', '\u{202f}'], "").parse().expect("a number"))
        .collect()
}

fn descending(votes: &[u64]) {
    assert!(votes.len() >= 50 && votes.is_sorted_by(|a, b| a >= b), "not the most voted first: {votes:?}");
}

/// The days that can be clicked in the month's calendar are the days with papers.
fn the_calendar_leads_to_real_days(browser: &Browser, sample: &Sample) {
    browser.open("/papers/date/2026-04-15");
    let links = browser.all("table td a[href*='/papers/date/']");
    let led: Vec<String> = links.iter().filter_map(|link| link.href().rsplit('/').next().map(str::to_owned)).collect();
    let mut real: Vec<&str> = sample.days().into_iter().filter(|day| day.starts_with("2026-04")).collect();
    real.reverse();
    assert_eq!(led, real);
    browser.follow(&links[0]);
    assert_eq!(browser.path(), "/papers/date/2026-04-01");
}

fn a_weekend_is_explained(browser: &Browser) {
    browser.open("/papers/date/2026-04-25");
    let said = browser.text("main");
    assert!(browser.all(".row").is_empty());
    assert!(said.contains("Saturday") && said.to_lowercase().contains("weekend"), "no word of the weekend in {said:?}");
    assert!(!browser.all("main a[href$='/papers/date/2026-04-24']").is_empty(), "no way to the day before");
    browser.follow(&browser.find("main a[href$='/papers/date/2026-04-27']"));
    assert_eq!(browser.text("h1"), "Monday, 27 April 2026");
    for (day, word) in [("1999-01-04", "begin"), ("2199-12-31", "future")] {
        browser.open(&format!("/papers/date/{day}"));
        let said = browser.text("main");
        assert!(!browser.all("main a[href*='/papers/date/2026-']").is_empty(), "{day} leads nowhere: {said:?}");
        assert!(said.split_whitespace().count() > 8, "{day} is not explained ({word}): {said:?}");
    }
}
