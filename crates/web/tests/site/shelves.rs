//! `/author/…`, `/org/…`, `/category/…`, `/keyword/…`.

use crate::support::{Site, plain, titles};

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
    let nobody = site.get("/author/nobody-at-all").await;
    assert_eq!(nobody.status, 404);
    assert!(plain(&nobody.text()).contains("nobody-at-all"));
}
