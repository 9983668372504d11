//! `/`, days, weeks, months, and everything new.

use crate::support::{Site, links, plain, titles};

#[tokio::test(flavor = "multi_thread")]
async fn the_front_page_is_the_newest_day_in_its_order() {
    let site = Site::new().await;
    let page = site.page("/").await;
    assert_eq!(titles(&page)[0], "Attention Is All You Need");
    assert!(titles(&page)[1].starts_with("Learning in"), "{:?}", titles(&page));
    assert_eq!(titles(&page).len(), 2);
    let words = plain(&page);
    for fact in ["Thursday, 30 April 2026", "Google Brain", "1,204 votes", "7 comments", "★ 15.3k", "28 April"] {
        assert!(words.contains(fact), "{fact}: {words}");
    }
    assert!(words.contains("12 June 2017"), "another year is named");
    assert!(page.contains("<math"), "math is MathML");
    assert_eq!(titles(&page), titles(&site.page("/papers/date/2026-04-30").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn turning_pages_goes_over_real_days() {
    let site = Site::new().await;
    let page = site.page("/papers/date/2026-04-27").await;
    assert!(page.contains(r#"rel="prev" href="/papers/date/2026-04-24""#), "over the weekend");
    assert!(page.contains(r#"rel="next" href="/papers/date/2026-04-30""#), "over days without papers");
    let newest = site.page("/").await;
    assert!(newest.contains(r#"rel="prev" href="/papers/date/2026-04-27""#));
    assert!(!newest.contains(r#"rel="next""#));
    assert!(!site.page("/papers/date/2026-04-24").await.contains(r#"rel="prev""#));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_without_papers_says_why_and_where_to_go() {
    let site = Site::new().await;
    for (day, words) in [
        ("2026-04-25", "weekends"),
        ("2026-04-28", "a holiday"),
        ("2026-05-02", "has not come yet"),
        ("2026-05-01", "The newest is that of Thursday, 30 April 2026"),
        ("1999-12-31", "before the first edition"),
    ] {
        let page = site.page(&format!("/papers/date/{day}")).await;
        assert!(plain(&page).contains(words), "{day}: {}", plain(&page));
        assert!(links(&page).iter().any(|link| link == "/papers/date/2026-04-30"), "{day} leads nowhere");
        assert!(titles(&page).is_empty());
    }
    assert!(plain(&site.page("/papers/week/2026-W02").await).contains("before the first edition"));
    assert!(plain(&site.page("/new/date/2026-04-26").await).contains("before the first edition"));
}

#[tokio::test(flavor = "multi_thread")]
async fn weeks_and_months_put_the_most_voted_first() {
    let site = Site::new().await;
    let week = site.page("/papers/week/2026-W18").await;
    assert_eq!(titles(&week)[0], "Attention Is All You Need");
    assert_eq!(titles(&week)[2], "A paper without any id");
    assert!(plain(&week).contains("27 April to 3 May 2026: 3 papers"));
    assert!(week.contains(r#"rel="prev" href="/papers/week/2026-W17""#));
    let month = site.page("/papers/month/2026-04").await;
    let votes: Vec<u32> = crate::support::between(&month, r#"<li class="votes"><b>"#, "</b>")
        .into_iter()
        .map(|votes| votes.replace(',', "").parse().unwrap())
        .collect();
    assert_eq!(votes, [1204, 12, 3, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_new_comes_by_category_and_fifty_a_page() {
    let site = Site::new().await;
    let first = site.page("/new/date/2026-04-29").await;
    assert_eq!(titles(&first).len(), 50);
    assert!(plain(&first).contains("Combinatorics math.CO"), "grouped by category");
    assert!(links(&first).contains(&"/new/date/2026-04-29?page=2".to_owned()), "a plain link to more");
    let second = site.page("/new/date/2026-04-29?page=2").await;
    assert_eq!(titles(&second).len(), 10);
    assert!(titles(&second).iter().all(|title| !titles(&first).contains(title)));
    let chosen = site.page("/new/date/2026-04-30?category=hep-th").await;
    assert_eq!(titles(&chosen), ["An old paper about strings"]);
    assert!(plain(&site.page("/new/date/2026-04-30?category=cs.AI").await).contains("Nothing of this day"));
    let newest = site.get("/new").await;
    assert_eq!((newest.status.as_u16(), newest.header("location")), (307, "/new/date/2026-04-30"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_without_papers_has_words() {
    let site = Site::empty().await;
    for address in ["/", "/new", "/papers/trending", "/papers", "/papers?q=anything", "/papers/week/2026-W18", "/about"]
    {
        let page = site.page(address).await;
        assert!(plain(&page).len() > 300, "{address}: {}", plain(&page));
    }
    assert!(plain(&site.page("/").await).contains("newsstand ingest"));
}
