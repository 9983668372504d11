//! `/papers/trending`.

use crate::support::{Site, between, plain, titles};

#[tokio::test(flavor = "multi_thread")]
async fn shows_its_sum() {
    let site = Site::new().await;
    let page = site.page("/papers/trending").await;
    assert_eq!(titles(&page)[0], "Attention Is All You Need");
    let sums: Vec<String> = between(&page, r#"<details class="why">"#, "</details>").into_iter().map(plain).collect();
    assert_eq!(sums.len(), titles(&page).len(), "every row has one");
    // (1 + 1204 + 0.5 × 7) ÷ (0 + 2)^1.5 = 1208.5 ÷ 2.83
    for part in ["1208.5", "1 + 1,204 votes + 0.5 × 7 comments", "2.83", "427.27"] {
        assert!(sums[0].contains(part), "{part}: {}", sums[0]);
    }
    // Three days before the newest: (1 + 2) ÷ (3 + 2)^1.5.
    assert!(sums[3].contains("3 days") && sums[3].contains("11.18") && sums[3].contains("0.27"), "{}", sums[3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_formula_is_published_as_mathml() {
    let page = Site::empty().await.page("/about").await;
    let formula = between(&page, "<math", "</math>").concat();
    for part in ["votes", "comments", "days", "0.5", "1.5", "<mfrac>", "<msup>"] {
        assert!(formula.contains(part), "{part}: {formula}");
    }
}
