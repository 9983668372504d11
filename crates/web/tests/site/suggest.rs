//! `/api/v1/suggest`.

use serde_json::{Value, json};

use crate::support::Site;

async fn ask(site: &Site, query: &str) -> Vec<Value> {
    let answer = site.json(&format!("/api/v1/suggest?q={query}")).await;
    assert!(answer["took_ms"].is_f64());
    answer["suggestions"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_leads_to_its_page() {
    let site = Site::new().await;
    for (typed, expected) in [
        (
            "attention%20is",
            json!({"kind": "title", "text": "Attention Is All You Need", "id": "1706.03762", "leads": "page",
            "url": "/papers/1706.03762", "completed": "Attention Is All You Need", "marks": [[0, 9], [10, 12]], "corrected": false}),
        ),
        (
            "vasw",
            json!({"kind": "author", "text": "Ashish Vaswani", "papers": 1, "leads": "page", "url": "/author/ashish-vaswani",
            "completed": "au:\"Ashish Vaswani\"", "marks": [[7, 11]], "corrected": false}),
        ),
        (
            "machine%20tr",
            json!({"kind": "keyword", "text": "machine translation", "papers": 1, "leads": "page",
            "url": "/keyword/machine-translation", "completed": "machine translation", "marks": [[0, 7], [8, 10]], "corrected": false}),
        ),
        (
            "cs.cl",
            json!({"kind": "category", "text": "cs.CL", "detail": "Computation and Language", "papers": 1, "leads": "page",
            "url": "/category/cs.CL", "completed": "cat:cs.CL", "marks": [[0, 2], [3, 5]], "corrected": false}),
        ),
        (
            "google",
            json!({"kind": "organization", "text": "Google Brain", "papers": 1, "leads": "page", "url": "/org/google-brain",
            "completed": "org:\"Google Brain\"", "marks": [[0, 6]], "corrected": false}),
        ),
        (
            "attention%20au:no",
            json!({"kind": "author", "text": "Noam Shazeer", "papers": 1, "leads": "search",
            "url": "/papers?q=attention%20au:%22Noam%20Shazeer%22", "completed": "attention au:\"Noam Shazeer\"",
            "marks": [[0, 2]], "corrected": false}),
        ),
    ] {
        let found = ask(&site, typed).await;
        assert_eq!(found.first(), Some(&expected), "{typed}: {found:?}");
        assert_eq!(site.get(expected["url"].as_str().unwrap()).await.status, 200, "{typed} leads somewhere");
    }
    let corrected = ask(&site, "atention%20is%20al").await;
    assert_eq!((&corrected[0]["id"], &corrected[0]["corrected"]), (&json!("1706.03762"), &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn formulas_and_markup_are_text() {
    let site = Site::new().await;
    let found = ask(&site, "learning%20in").await;
    let title = found[0]["text"].as_str().unwrap();
    assert!(title.starts_with("Learning in") && !title.contains(['$', '\\']), "{title}");
    assert_eq!(found[0]["marks"], json!([]));
    assert_eq!(ask(&site, "eve").await[0]["text"], "Eve <i>Mallory</i>", "the script makes text of it, not markup");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_as_long_as_asked_for() {
    let site = Site::new().await;
    assert_eq!(ask(&site, "crowd").await.len(), 8);
    for limit in [1, 3, 20] {
        let answer = site.json(&format!("/api/v1/suggest?q=crowd&limit={limit}")).await;
        assert_eq!(answer["suggestions"].as_array().unwrap().len(), limit);
    }
    for nothing in ["", "%20", "zzqxv", "%22"] {
        assert_eq!(ask(&site, nothing).await, Vec::<Value>::new(), "{nothing}");
    }
    assert_eq!(site.json("/api/v1/suggest").await["query"], "");
    assert_eq!(site_error(&Site::empty().await, "/api/v1/suggest?q=a&limit=21").await, "invalid_limit");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_or_harmless() {
    let site = Site::new().await;
    for limit in ["0", "-1", "21", "many", "1e3", "99999999999999999999"] {
        assert_eq!(site_error(&site, &format!("/api/v1/suggest?q=a&limit={limit}")).await, "invalid_limit", "{limit}");
    }
    let long = "x".repeat(1_001);
    assert_eq!(site_error(&site, &format!("/api/v1/suggest?q={long}")).await, "query_too_long");
    let (many, quotes, letters) = ("a+".repeat(499), "%22".repeat(900), "x".repeat(1_000));
    for query in
        ["%00", "%ff%fe", "%E2%80%AE", "au:", "au:%22", "cat:((((", "-", "*", "%F0%9F%92%A9", &many, &quotes, &letters]
    {
        let answer = site.get(&format!("/api/v1/suggest?q={query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert!(answer.json()["suggestions"].is_array());
    }
}

async fn site_error(site: &Site, address: &str) -> String {
    let answer = site.get(address).await;
    assert_eq!(answer.status, 400, "{address}");
    answer.json()["error"]["code"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_field_works_without_the_script() {
    let site = Site::new().await;
    for address in ["/", "/papers", "/papers/1706.03762"] {
        let page = site.page(address).await;
        assert!(page.contains("/assets/suggest-"), "{address}");
        let form = page.split("action=\"/papers\"").nth(1).unwrap().split("</form>").next().unwrap();
        assert!(form.contains("type=\"search\"") && form.contains("type=\"submit\""), "{address}");
        assert!(!form.contains("role="), "what only the script can do is promised by the script alone");
    }
}
