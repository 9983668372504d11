//! `/`, days, weeks, months, and everything new.

use newsstand_web::WebSettings;

use crate::support::{Site, between, links, plain, titles};

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
    let votes: Vec<u32> = between(&month, r#"<li class="votes"><b>"#, "</b>")
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
    let of_strings = site.get("/new?category=hep-th").await;
    assert_eq!(of_strings.header("location"), "/new/date/2026-04-30?category=hep-th", "what is asked for stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_names_who_wrote_its_paper() {
    let site = Site::new().await;
    site.add(concat!(
        r#"{"id": "2604.33333", "title": "By many", "authors": ["A One", "B Two", "C Three", "D Four", "E Five"], "list": "daily", "day": "2026-04-30", "rank": 3}"#,
        "\n",
        r#"{"id": "2604.44444", "title": "By nobody", "list": "daily", "day": "2026-04-30", "rank": 4}"#,
    ))
    .await;
    let page = site.page("/").await;
    let lines: Vec<String> = between(&page, "<p class=\"byline\">", "</p>").into_iter().map(plain).collect();
    assert!(lines[0].starts_with("Google Brain"), "{lines:?}");
    assert!(lines[0].contains("Ashish Vaswani, Noam Shazeer, Niki Parmar, Jakob Uszkoreit"), "{lines:?}");
    assert!(lines[2].starts_with("A One, B Two, C Three and 2 more"), "{lines:?}");
    assert!(lines[3].starts_with("Authors unknown"), "{lines:?}");
    for link in ["/org/google-brain", "/author/noam-shazeer", "/author/c-three"] {
        assert!(links(&page).contains(&link.to_owned()), "{link}");
    }
    let counted = site.page("/papers/date/2026-04-27").await;
    assert!(plain(between(&counted, "<p class=\"byline\">", "</p>")[0]).contains("8 authors"), "no name is known");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_leads_to_its_pdf() {
    let page = Site::new().await.page("/").await;
    assert!(page.contains(r#"href="https://arxiv.org/pdf/1706.03762""#));
    assert!(plain(&page).contains("PDF of Attention Is All You Need"), "whose it is, for who hears the page");
    assert!(plain(&page).contains("Fold the abstract of Attention Is All You Need"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_year_is_said_where_one_turns_the_page() {
    let page = Site::new().await.page("/papers/date/2027-06-03").await;
    assert!(plain(&page).contains("← Thursday, 30 April 2026"), "{}", plain(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_marks_the_day_that_is_shown() {
    let site = Site::new().await;
    for (address, number) in [("/papers/date/2026-04-25", ">25<"), ("/papers/date/2026-04-30", ">30<")] {
        let page = site.page(address).await;
        let marked = between(&page, "aria-current=\"date\"", "/");
        assert!(marked.len() == 1 && marked[0].ends_with(number), "{address}: {marked:?}");
        assert!(page.contains(r#"<a href="/" aria-current="page">Daily</a>"#), "{address} is a page of the daily list");
        assert!(page.contains("<a href=\"#calendar\">"), "{address}: a way to the calendar, which stands last");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn categories_of_a_day_come_by_size_and_all_can_be_chosen() {
    let line = |n: usize, category: &str| {
        format!(
            r#"{{"title": "Paper {n} of {category}", "abstract": "One.", "categories": ["{category}"], "list": "new", "day": "2026-04-30"}}"#
        )
    };
    let ids: Vec<String> = (0..18).map(|n| format!("cat.{n:02}")).collect();
    let papers: Vec<String> =
        ids.iter().enumerate().flat_map(|(n, id)| (0..=n / 9).map(move |m| line(m, id))).collect();
    let site = Site::with(&[("papers.jsonl", papers.join("\n").as_bytes())], WebSettings::default()).await;
    let page = site.page("/new/date/2026-04-30").await;
    let chips = between(&page, "<nav class=\"chips\"", "</nav>")[0];
    assert!(plain(chips).contains("4 more"), "{}", plain(chips));
    let offered: Vec<&String> = ids.iter().filter(|id| chips.contains(&format!("category={id}\""))).collect();
    assert_eq!(offered.len(), 18, "every category can be chosen");
    let headed: Vec<String> = between(&page, "<h2 class=\"group\">", "</h2>").into_iter().map(plain).collect();
    let chosen: Vec<String> = between(chips, "?category=", "\"").into_iter().map(str::to_owned).collect();
    let headed: Vec<&str> = headed.iter().filter_map(|heading| heading.split(' ').next_back()).collect();
    assert_eq!(headed, chosen, "the groups stand in the order of their links");
    assert_eq!((headed[0], headed[17]), ("cat.09", "cat.08"), "the largest first");
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
