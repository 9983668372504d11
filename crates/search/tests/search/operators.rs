//! Each operator against looking at every one of 12,000 real papers.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;

use domain::{Day, ListName, Organization, StoredPaper};
use frostem::{Algorithm, Stemmer};
use newsstand_search::{Query, Snapshot, Sort};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::support::{by, index_of, keys, paper, placed, shared};

/// The papers of a file, from the first on.
fn papers(file: &Path, first: i64, most: usize) -> Vec<StoredPaper> {
    let lines = BufReader::new(zstd::Decoder::new(std::fs::File::open(file).unwrap()).unwrap()).lines();
    let parsed = lines.take(most).map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    (first..).zip(parsed).map(|(key, value)| stored(key, &value)).collect()
}

fn stored(key: i64, value: &Value) -> StoredPaper {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    let list = |name: &str| -> Vec<String> {
        let items = value[name].as_array().cloned().unwrap_or_default();
        items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let authors = list("authors");
    let authors: Vec<&str> = authors.iter().map(String::as_str).collect();
    let mut stored = by(paper(key, &text("title").unwrap(), &text("abstract").unwrap_or_default()), &authors);
    let categories = list("categories");
    stored = placed(stored, &categories.iter().map(String::as_str).collect::<Vec<_>>(), "");
    stored.paper.id = text("id").unwrap().parse().unwrap();
    stored.paper.keywords = list("ai_keywords");
    stored.paper.comment = text("comment");
    stored.paper.organization = text("organization_name").and_then(|name| Organization::named(&name));
    stored.paper.links.code = text("github_repo");
    stored.paper.links.project = text("project_page");
    stored.counts.votes = value["upvotes"].as_u64().and_then(|votes| u32::try_from(votes).ok()).unwrap_or_default();
    stored.paper.facts.citations = value["citations"].as_u64().and_then(|citations| u32::try_from(citations).ok());
    stored.shown = text("list_date").and_then(|day| day.parse().ok());
    stored.lists = vec![if value["upvotes"].is_null() { ListName::New } else { ListName::Daily }];
    stored
}

/// The words of a text, folded.
fn words(text: &str) -> Vec<String> {
    let folded: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn stem(word: &str) -> String {
    Stemmer::new(Algorithm::English).stem(word).into_owned()
}

fn stems(text: &str) -> Vec<String> {
    words(text).iter().map(|word| stem(word)).collect()
}

/// A paper with its words taken apart.
struct Taken<'a> {
    stored: &'a StoredPaper,
    title: Vec<String>,
    abstract_text: Vec<String>,
    keywords: Vec<Vec<String>>,
    names: Vec<Vec<String>>,
}

impl<'a> Taken<'a> {
    fn apart(stored: &'a StoredPaper) -> Self {
        let paper = &stored.paper;
        Self {
            stored,
            title: stems(&paper.title),
            abstract_text: stems(&paper.abstract_text),
            keywords: paper.keywords.iter().map(|keyword| stems(keyword)).collect(),
            names: paper.authors.iter().map(|name| words(name)).collect(),
        }
    }

    /// Whether one of its texts holds these words beside one another.
    fn holds(&self, phrase: &str) -> bool {
        let wanted = stems(phrase);
        let texts = [&self.title, &self.abstract_text].into_iter().chain(&self.keywords);
        texts.into_iter().any(|text| beside(text, &wanted))
            || self.names.iter().any(|name| beside(name, &words(phrase)))
    }

    /// Whether one name has all these parts: in full, or by an initial on either side, one in full at least.
    fn has_author(&self, parts: &[&str]) -> bool {
        let full = |name: &[String], part: &str| name.iter().any(|word| word == part);
        let short = |name: &[String], part: &str| {
            let initial = part.chars().next().unwrap().to_string();
            full(name, &initial) || (part.chars().count() == 1 && name.iter().any(|word| word.starts_with(part)))
        };
        self.names.iter().any(|name| {
            parts.iter().all(|part| full(name, part) || (parts.len() > 1 && short(name, part)))
                && parts.iter().any(|part| (parts.len() == 1 || part.chars().count() > 1) && full(name, part))
        })
    }

    fn in_category(&self, wanted: &str) -> bool {
        let categories = &self.stored.paper.categories;
        categories.iter().any(|id| id == wanted || id.split_once('.').is_some_and(|(archive, _)| archive == wanted))
    }

    /// Whether somebody counted what cites it, and the number fits.
    fn is_cited(&self, fits: impl Fn(u32) -> bool) -> bool {
        self.stored.paper.facts.citations.is_some_and(fits)
    }

    fn votes(&self) -> u32 {
        self.stored.counts.votes
    }

    fn between(&self, first: &str, last: &str) -> bool {
        let day = |text: &str| text.parse::<Day>().unwrap();
        self.stored.shown.is_some_and(|shown| (day(first)..=day(last)).contains(&shown))
    }
}

fn beside(text: &[String], wanted: &[String]) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted)
}

/// A query and what it should find.
type Case = (&'static str, Box<dyn Fn(&Taken) -> bool>);

fn case(query: &'static str, finds: impl Fn(&Taken) -> bool + 'static) -> Case {
    (query, Box::new(finds))
}

fn text_cases() -> Vec<Case> {
    let title = |phrase: &'static str| move |paper: &Taken| beside(&paper.title, &stems(phrase));
    vec![
        case("ti:transformers", title("transformer")),
        case("ti:\"language models\"", title("language model")),
        case("ti:state-space", title("state space")),
        case("ti:(graph learning)", move |paper| title("graph")(paper) && title("learning")(paper)),
        case("abs:\"reinforcement learning\"", |paper| beside(&paper.abstract_text, &stems("reinforcement learning"))),
        case("kw:\"diffusion models\"", |paper| {
            paper.keywords.iter().any(|text| beside(text, &stems("diffusion model")))
        }),
        case("\"chain of thought\"", |paper| {
            let texts = [&paper.title, &paper.abstract_text].into_iter().chain(&paper.keywords);
            texts.into_iter().any(|text| {
                // Stop words only keep their place.
                text.windows(3).any(|window| window[0] == "chain" && window[2] == "thought")
            })
        }),
        case("all:robots", |paper| paper.holds("robots")),
        case("graph AND transformer", |paper| paper.holds("graph") && paper.holds("transformer")),
        case("jaguar OR leopard OR tiger", |paper| ["jaguar", "leopard", "tiger"].iter().any(|word| paper.holds(word))),
        case("(protein OR molecule) ANDNOT diffusion", |paper| {
            (paper.holds("protein") || paper.holds("molecule")) && !paper.holds("diffusion")
        }),
        case("ti:robot -\"reinforcement learning\" -arm", move |paper| {
            title("robot")(paper) && !paper.holds("reinforcement learning") && !paper.holds("arm")
        }),
        case("co:pages", |paper| {
            paper.stored.paper.comment.as_deref().is_some_and(|text| words(text).contains(&"pages".to_owned()))
        }),
    ]
}

fn name_cases() -> Vec<Case> {
    vec![
        case("au:wang", |paper| paper.has_author(&["wang"])),
        case("au:wei_zhang", |paper| paper.has_author(&["wei", "zhang"])),
        case("au:\"Zhang, Wei\"", |paper| paper.has_author(&["wei", "zhang"])),
        case("au:w_zhang", |paper| paper.has_author(&["w", "zhang"])),
        case("au:schmidhuber OR au:müller", |paper| {
            paper.has_author(&["schmidhuber"]) || paper.has_author(&["muller"])
        }),
        case("au:zhan*", |paper| paper.names.iter().flatten().any(|word| word.starts_with("zhan"))),
        case("cat:cs.LG", |paper| paper.in_category("cs.LG")),
        case("cat:hep-th", |paper| paper.in_category("hep-th")),
        case("cat:cs", |paper| paper.in_category("cs")),
        case("cat:Q-bio.*", |paper| paper.stored.paper.categories.iter().any(|id| id.starts_with("q-bio."))),
        case("cat:(cs.CL OR math.CO)", |paper| paper.in_category("cs.CL") || paper.in_category("math.CO")),
        case("id:2405.15738", |paper| paper.stored.paper.id.as_str() == "2405.15738"),
        case("id:2405*", |paper| paper.stored.paper.id.as_str().starts_with("2405")),
        case("doi:10.1000/182", |_| false),
        case("doi:10.48550/arXiv.2405.15738", |paper| paper.stored.paper.id.as_str() == "2405.15738"),
        case("id:10.48550/arXiv.2405.15738", |paper| paper.stored.paper.id.as_str() == "2405.15738"),
        case("org:NVIDIA", |paper| paper.stored.paper.organization.as_ref().is_some_and(|org| org.slug == "nvidia")),
        case("venue:neurips", |_| false),
    ]
}

fn fact_cases() -> Vec<Case> {
    let paper = |has: fn(&domain::Paper) -> bool| move |taken: &Taken| has(&taken.stored.paper);
    vec![
        case("has:code", paper(|paper| paper.links.code.is_some())),
        case("has:project", paper(|paper| paper.links.project.is_some())),
        case("has:abstract", paper(|paper| !paper.abstract_text.is_empty())),
        case("has:comment", paper(|paper| paper.comment.is_some())),
        case("has:keywords", paper(|paper| !paper.keywords.is_empty())),
        case("has:org", paper(|paper| paper.organization.is_some())),
        case("has:authors", paper(|paper| !paper.authors.is_empty())),
        case("has:arxiv", paper(|paper| paper.id.arxiv().is_some())),
        case("has:citations", |taken| taken.is_cited(|number| number > 0)),
        case("cites:>100", |taken| taken.is_cited(|number| number > 100)),
        case("citations:0", |taken| taken.is_cited(|number| number == 0)),
        case("cites:3..7 -cites:5", |taken| taken.is_cited(|number| (3..=7).contains(&number) && number != 5)),
        case("-cites:<1000", |taken| !taken.is_cited(|number| number < 1_000)),
        case("has:doi", |_| false),
        case("has:venue", |_| false),
        case("has:date", |taken| taken.stored.shown.is_some()),
        case("has:votes", |taken| taken.votes() > 0),
        case("votes:>50", |taken| taken.votes() > 50),
        case("votes:<=3", |taken| taken.votes() <= 3),
        case("votes:5..7", |taken| (5..=7).contains(&taken.votes())),
        case("votes:12", |taken| taken.votes() == 12),
        case("date:2025-03..2025-04", |taken| taken.between("2025-03-01", "2025-04-30")),
        case("date:2024", |taken| taken.between("2024-01-01", "2024-12-31")),
        case("date:2024-06-05", |taken| taken.between("2024-06-05", "2024-06-05")),
        case("date:30d", |taken| taken.between("2025-03-02", "2199-12-31")),
        case("is:new", |taken| taken.between("2025-03-25", "2199-12-31")),
        case("is:daily", |taken| taken.stored.lists == [ListName::Daily]),
        case("submittedDate:[202410010600 TO 202411010600]", |taken| taken.between("2024-10-01", "2024-11-01")),
        case("cat:cs.LG AND (votes:>20 OR date:2025) OR has:code ANDNOT org:nvidia", |taken| {
            let nvidia = taken.stored.paper.organization.as_ref().is_some_and(|org| org.slug == "nvidia");
            taken.in_category("cs.LG") && (taken.votes() > 20 || taken.between("2025-01-01", "2025-12-31"))
                || taken.stored.paper.links.code.is_some() && !nvidia
        }),
        case("-(has:code OR is:daily)", |taken| {
            taken.stored.paper.links.code.is_none() && taken.stored.lists != [ListName::Daily]
        }),
    ]
}

/// A word that begins so stands in the paper in any of its forms: the forms are known from the titles and keywords of all papers.
fn prefix_case(all: &[StoredPaper], query: &'static str, begun: &'static str) -> Case {
    let vocabulary = all.iter().flat_map(|stored| {
        words(&stored.paper.title).into_iter().chain(stored.paper.keywords.iter().flat_map(|keyword| words(keyword)))
    });
    let forms: BTreeSet<String> = vocabulary.filter(|word| word.starts_with(begun)).map(|word| stem(&word)).collect();
    let fits = move |stem: &String| stem.starts_with(begun) || forms.contains(stem);
    case(query, move |paper| paper.title.iter().any(&fits))
}

fn assert_finds(snapshot: &Snapshot, papers: &[Taken], (query, finds): &Case) {
    let today = "2025-04-01".parse().ok();
    let expected: BTreeSet<i64> = papers.iter().filter(|taken| finds(taken)).map(|taken| taken.stored.key.0).collect();
    for sort in [Sort::Newest, Sort::Relevance] {
        let limit = if sort == Sort::Newest { 20_000 } else { 200 };
        let asked = Query { today, limit, sort: Some(sort), ..Query::words(*query) };
        let answer = snapshot.search(&asked).unwrap();
        assert!(answer.hints.is_empty(), "{query}: {:?}", answer.hints);
        let found: BTreeSet<i64> = keys(&answer).into_iter().collect();
        if sort == Sort::Newest {
            let (more, less) = (found.difference(&expected).take(5), expected.difference(&found).take(5));
            assert_eq!(
                found.len(),
                expected.len(),
                "{query}: more {:?}, less {:?}",
                more.collect::<Vec<_>>(),
                less.collect::<Vec<_>>()
            );
            assert_eq!(found, expected, "{query}");
        }
        assert!(found.is_subset(&expected) && found.len() == expected.len().min(limit), "{query}");
        assert_eq!(answer.total, expected.len() as u64, "{query}");
    }
}

#[test]
fn each_operator_finds_what_looking_at_every_paper_does() {
    let files = ["hf_daily", "arxiv_daily", "paperlists"].map(|name| shared(&format!("data/{name}.jsonl.zst")));
    let [Some(daily), Some(arxiv), Some(conferences)] = files else { return };
    let mut all = papers(&daily, 1, 5_000);
    all.extend(papers(&arxiv, 10_001, 5_000));
    all.extend(papers(&conferences, 20_001, 2_000));
    let snapshot = index_of(&all).snapshot();
    let taken: Vec<Taken> = all.iter().map(Taken::apart).collect();
    assert_eq!(snapshot.len(), 12_000);
    let prefixes = [prefix_case(&all, "ti:transform*", "transform"), prefix_case(&all, "ti:generati*", "generati")];
    let cases = text_cases().into_iter().chain(name_cases()).chain(fact_cases()).chain(prefixes);
    for case in cases {
        assert_finds(&snapshot, &taken, &case);
    }
}
