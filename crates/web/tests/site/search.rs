//! `/papers`: the form, and searches.

use crate::support::{Site, links, plain, titles};

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
    assert_eq!(site.get("/papers?q=2401.99999").await.status, 200, "an unknown id is a search");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typing_error_is_forgiven_and_said() {
    let site = Site::new().await;
    let page = site.page("/papers?q=transducton").await;
    assert_eq!(titles(&page).first().map(String::as_str), Some("Attention Is All You Need"));
    assert!(plain(&page).contains("transduction"), "{}", plain(&page));
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
