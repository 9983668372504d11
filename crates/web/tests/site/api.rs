//! `/api/v1/…`.

use newsstand_web::WebSettings;

use crate::support::Site;

#[tokio::test(flavor = "multi_thread")]
async fn search_answers_with_papers() {
    let site = Site::new().await;
    let answer = site.json("/api/v1/search?q=attention%20is%20all%20you%20need&limit=2&explain=1").await;
    assert_eq!(answer["query"], "attention is all you need");
    assert!(answer["total"].is_u64() && answer["total_is_lower_bound"].is_boolean() && answer["took_ms"].is_f64());
    let first = &answer["results"][0];
    assert_eq!(first["id"], "1706.03762");
    assert_eq!(first["title"], "Attention Is All You Need");
    assert!(first["abstract"].as_str().unwrap().contains("Transformer"));
    assert_eq!(first["authors"][1], "Noam Shazeer");
    assert_eq!(
        (first["author_count"].as_u64(), first["votes"].as_u64(), first["comments"].as_u64()),
        (Some(4), Some(1204), Some(7))
    );
    assert_eq!(first["date"], "2017-06-12");
    assert_eq!(first["organization"]["slug"], "google-brain");
    assert_eq!(first["code"]["stars"], 15321);
    assert_eq!(first["url"], "/papers/1706.03762");
    let explain = &first["explain"];
    let sum: f64 = ["lexical", "semantic", "title"].iter().map(|part| explain[*part].as_f64().unwrap()).sum();
    assert!((sum - first["score"].as_f64().unwrap()).abs() < 1e-4, "the parts make the score: {first}");
    assert!(answer["results"].as_array().unwrap().len() <= 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn search_is_windowed_filtered_and_ordered() {
    let site = Site::new().await;
    let ids = |answer: &serde_json::Value| -> Vec<String> {
        answer["results"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    };
    let all = ids(&site.json("/api/v1/search?q=crowd&limit=20").await);
    let tail = ids(&site.json("/api/v1/search?q=crowd&limit=5&offset=5").await);
    assert_eq!(all[5..10], tail);
    assert_eq!(ids(&site.json("/api/v1/search?category=hep-th").await), ["hep-th/9901001"]);
    assert_eq!(ids(&site.json("/api/v1/search?q=bound&from=2026-04-28&to=2026-04-28").await), ["2604.11111"]);
    assert_eq!(ids(&site.json("/api/v1/search?code=true&sort=votes").await)[0], "1706.03762");
    assert_eq!(ids(&site.json("/api/v1/search?organization=google-brain").await), ["1706.03762"]);
    assert_eq!(ids(&site.json("/api/v1/search?to=1950-01-01").await), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn reranking_is_asked_for_and_what_cannot_be_reranked_says_so() {
    let site = Site::new().await;
    let address = "/api/v1/search?q=attention&limit=3";
    let plain = site.json(address).await;
    assert!(plain.get("reranked").is_none());
    for (flag, reranked) in [("true", Some(false)), ("false", None)] {
        let answer = site.json(&format!("{address}&rerank={flag}")).await;
        // This library has no second tier.
        assert_eq!(answer.get("reranked").and_then(serde_json::Value::as_bool), reranked);
        assert_eq!(answer["results"], plain["results"]);
    }
    let by_setting = Site::furnished(WebSettings { rerank: true, ..WebSettings::default() }).await;
    assert_eq!(by_setting.json(address).await["reranked"], false);
    assert!(by_setting.json(&format!("{address}&rerank=off")).await.get("reranked").is_none());
    by_setting.get("/papers?q=attention").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn search_understands_operators_and_says_how() {
    let site = Site::new().await;
    let ask = async |query: &str| {
        let answer = site.json(&format!("/api/v1/search?q={query}")).await;
        let found = answer["results"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned());
        (found.collect::<Vec<_>>(), answer["normalised"].as_str().unwrap().to_owned(), answer["hints"].clone())
    };
    let one = |id: &str, normalised: &str| (vec![id.to_owned()], normalised.to_owned(), serde_json::json!([]));
    assert_eq!(
        ask("doi:10.1103/PhysRevD.59.1%20-is:daily").await,
        one("hep-th/9901001", "doi:10.1103/physrevd.59.1 -is:daily")
    );
    assert_eq!(ask("jr:neurips%20is:daily%20has:code").await, one("1706.03762", "venue:neurips is:daily has:code"));
    assert_eq!(ask("au:a_byron%20is:new").await.0, ["2604.11111"]);
    let (_, normalised, hints) = ask("date:never%20attention").await;
    assert_eq!(normalised, "date:never attention");
    assert_eq!((&hints[0]["start"], &hints[0]["end"]), (&0.into(), &10.into()));
    assert!(hints[0]["message"].as_str().unwrap().contains("a date belongs here"), "{hints}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_and_a_day() {
    let site = Site::new().await;
    let paper = site.json("/api/v1/papers/hep-th/9901001").await;
    assert_eq!(paper["id"], "hep-th/9901001");
    assert!(paper["ids"].as_array().unwrap().contains(&"doi:10.1103/physrevd.59.1".into()), "{}", paper["ids"]);
    assert_eq!((&paper["lists"][0]["list"], &paper["lists"][0]["date"]), (&"new".into(), &"2026-04-30".into()));
    assert!(paper["sources"][0]["first_seen"].as_str().unwrap().ends_with('Z'));
    assert_eq!(site.json("/api/v1/papers/doi:10.1103/physrevd.59.1").await["id"], "hep-th/9901001");

    let day = site.json("/api/v1/days/2026-04-30").await;
    assert_eq!((day["list"].as_str(), day["total"].as_u64()), (Some("daily"), Some(2)));
    assert_eq!(day["papers"][0]["id"], "1706.03762");
    assert_eq!(day["previous"], "2026-04-27");
    let new = site.json("/api/v1/days/2026-04-29?list=new&limit=40&page=2").await;
    assert_eq!((new["papers"].as_array().unwrap().len(), new["pages"].as_u64()), (20, Some(2)));
    assert_eq!(site.json("/api/v1/days/2026-04-25").await["papers"].as_array().unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_have_stable_codes() {
    let site = Site::new().await;
    let long = format!("/api/v1/search?q={}", "x".repeat(10_000));
    for (address, status, code) in [
        ("/api/v1/search?q=a&limit=-1", 400, "invalid_limit"),
        ("/api/v1/search?q=a&limit=0", 400, "invalid_limit"),
        ("/api/v1/search?q=a&limit=101", 400, "invalid_limit"),
        ("/api/v1/search?q=a&limit=ten", 400, "invalid_limit"),
        ("/api/v1/search?q=a&offset=10001", 400, "invalid_offset"),
        ("/api/v1/search?q=a&sort=best", 400, "invalid_sort"),
        ("/api/v1/search?q=a&from=2026-02-30", 400, "invalid_date"),
        ("/api/v1/search?q=a&from=2026-04-02&to=2026-04-01", 400, "invalid_date"),
        ("/api/v1/search?q=a&code=maybe", 400, "invalid_flag"),
        ("/api/v1/search?q=a&rerank=2", 400, "invalid_flag"),
        (&long, 400, "query_too_long"),
        ("/api/v1/papers/2401.99999", 404, "no_such_paper"),
        ("/api/v1/papers/what", 404, "no_such_paper"),
        ("/api/v1/days/someday", 400, "invalid_date"),
        ("/api/v1/days/2026-04-30?list=best", 400, "invalid_list"),
        ("/api/v1/days/2026-04-30?page=9", 404, "no_such_page"),
        ("/api/v1/nothing", 404, "no_such_page"),
        ("/api", 404, "no_such_page"),
    ] {
        let answer = site.get(address).await;
        let short: String = address.chars().take(70).collect();
        assert_eq!(answer.status, status, "{short}");
        let error = &answer.json()["error"];
        assert_eq!(error["code"], code, "{short}");
        assert!(error["message"].as_str().unwrap().len() > 10, "{short}: {error}");
    }
    let posted = site.call(axum::http::Method::POST, "/api/v1/search").await;
    assert_eq!((posted.status.as_u16(), &posted.json()["error"]["code"]), (405, &"method_not_allowed".into()));
}
