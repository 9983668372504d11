//! What cites a paper: counted by sources, shown, searched and ordered by.

use crate::support::{Site, between, links, plain, titles};

/// A library in which two of three papers on one subject are cited.
async fn site() -> Site {
    let site = Site::empty().await;
    for line in [
        r#"{"id": "2401.00001", "title": "Tidal energy on open coasts", "abstract": "Energy of tides.", "citations": 1234}"#,
        r#"{"id": "2401.00002", "title": "Tidal energy in deep bays", "abstract": "Energy of tides.", "citations": 0}"#,
        r#"{"id": "2401.00003", "title": "Tidal energy in river mouths", "abstract": "Energy of tides."}"#,
    ] {
        site.add(line).await;
    }
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_says_how_many_works_cite_it_and_who_counted() {
    let site = site().await;
    let cited = site.page("/papers/2401.00001").await;
    assert_eq!(between(&cited, "<dd class=\"cited\">", "</dd>"), ["1,234 works"]);
    let said = between(&cited, "<table class=\"said\">", "</table>");
    assert!(said.iter().any(|table| plain(table).contains("citations")), "a source's word stands for it: {said:?}");
    assert!(site.page("/papers/2401.00002").await.contains("<dd class=\"cited\">0 works</dd>"));
    assert!(!plain(&site.page("/papers/2401.00003").await).contains("Cited by"), "nobody counted");
    let record = site.json("/api/v1/papers/2401.00001").await;
    assert_eq!(record["citations"], 1234);
    assert!(site.json("/api/v1/papers/2401.00003").await["citations"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn citations_narrow_and_order_a_search() {
    let site = site().await;
    let page = site.page("/papers?q=tidal+energy").await;
    assert_eq!(titles(&page)[0], "Tidal energy on open coasts", "of three alike the one that others build upon");
    assert_eq!(between(&page, "<li class=\"cited\">", "</li>").len(), 1, "none is not told in a list");
    assert!(links(&page).contains(&"/papers?q=tidal%20energy&sort=citations".to_owned()), "{:?}", links(&page));
    assert!(plain(&page).contains("other works build upon it"), "{}", plain(&page));
    let sorted = titles(&site.page("/papers?q=energy&sort=citations").await);
    assert_eq!(sorted, ["Tidal energy on open coasts", "Tidal energy in deep bays", "Tidal energy in river mouths"]);
    assert_eq!(titles(&site.page("/papers?q=cites%3A%3E100").await), ["Tidal energy on open coasts"]);
    assert_eq!(titles(&site.page("/papers?q=cites%3A0").await), ["Tidal energy in deep bays"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_counts_nothing_is_said_of_it() {
    let page = Site::new().await.page("/papers?q=attention").await;
    assert!(!page.contains("sort=citations") && !plain(&page).contains("Cited"), "{}", plain(&page));
}
