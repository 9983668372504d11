//! Addresses that lead nowhere: pages that help.

use crate::harness::{Mode, in_every};

#[test]
fn wrong_addresses_get_a_page_that_helps() {
    let long = format!("/papers?q={}", "x".repeat(10_000));
    let wrong = [
        ("/no/such/page", 404, "nothing at this address"),
        ("/papers/9912.99999", 404, "9912.99999"),
        ("/author/nobody-of-that-name", 404, "nobody"),
        ("/papers/date/2026-02-30", 400, "2026-02-30"),
        ("/papers/week/2026-W77", 400, "2026-W77"),
        ("/?page=0", 400, "0"),
        (long.as_str(), 400, "characters"),
    ];
    in_every(&Mode::covering(), |browser, _| {
        for (path, status, word) in wrong {
            browser.open_refused(path, status);
            let said = browser.text("main");
            assert!(said.contains(word), "{word:?} is not in {said:?}");
            assert!(said.split_whitespace().count() > 8, "{path:.60} is not explained: {said:?}");
            browser.assert_fits();
            browser.follow(&browser.find("main a[href='/']"));
            assert!(!browser.all(".row").is_empty(), "the way out of {path:.60} leads to no papers");
        }
    });
}
