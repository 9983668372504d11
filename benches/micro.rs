//! The small steps of a page, on the prepared library that `NEWSSTAND_BENCH_LIBRARY` names (`scripts/bench micro` does).

#![expect(clippy::unwrap_used, reason = "a bench that cannot read its library has failed")]

use std::hint::black_box;
use std::path::PathBuf;

use axum::body::Body;
use axum::http::Request;
use criterion::{Criterion, criterion_group, criterion_main};
use domain::{ListName, Span, StoredPaper};
use embed::StaticModel;
use engine::{EditionQuery, Newsstand, Options, Page};
use search::Query;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The library, open.
struct Library {
    newsstand: Newsstand,
    runtime: Runtime,
    /// A page of 50 papers that arrived on the newest day.
    query: EditionQuery,
}

impl Library {
    fn open() -> Option<Self> {
        let data = PathBuf::from(std::env::var_os("NEWSSTAND_BENCH_LIBRARY")?);
        let runtime = Runtime::new().unwrap();
        let newsstand =
            runtime.block_on(Newsstand::open(&Options { data, database: None, second_tier: false })).unwrap();
        let newest = runtime.block_on(newsstand.calendar(ListName::New)).unwrap().newest().unwrap();
        let query =
            EditionQuery { list: ListName::New, span: Span::Day(newest), category: None, page: Page::default() };
        Some(Self { newsstand, runtime, query })
    }

    fn papers(&self) -> Vec<StoredPaper> {
        self.runtime.block_on(self.newsstand.edition(&self.query)).unwrap().papers
    }
}

fn texts(criterion: &mut Criterion, papers: &[StoredPaper]) {
    let model = StaticModel::bundled();
    criterion.bench_function("embed 50 papers", |bencher| {
        bencher.iter(|| {
            for stored in papers {
                black_box(model.embed_paper(&stored.paper.title, &stored.paper.abstract_text));
            }
        });
    });
    criterion.bench_function("50 abstracts to HTML and MathML", |bencher| {
        bencher.iter(|| papers.iter().for_each(|stored| drop(black_box(text::render(&stored.paper.abstract_text)))));
    });
}

/// 10 kB of query in each of the ways that could be slow.
fn queries(criterion: &mut Criterion) {
    let repeated = |piece: &str| piece.repeat(10_000 / piece.len());
    for (name, text) in [
        ("words", repeated("retrieval augmented generation ")),
        ("operators", repeated("ti:graph OR au:wei_zhang ")),
        ("opening brackets", repeated("(")),
        ("brackets behind words", repeated("a (b (c) ")),
        ("half of all quotes", repeated("ti:[\"a ")),
        ("hyphens", repeated("-(a -")),
    ] {
        criterion.bench_function(&format!("10 kB of query parsed: {name}"), |bencher| {
            bencher.iter(|| search::understand(black_box(&text)));
        });
    }
}

fn library(criterion: &mut Criterion) {
    let Some(library) = Library::open() else {
        criterion.bench_function("skipped: NEWSSTAND_BENCH_LIBRARY names no library", |bencher| bencher.iter(|| ()));
        return;
    };
    let papers = library.papers();
    texts(criterion, &papers);
    criterion.bench_function("edition of 50 rows", |bencher| bencher.iter(|| library.papers()));
    let snapshot = library.newsstand.snapshot();
    let key = papers.first().unwrap().key;
    criterion.bench_function("10 similar of all papers", |bencher| bencher.iter(|| snapshot.similar(key, 10)));
    let query = Query::words("retrieval augmented generation for long documents");
    criterion.bench_function("search", |bencher| bencher.iter(|| snapshot.search(&query).unwrap()));
    topics(criterion, &library);
    let Span::Day(day) = library.query.span else { return };
    let settings = web::WebSettings { page_cache_bytes: 0, ..web::WebSettings::default() };
    let router = web::router(library.newsstand.clone(), settings);
    let request = || Request::get(format!("/new/date/{day}")).body(Body::empty()).unwrap();
    criterion.bench_function("page of 50 rows, rendered", |bencher| {
        bencher.iter(|| library.runtime.block_on(router.clone().oneshot(request())).unwrap());
    });
}

/// What falls in topics, each of five papers that a search finds together.
fn topics(criterion: &mut Criterion, library: &Library) {
    let (newsstand, snapshot) = (&library.newsstand, library.newsstand.snapshot());
    for subject in ["diffusion models for images", "large language models", "protein structure"] {
        let query = Query { limit: 5, ..Query::words(subject) };
        let found = library.runtime.block_on(newsstand.search(&query)).unwrap();
        let accepted: Vec<StoredPaper> = found.papers.into_iter().map(|found| found.stored).collect();
        let examples = search::TopicExamples { accepted: &accepted, rejected: &[] };
        criterion.bench_function(&format!("topic of five papers: {subject}"), |bencher| {
            bencher.iter(|| snapshot.topic(&examples, search::Sort::Relevance).unwrap());
        });
    }
}

criterion_group!(benches, queries, library);
criterion_main!(benches);
