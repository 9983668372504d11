//! `/papers/{id}`.

use crate::support::{Site, between, links, plain};

#[tokio::test(flavor = "multi_thread")]
async fn shows_all_that_is_known() {
    let site = Site::new().await;
    let page = site.page("/papers/1706.03762").await;
    let words = plain(&page);
    for fact in [
        "Attention Is All You Need",
        "Ashish Vaswani",
        "Google Brain",
        "12 June 2017",
        "NeurIPS 2017",
        "Computation and Language",
        "Most central sentence of the abstract",
        "Keyphrases",
        "Similar papers",
        "BibTeX",
        "Who says so",
        "place 1",
        "1,204",
    ] {
        assert!(words.contains(fact), "{fact}: {words}");
    }
    for link in ["/author/ashish-vaswani", "/org/google-brain", "/category/cs.LG", "/keyword/attention"] {
        assert!(links(&page).contains(&link.to_owned()), "{link}");
    }
    for outside in ["https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762"] {
        assert!(page.contains(&format!("href=\"{outside}\"")), "{outside}");
    }
    assert!(!page.contains("arxiv.org/html/"), "arXiv has no HTML of so old a paper");
    let sentence = plain(between(&page, "<blockquote>", "</blockquote>")[0]);
    assert!(words.matches(&sentence).count() >= 2, "the central sentence stands in the abstract: {sentence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_itself_to_reference_managers() {
    let page = Site::new().await.page("/papers/1706.03762").await;
    for meta in [
        r#"name="citation_title" content="Attention Is All You Need""#,
        r#"name="citation_author" content="Noam Shazeer""#,
        r#"name="citation_publication_date" content="2017/06/12""#,
        r#"name="citation_arxiv_id" content="1706.03762""#,
        r#"property="og:title" content="Attention Is All You Need""#,
    ] {
        assert!(page.contains(meta), "{meta}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leads_to_where_it_can_be_read_and_discussed() {
    let site = Site::new().await;
    let page = site.page("/papers/2604.11111").await;
    assert!(page.contains(r#"href="https://arxiv.org/html/2604.11111""#));
    assert!(!page.contains("https://huggingface.co/"), "its votes are those of a file");
    site.add(r#"{"id": "2604.55555", "title": "Voted on elsewhere", "abstract": "A.", "authors": ["Ada Byron"], "published_at": "2026-04-29T10:00:00.000Z", "list_date": "2026-04-30", "upvotes": 33, "comments": 1, "upvotes_observed_at": "2026-04-30T10:00:00Z", "organization": null, "organization_name": null, "github_repo": null, "github_stars": null}"#)
        .await;
    let page = site.page("/papers/2604.55555").await;
    assert!(
        page.contains(r#"href="https://huggingface.co/papers/2604.55555""#),
        "the votes lead to where they were given"
    );
    assert!(plain(&page).contains("33 votes at Daily Papers"), "{}", plain(&page));
}

#[tokio::test(flavor = "multi_thread")]
async fn its_dates_have_their_year() {
    let page = Site::new().await.page("/papers/2604.11111").await;
    let (heading, facts) =
        (between(&page, "<p class=\"dateline\">", "</p>"), between(&page, "<dl class=\"card\">", "</dl>"));
    assert_eq!(plain(heading[0]), "28 April 2026");
    assert!(plain(facts[0]).contains("30 April 2026"), "{}", plain(facts[0]));
    for table in between(&page, "<table class=\"said\">", "</table>") {
        for date in between(table, "<time", "</time>") {
            assert!(date.ends_with(" 2026"), "{date}");
        }
    }
    let places = ["class=\"card\"", "id=\"similar\"", "id=\"bibtex\""].map(|mark| page.find(mark).unwrap());
    assert!(places.is_sorted(), "what stands beside the story is read before what stands below");
}

#[tokio::test(flavor = "multi_thread")]
async fn bibtex_is_a_file_too() {
    let site = Site::new().await;
    let file = site.get("/papers/1706.03762.bib").await;
    assert_eq!(file.header("content-type"), "application/x-bibtex; charset=utf-8");
    let entry = file.text();
    assert!(entry.contains("Vaswani, Ashish and Shazeer, Noam") && entry.contains("2017"), "{entry}");
    assert_eq!(entry.matches('{').count(), entry.matches('}').count(), "{entry}");
    let page = site.page("/papers/1706.03762").await;
    assert!(plain(&page).contains("Vaswani, Ashish and Shazeer, Noam"), "the entry stands on the page");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_paper_has_one_address() {
    let site = Site::new().await;
    for (asked, address) in [
        ("/papers/1706.03762v3", "/papers/1706.03762"),
        ("/papers/arXiv:1706.03762?x=1", "/papers/1706.03762?x=1"),
        ("/papers/doi:10.1103/physrevd.59.1", "/papers/hep-th/9901001"),
        ("/papers/1706.03762v3.bib", "/papers/1706.03762.bib"),
    ] {
        let answer = site.get(asked).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (308, address), "{asked}");
    }
    assert!(plain(&site.page("/papers/hep-th/9901001").await).contains("An old paper about strings"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_of_which_little_is_known_has_a_page() {
    let site = Site::new().await;
    let day = site.page("/papers/date/2026-04-27").await;
    let address = links(&day).into_iter().find(|link| link.starts_with("/papers/title:")).unwrap();
    let words = plain(&site.page(&address).await);
    assert!(words.contains("8 authors") && words.contains("Nobody gave it a number."), "{words}");
}
