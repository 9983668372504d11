//! `/papers`: the form, and searches.

use newsstand_web::WebSettings;

use crate::support::{Site, between, bundled, links, plain, titles};

#[tokio::test(flavor = "multi_thread")]
async fn finds_marks_and_explains() {
    let site = Site::new().await;
    let page = site.page("/papers?q=attention+mechanisms").await;
    assert_eq!(titles(&page)[0], "Attention Is All You Need");
    assert!(page.contains("<mark>Attention</mark> Is All You Need"), "the words found are marked");
    assert!(plain(&page).contains("Why this was found"));
    assert!(page.contains(r#"value="attention mechanisms""#), "the field keeps the question");
    assert!(page.contains(r#"name="robots" content="noindex""#));
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_and_orders_are_links() {
    let site = Site::new().await;
    let page = site.page("/papers?q=attention").await;
    let all = titles(&page).len();
    assert!(all >= 2, "{:?}", titles(&page));
    for link in ["/papers?q=attention&code=1", "/papers?q=attention&sort=newest", "/papers?q=attention&when=month"] {
        assert!(links(&page).contains(&link.to_owned()), "{link}: {:?}", links(&page));
    }
    let with_code = site.page("/papers?q=attention&code=1").await;
    assert!(titles(&with_code).contains(&"Attention Is All You Need".to_owned()) && titles(&with_code).len() < all);
    assert!(plain(&with_code).contains("With code ×"), "the filter can be seen");
    assert!(links(&with_code).contains(&"/papers?q=attention".to_owned()), "and taken away");
    let newest = site.page("/papers?q=attention&sort=newest").await;
    assert!(titles(&newest)[0].starts_with("Learning in"), "{:?}", titles(&newest));
    let votes = site.page("/papers?q=attention&sort=votes").await;
    assert_eq!(titles(&votes)[0], "Attention Is All You Need");
    for (filter, expected) in [
        ("category=cs.CL", true),
        ("category=hep-th", false),
        ("organization=google-brain", true),
        ("to=2010-01-01", false),
    ] {
        let page = site.page(&format!("/papers?q=attention+is+all+you+need&{filter}")).await;
        assert_eq!(titles(&page).contains(&"Attention Is All You Need".to_owned()), expected, "{filter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_narrow_and_the_query_is_shown_back() {
    let site = Site::new().await;
    let page = site.page("/papers?q=TI%3Aattention+au%3Aa_vaswani").await;
    assert_eq!(titles(&page), ["Attention Is All You Need"]);
    assert!(plain(&page).contains("Understood as ti:attention au:&#34;a vaswani&#34;"), "{}", plain(&page));
    let page = site.page("/papers?q=attention").await;
    assert!(!plain(&page).contains("Understood as"), "plain words need no explanation");
    let page = site.page("/papers?q=ti%3Aattention").await;
    assert!(!plain(&page).contains("Understood as"), "nor does what is typed as it is shown");
    let newest = site.page("/papers?q=attention+sort%3Anewest").await;
    assert!(titles(&newest)[0].starts_with("Learning in"), "{:?}", titles(&newest));
    assert!(links(&newest).iter().any(|link| link.ends_with("&sort=relevance")), "{:?}", links(&newest));
}

#[tokio::test(flavor = "multi_thread")]
async fn hints_are_shown_and_their_text_is_harmless() {
    let site = Site::new().await;
    let page = site.page("/papers?q=date%3A%3Cscript%3E+attention").await;
    assert!(plain(&page).contains("was searched for as words"), "{}", plain(&page));
    assert!(!page.contains("<script>"), "what was typed is escaped");
    let page = plain(&site.page("/papers?q=attention+(((").await);
    assert_eq!(page.matches("this opening bracket has no partner").count(), 1, "once is enough: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_leads_to_its_paper() {
    let site = Site::new().await;
    for (query, page) in [
        ("1706.03762", "/papers/1706.03762"),
        ("arXiv:1706.03762v5", "/papers/1706.03762"),
        ("https://arxiv.org/abs/1706.03762", "/papers/1706.03762"),
        ("10.1103/PhysRevD.59.1", "/papers/hep-th/9901001"),
    ] {
        let answer = site.get(&format!("/papers?q={}", query.replace(':', "%3A").replace('/', "%2F"))).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (307, page), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_not_here_leads_to_where_it_is() {
    let site = Site::new().await;
    for (address, origin) in [
        ("/papers?q=2401.99999", "https://arxiv.org/abs/2401.99999"),
        ("/papers?q=10.1145/1.2", "https://doi.org/10.1145/1.2"),
        ("/papers/2401.99999", "https://arxiv.org/abs/2401.99999"),
    ] {
        let page = site.get(address).await.text();
        assert!(page.contains(&format!("href=\"{origin}\"")) && plain(&page).contains("is not here"), "{address}");
        assert!(titles(&page).is_empty(), "{address}: nothing that is unrelated");
    }
}

/// What fits and what follows are counted alike on each page, and the rows have an end.
#[tokio::test(flavor = "multi_thread")]
async fn each_page_says_the_same_number() {
    let site = Site::new().await;
    let about = |page: &str| between(page, "<p class=\"sub\">", "</p>").into_iter().map(plain).collect::<Vec<_>>();
    let (question, mut all) = ("/papers?q=attention+transformer+translation+part", Vec::new());
    let first = site.page(question).await;
    assert!(about(&first)[0].ends_with("weaker ones follow"), "{:?}", about(&first));
    assert!(plain(&first).contains("1–50") && !plain(&first).contains("1–50 of"), "{}", plain(&first));
    for number in 1.. {
        let page = site.page(&format!("{question}&page={number}")).await;
        assert_eq!(about(&page), about(&first), "page {number}");
        all.extend(titles(&page));
        if !links(&page).iter().any(|link| link.ends_with(&format!("&page={}", number + 1))) {
            assert_eq!(site.get(&format!("{question}&page={}", number + 1)).await.status, 404);
            break;
        }
    }
    assert!(all.len() > 60, "{}", all.len());
    let exact = site.page("/papers?category=math.CO").await;
    assert!(plain(&exact).contains("60 papers") && plain(&exact).contains("1–50 of 60"), "{}", plain(&exact));
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_said_to_be_nowhere() {
    let site = Site::new().await;
    let page = site.page("/papers?q=xqzvwy+bfgqq").await;
    assert!(plain(&page).contains("has these words"), "{}", plain(&page));
    assert_eq!(site.json("/api/v1/search?q=xqzvwy+bfgqq").await["unheld"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_finds_something() {
    let sample = bundled("daily.jsonl.zst");
    for site in [Site::new().await, Site::with(&[("daily.jsonl.zst", &sample)], WebSettings::default()).await] {
        let form = site.page("/papers").await;
        let ways = between(&form, "<ul class=\"ways\">", "</ul>").concat();
        let examples = links(&ways);
        assert!(examples.len() >= 5, "{examples:?}");
        for example in examples {
            assert!(!titles(&site.page(&example.replace(' ', "%20")).await).is_empty(), "{example}");
        }
    }
    assert!(plain(&Site::empty().await.page("/papers").await).contains("0 papers"));
}

/// The operator and the filter mean the same days, which an old library has too.
#[tokio::test(flavor = "multi_thread")]
async fn days_are_counted_back_from_the_newest_here() {
    let line = |id: &str, day: &str| {
        format!(
            r#"{{"id": "{id}", "title": "Strings of {day}", "list": "daily", "day": "{day}", "rank": 1, "published": "{day}"}}"#
        )
    };
    let old = [line("1901.00001", "2019-01-31"), line("1901.00002", "2019-01-01"), line("1812.00003", "2018-12-31")];
    let site = Site::with(&[("old.jsonl", old.join("\n").as_bytes())], WebSettings::default()).await;
    for address in
        ["/papers?q=strings+date:30d", "/papers?q=strings&when=month", "/papers?q=strings+date:30d&when=month"]
    {
        let page = site.page(address).await;
        assert_eq!(titles(&page).len(), 2, "{address}: {:?}", titles(&page));
        assert!(plain(&page).contains("counted back from Thursday, 31 January 2019"), "{address}: {}", plain(&page));
    }
    let found = site.json("/api/v1/search?q=strings+date:30d").await;
    assert_eq!(found["results"].as_array().map(Vec::len), Some(2), "{found}");
    assert!(!plain(&Site::new().await.page("/papers?q=strings+date:30d").await).contains("counted back"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_leads_to_its_page() {
    let site = Site::new().await;
    let page = site.page("/papers?q=ashish+vaswani").await;
    assert!(plain(&page).contains("Author: Ashish Vaswani, 1 paper"), "{}", plain(&page));
    assert!(between(&page, "<p class=\"known\">", "</p>")[0].contains("\"/author/ashish-vaswani\""));
    assert!(
        site.page("/papers?q=Computation+and+Language")
            .await
            .contains("\"/category/cs.CL\">Computation and Language</a>, 1 paper")
    );
    assert!(!site.page("/papers?q=vaswani").await.contains("class=\"known\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_about_a_search_know_its_filters() {
    let site = Site::furnished(WebSettings { letters: true, ..WebSettings::default() }).await;
    let page = site.page("/papers?q=attention&category=cs.CL&when=week&code=1").await;
    let letters = links(&page).into_iter().find(|link| link.starts_with("/letters")).unwrap();
    assert!(plain(&site.page(&letters).await).contains("attention cat:cs.CL date:7d has:code"), "{letters}");
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_and_headings_are_in_the_words_of_readers() {
    let site = Site::new().await;
    let page = site.page("/papers?q=%22machine+translation%22&organization=google-brain").await;
    assert!(plain(&page).contains("Google Brain ×"), "{}", plain(&page));
    assert_eq!(plain(between(&page, "<h1>", "</h1>")[0]), "“machine translation”");
    let nothing = site.page("/papers?to=1990-01-01&organization=google-brain").await;
    assert!(plain(&nothing).contains("Google Brain ×"), "also where it has no paper on the page");
    let (filters, rows) = (page.find("class=\"side filters\""), page.find("class=\"rows\""));
    assert!(filters.is_some() && filters < rows, "filters come before the rows, as on a narrow screen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typing_error_is_forgiven_and_said() {
    let site = Site::new().await;
    let page = site.page("/papers?q=transducton").await;
    assert_eq!(titles(&page).first().map(String::as_str), Some("Attention Is All You Need"));
    assert!(plain(&page).contains("transduction"), "{}", plain(&page));
    let (mistyped, as_typed) = (site.page("/papers?q=atention").await, "/papers?q=atention&exact=1");
    assert!(plain(&mistyped).contains("these are the results for attention."), "{}", plain(&mistyped));
    assert!(links(&mistyped).contains(&as_typed.to_owned()), "{:?}", links(&mistyped));
    let exact = site.page(as_typed).await;
    assert!(!plain(&exact).contains("results for") && plain(&exact).contains("Exactly as typed ×"));
    assert_eq!(site.json("/api/v1/search?q=atention&exact=1").await.get("corrected"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_found_is_a_page_that_helps() {
    let site = Site::new().await;
    let page = site.page("/papers?q=attention&from=1990-01-01&to=1990-01-02").await;
    assert!(titles(&page).is_empty());
    assert!(plain(&page).contains("No paper here fits all of that."));
    assert!(links(&page).contains(&"/papers?q=attention".to_owned()), "the same words without filters");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_words_there_is_the_form_or_everything() {
    let site = Site::new().await;
    let form = site.page("/papers").await;
    assert_eq!(form.matches(r#"id="search""#).count(), 1);
    assert!(plain(&form).contains("Combinatorics"), "{}", plain(&form));
    assert_eq!(titles(&site.page("/papers?category=hep-th").await), ["An old paper about strings"]);
    let all = site.page("/papers?category=math.CO&page=2").await;
    assert_eq!(titles(&all).len(), 10);
}
