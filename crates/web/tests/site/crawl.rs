//! Every internal link of the site, followed over real papers.

use std::collections::{HashMap, HashSet, VecDeque};

use newsstand_web::WebSettings;

use crate::support::{Site, bundled, links};

/// How many pages of one kind are opened: there are thousands, and they are made alike.
const OF_A_KIND: usize = 25;

#[tokio::test(flavor = "multi_thread")]
async fn every_link_answers() {
    let (daily, new) = (bundled("daily.jsonl.zst"), bundled("new.jsonl.zst"));
    let files: [(&str, &[u8]); 2] = [("daily.jsonl.zst", &daily), ("new.jsonl.zst", &new)];
    let site = Site::with(&files, WebSettings::default()).await;
    let mut seen: HashSet<String> = HashSet::from(["/".to_owned()]);
    let mut waiting: VecDeque<(String, String)> = VecDeque::from([("/".to_owned(), "the start".to_owned())]);
    let mut opened: HashMap<String, usize> = HashMap::new();
    while let Some((address, from)) = waiting.pop_front() {
        let count = opened.entry(kind(&address)).or_default();
        if *count >= OF_A_KIND {
            continue;
        }
        *count += 1;
        let answer = site.get(&address).await;
        assert!(matches!(answer.status.as_u16(), 200 | 307 | 308), "{address}, linked from {from}: {}", answer.status);
        if let Some(location) = answer.headers.get("location") {
            waiting.push_back((location.to_str().unwrap().to_owned(), address.clone()));
        }
        if answer.header("content-type").starts_with("text/html") {
            for link in links(&answer.text()) {
                let link = link.split('#').next().unwrap_or_default().to_owned();
                if seen.insert(link.clone()) {
                    waiting.push_back((link, address.clone()));
                }
            }
        }
    }
    for kind in
        ["/", "/papers/date", "/papers/week", "/papers/month", "/papers/", "/author", "/category", "/about", "/papers?"]
    {
        assert!(opened.contains_key(kind), "no link leads to {kind}: {opened:?}");
    }
}

/// The kind of page that stands at an address.
fn kind(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    if path == "/papers" && address.contains('?') {
        return "/papers?".to_owned();
    }
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["", "papers", span @ ("date" | "week" | "month"), ..] => format!("/papers/{span}"),
        ["", "papers", _, ..] => "/papers/".to_owned(),
        ["", "assets", ..] => path.to_owned(),
        ["", first, _, ..] => format!("/{first}"),
        _ => path.to_owned(),
    }
}
