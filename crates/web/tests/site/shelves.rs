//! `/author/…`, `/org/…`, `/category/…`, `/keyword/…`.

use newsstand_web::WebSettings;

use crate::support::{Site, between, links, plain, titles};

#[tokio::test(flavor = "multi_thread")]
async fn gather_what_belongs_together() {
    let site = Site::new().await;
    for (address, name, title) in [
        ("/author/noam-shazeer", "Noam Shazeer", "Attention Is All You Need"),
        ("/org/google-brain", "Google Brain", "Attention Is All You Need"),
        ("/category/cs.CL", "Computation and Language", "Attention Is All You Need"),
        ("/keyword/machine-translation", "machine translation", "Attention Is All You Need"),
        ("/category/hep-th", "High Energy Physics: Theory", "An old paper about strings"),
    ] {
        let page = site.page(address).await;
        assert!(plain(&page).contains(name), "{address}");
        assert_eq!(titles(&page), [title], "{address}");
    }
    assert_eq!(titles(&site.page("/category/math.CO").await).len(), 50);
    assert_eq!(titles(&site.page("/category/math.CO?page=2").await).len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_as_people_type_them_lead_to_the_address() {
    let site = Site::new().await;
    let answer = site.get("/author/Noam%20Shazeer").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (308, "/author/noam-shazeer"));
    let category = site.get("/category/CS.cl").await;
    assert_eq!((category.status.as_u16(), category.header("location")), (308, "/category/cs.CL"));
    let nobody = site.get("/author/nobody-at-all").await;
    assert_eq!(nobody.status, 404);
    assert!(plain(&nobody.text()).contains("nobody-at-all"));
}

#[tokio::test(flavor = "multi_thread")]
async fn come_by_votes_where_asked() {
    let site = Site::new().await;
    let newest = site.page("/category/cs.LG").await;
    assert_eq!(titles(&newest)[1], "Attention Is All You Need");
    assert!(links(&newest).contains(&"/category/cs.LG?sort=votes".to_owned()));
    let voted = site.page("/category/cs.LG?sort=votes").await;
    assert_eq!(titles(&voted)[0], "Attention Is All You Need");
    assert!(plain(&voted).contains("2 papers, the most voted first"), "{}", plain(&voted));
    let second = site.page("/category/math.CO?sort=votes").await;
    assert!(links(&second).contains(&"/category/math.CO?sort=votes&page=2".to_owned()), "the order stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn can_be_followed() {
    let letters = WebSettings { letters: true, ..WebSettings::default() };
    let site = Site::furnished(letters).await;
    let page = site.page("/author/noam-shazeer").await;
    let follow = between(&page, "<h2>Follow</h2>", "</section>")[0];
    for link in ["/author/noam-shazeer.atom", "/author/noam-shazeer.rss", "/letters?about=author:noam-shazeer"] {
        assert!(follow.contains(&format!("href=\"{link}\"")), "{link}: {follow}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_category_can_be_turned_to() {
    let line = |n: usize| {
        format!(r#"{{"title": "Paper {n}", "categories": ["cat.{n:02}"], "list": "new", "day": "2026-04-30"}}"#)
    };
    let second = r#"{"title": "Another", "categories": ["cat.03"], "list": "new", "day": "2026-04-30"}"#;
    let papers = (0..20).map(line).chain([second.to_owned()]).collect::<Vec<_>>().join("\n");
    let site = Site::with(&[("papers.jsonl", papers.as_bytes())], WebSettings::default()).await;
    let page = site.page("/category/cat.03").await;
    assert!((0..20).all(|n| links(&page).contains(&format!("/category/cat.{n:02}"))));
    let folded = between(&page, "<details class=\"rest\"", "</details>")[0];
    assert!(folded.starts_with('>') && plain(folded).contains("4 more"), "{folded}");
    let folded = between(folded, "/category/", "\"")[0];
    let last = site.page(&format!("/category/{folded}")).await;
    assert!(last.contains("<details class=\"rest\" open>"), "where the reader is, is not folded away");
}
