//! Any text is read, in time in proportion to it.

use std::time::{Duration, Instant};

use newsstand_sources::said_of_itself;
use proptest::prelude::*;

fn holds(text: &str) {
    let said = said_of_itself(text, Some(text), Some(text), Some(text));
    if let Some(acceptance) = &said.acceptance {
        assert!(!acceptance.venue.is_empty() && acceptance.venue.chars().count() <= 120, "{acceptance:?}");
        assert!(acceptance.year.is_none_or(|year| (1950..=2100).contains(&year)));
    }
    assert!(said.links.len() <= 50);
    assert!(said.links.iter().all(|link| link.url.starts_with("http") && link.url.len() <= 2_000), "{:?}", said.links);
    assert_eq!(said, said_of_itself(text, Some(text), Some(text), Some(text)));
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn what_looks_like_a_claim_is_read(text in r"(accepted |to |at |in |@|ICML|'?25|2025|[0-9]{1,5}|\+|-|pages|, |\. |;|\(|\)|Proceedings of the |Journal of |Phys\. Rev\. |ACL|code: |https?://|github\.com/a|é|workshop )*") {
        holds(&text);
    }
}

#[test]
fn a_megabyte_of_anything_takes_no_longer_than_its_length() {
    for piece in [
        "accepted to ",
        "ICML 2025 ",
        "ICML ",
        "https://a.b/",
        "http",
        "www.",
        "https://github.com/a/b ",
        "(",
        ")",
        "https://a.b/)",
        "@",
        "1+",
        "1 + ",
        "pages ",
        "A ",
        "of ",
        "Conference, ",
        "Association for Computational Linguistics ",
        "é",
        "\u{4e00}",
        "the ",
        "a.",
        ";",
        "Proceedings of the ",
    ] {
        let text = piece.repeat((1 << 20) / piece.len());
        let start = Instant::now();
        said_of_itself(&text, Some(&text), Some(&text), Some(&text));
        // Many times what it takes alone on a machine: what is quadratic takes minutes.
        assert!(start.elapsed() < Duration::from_secs(20), "{piece:?} takes {:?}", start.elapsed());
    }
    let address = format!("code: https://a.b/{}", ")".repeat(1 << 20));
    let start = Instant::now();
    said_of_itself("", Some(&address), Some(&address), None);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
