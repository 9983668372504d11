//! A site of a few papers, and answers that can be asked about.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::Timestamp;
use engine::{Ingestion, Newsstand, Options};
use http_body_util::BodyExt;
use newsstand_web::{WebSettings, router_at};
use sources::ReadOptions;
use tempfile::TempDir;
use tower::ServiceExt;

/// What every request names as host unless a test says otherwise.
pub(crate) const HOST: &str = "newsstand.test";

/// The present of every test: the day after the newest list day.
pub(crate) fn clock() -> Timestamp {
    Timestamp::new(1_777_636_800, 0).unwrap() // 2026-05-01T12:00:00Z
}

/// A site with its store in a folder of its own.
pub(crate) struct Site {
    router: Router,
    pub(crate) newsstand: Newsstand,
    folder: TempDir,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Site {
    /// A site without papers.
    pub(crate) async fn empty() -> Self {
        Self::with(&[], WebSettings::default()).await
    }

    /// A site of [`PAPERS`] and as many more on one day of everything new that they fill two pages.
    pub(crate) async fn new() -> Self {
        Self::furnished(WebSettings::default()).await
    }

    /// The same with other settings.
    pub(crate) async fn furnished(settings: WebSettings) -> Self {
        let papers = format!("{PAPERS}{}", crowd());
        Self::with(&[("papers.jsonl", papers.as_bytes())], settings).await
    }

    /// A site of these files.
    pub(crate) async fn with(files: &[(&str, &[u8])], settings: WebSettings) -> Self {
        let folder = TempDir::new().unwrap();
        let write = |(name, content): &(&str, &[u8])| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        };
        let paths: Vec<PathBuf> = files.iter().map(write).collect();
        let options = Options { data: folder.path().join("data"), database: None, second_tier: false };
        let newsstand = Newsstand::open(&options).await.unwrap();
        let site = Self { router: router_at(newsstand.clone(), settings, clock), newsstand, folder };
        site.ingest(paths).await;
        site
    }

    /// Takes in one more line.
    pub(crate) async fn add(&self, line: &str) {
        let path = self.folder.path().join("more.jsonl");
        std::fs::write(&path, line).unwrap();
        self.ingest(vec![path]).await;
    }

    async fn ingest(&self, paths: Vec<PathBuf>) {
        let what = Ingestion { paths, options: ReadOptions::new(clock()), now: clock() };
        let report = self.newsstand.ingest(what, |_| ()).await.unwrap();
        assert_eq!((report.lost, report.unreadable.len()), (0, 0), "{:?}", report.problems);
        self.newsstand.refresh().await.unwrap();
        self.newsstand.catch_up().await.unwrap();
    }

    /// `GET` of an address.
    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.get_with(address, &[]).await
    }

    /// `GET` with headers.
    pub(crate) async fn get_with(&self, address: &str, headers: &[(header::HeaderName, &str)]) -> Answer {
        let mut request = Request::get(address);
        if headers.iter().all(|(name, _)| name != header::HOST) {
            request = request.header(header::HOST, HOST);
        }
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Another method than `GET`.
    pub(crate) async fn call(&self, method: Method, address: &str) -> Answer {
        self.send(
            Request::builder().method(method).uri(address).header(header::HOST, HOST).body(Body::empty()).unwrap(),
        )
        .await
    }

    /// `POST` of a form, with headers.
    pub(crate) async fn post(&self, address: &str, headers: &[(header::HeaderName, &str)], form: &str) -> Answer {
        let mut request = Request::post(address).header(header::HOST, HOST);
        if headers.iter().all(|(name, _)| name != header::CONTENT_TYPE) {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes() }
    }

    /// A page that must be there.
    pub(crate) async fn page(&self, address: &str) -> String {
        let answer = self.get(address).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
        answer.text()
    }

    /// JSON that must be there.
    pub(crate) async fn json(&self, address: &str) -> serde_json::Value {
        let answer = self.get(address).await;
        assert_eq!(answer.status, 200, "{address}: {}", answer.text());
        answer.json()
    }
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.header("content-type"), "application/json");
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A header; empty where it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// The texts between `start` and `end`, one after another.
pub(crate) fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split_once(end)).map(|(found, _)| found).collect()
}

/// The titles of the rows of a page, in order, without markup.
pub(crate) fn titles(page: &str) -> Vec<String> {
    between(page, "class=\"title\">", "</h").into_iter().map(plain).collect()
}

/// Markup without its tags.
pub(crate) fn plain(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All addresses of this site that a page links to, with `&amp;` read.
pub(crate) fn links(page: &str) -> Vec<String> {
    let hrefs =
        between(page, " href=\"", "\"").into_iter().map(|href| href.replace("&amp;", "&").replace("&#38;", "&"));
    hrefs.filter(|href| href.starts_with('/')).collect()
}

/// The sample that is bundled with the program: real papers.
pub(crate) fn bundled(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../newsstand/sample").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Sixty papers of one category that arrived on one day.
fn crowd() -> String {
    (1..=60).fold(String::new(), |mut lines, n| {
        let _ = writeln!(
            lines,
            r#"{{"id": "2604.{n:05}", "title": "A crowd, part {n}", "abstract": "One of many.", "authors": ["Crowd Member {n}"], "categories": ["math.CO"], "list": "new", "day": "2026-04-29"}}"#
        );
        lines
    })
}

/// Papers with everything that a page has to cope with. Titles, names and texts are invented where they are hostile.
pub(crate) const PAPERS: &str = concat!(
    r#"{"id": "1706.03762", "title": "Attention Is All You Need", "abstract": "The dominant sequence transduction models are based on complex recurrent or convolutional neural networks. We propose a new simple network architecture, the Transformer, based solely on attention mechanisms. Experiments on two machine translation tasks show these models to be superior in quality while being more parallelizable and requiring significantly less time to train.", "authors": ["Ashish Vaswani", "Noam Shazeer", "Niki Parmar", "Jakob Uszkoreit"], "categories": ["cs.CL", "cs.LG"], "keywords": ["attention", "machine translation"], "organization": "Google Brain", "published": "2017-06-12T17:57:34Z", "venue": "NeurIPS 2017", "code": "https://github.com/tensorflow/tensor2tensor", "code_stars": 15321, "image": "https://cdn.example.org/attention.png", "list": "daily", "day": "2026-04-30", "rank": 1, "votes": 1204, "comments": 7}"#,
    "\n",
    r#"{"id": "2604.11111", "title": "Learning in $O(\\sqrt{n})$ steps", "abstract": "We bound the regret by $O(\\sqrt{n})$ for every $n > 1$. The bound is tight. It holds for attention as well.", "authors": ["Ada Byron", "Grace Hopper"], "categories": ["cs.LG", "stat.ML"], "published": "2026-04-28", "list": "daily", "day": "2026-04-30", "rank": 2, "votes": 3, "comments": 1}"#,
    "\n",
    r#"{"id": "2604.22222", "title": "<script>alert(1)</script> & \"quotes\" <b>bold</b>", "abstract": "</p><img src=x onerror=alert(1)> and so on & on.", "authors": ["Eve <i>Mallory</i>"], "categories": ["cs.CR"], "keywords": ["<u>injection</u>"], "organization": "<b>Bobby</b> Tables", "published": "2026-04-24", "list": "daily", "day": "2026-04-24", "rank": 1, "votes": 12, "comments": 0, "code": "https://github.com/a/b?c=\"><script>"}"#,
    "\n",
    r#"{"id": "hep-th/9901001", "ids": ["doi:10.1103/physrevd.59.1"], "title": "An old paper about strings", "abstract": "Strings vibrate.", "authors": ["Edward Example"], "categories": ["hep-th"], "published": "1999-01-01", "list": "new", "day": "2026-04-30"}"#,
    "\n",
    r#"{"title": "A paper without any id", "abstract": "Nobody gave it a number.", "author_count": 8, "list": "daily", "day": "2026-04-27", "rank": 1, "votes": 2, "comments": 0}"#,
    "\n",
);
