//! What is trending, and why.

use crate::harness::{Mode, in_every};

#[test]
fn trending_shows_its_sum() {
    in_every(&Mode::covering(), |browser, _| {
        browser.open("/");
        browser.follow(&browser.find_with("nav a", "Trending"));
        assert_eq!(browser.path(), "/papers/trending");
        assert_eq!(browser.all(".row").len(), 50);
        let row = browser.find(".row");
        let sum = row.find(".why");
        let before = sum.text();
        row.find(".why summary").click();
        let opened = sum.text();
        assert!(opened.len() > before.len(), "nothing opens: {before:?}");
        let votes = row.find(".votes b").text();
        for part in ["votes", "days", votes.as_str()] {
            assert!(opened.to_lowercase().contains(part), "{part} is no part of the sum {opened:?}");
        }
        browser.follow(&browser.find("main a[href*='/about']"));
        assert!(!browser.all("math").is_empty(), "the formula is not on the page about the order");
    });
}
