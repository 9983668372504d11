//! What is suggested while somebody types.

use std::fs;
use std::path::{Path, PathBuf};

use domain::StoredPaper;
use newsstand_search::{Index, Leads, Suggestion, SuggestionKind};
use proptest::prelude::*;

use crate::support::{MEMORY, by, index_of, paper, placed, shared, shown, write};

/// A library in which everything that can be suggested occurs.
fn library() -> Vec<StoredPaper> {
    let keyed = |mut stored: StoredPaper, keywords: &[&str]| {
        stored.paper.keywords = keywords.iter().map(|word| (*word).to_owned()).collect();
        stored
    };
    let papers = vec![
        shown(paper(1, "Attention Is All You Need", ""), "2017-06-12", 900),
        shown(paper(2, "Attention in the Retina", ""), "2019-01-01", 1),
        shown(paper(3, "Is Sparse Attention Enough?", ""), "2024-01-01", 40),
        shown(paper(4, "Graph Neural Networks for Molecules", ""), "2023-01-01", 7),
        shown(paper(5, "A Survey of Graphs", ""), "2022-01-01", 3),
        shown(paper(6, "深度学习综述", ""), "2022-01-01", 0),
        shown(paper(7, "Über die Schrödinger-Gleichung", ""), "2021-01-01", 0),
    ];
    let authors: [&[&str]; 7] = [
        &["Ashish Vaswani", "Noam Shazeer"],
        &["Ada Byron", "Ashley Vance"],
        &["Noam Shazeer"],
        &["José García-López", "Ada Byron"],
        &["Ada Byron"],
        &["李明"],
        &["Erwin Schrödinger"],
    ];
    let keywords: [&[&str]; 7] =
        [&["attention"], &[], &["attention"], &["graph neural networks"], &["graph theory"], &[], &[]];
    let categories: [&[&str]; 7] =
        [&["cs.CL", "cs.LG"], &["q-bio.NC"], &["cs.LG"], &["cs.LG"], &["math.CO"], &[], &["quant-ph"]];
    let whole = papers.into_iter().zip(authors).zip(keywords).zip(categories);
    whole
        .map(|(((stored, authors), keywords), categories)| {
            let organization = if stored.key.0 == 1 { "Google Brain" } else { "" };
            keyed(placed(by(stored, authors), categories, organization), keywords)
        })
        .collect()
}

fn ask(index: &Index, text: &str) -> Vec<Suggestion> {
    index.snapshot().suggest(text, 8)
}

/// The texts of one kind, in the order of the answer.
fn texts(found: &[Suggestion], kind: SuggestionKind) -> Vec<&str> {
    found.iter().filter(|one| one.kind == kind).map(|one| one.text.as_str()).collect()
}

/// What was typed of a text.
fn marked(suggestion: &Suggestion) -> Vec<&str> {
    suggestion.marks.iter().filter_map(|range| suggestion.text.get(range.clone())).collect()
}

#[test]
fn titles_that_begin_or_go_on_so() {
    let index = index_of(&library());
    let found = ask(&index, "atten");
    assert_eq!(
        texts(&found, SuggestionKind::Title),
        ["Attention Is All You Need", "Is Sparse Attention Enough?", "Attention in the Retina"],
        "votes, years and a beginning weigh against one another"
    );
    let first = found.iter().find(|one| one.kind == SuggestionKind::Title).unwrap();
    assert!(matches!(&first.leads, Leads::Paper(id) if *id == library()[0].paper.id));
    assert_eq!((marked(first), first.corrected), (vec!["Atten"], false));
    assert_eq!(texts(&ask(&index, "attention re"), SuggestionKind::Title), ["Attention in the Retina"]);
    assert_eq!(texts(&ask(&index, "retina att"), SuggestionKind::Title), ["Attention in the Retina"]);
    assert_eq!(texts(&ask(&index, "attention is all you need"), SuggestionKind::Title)[0], "Attention Is All You Need");
}

#[test]
fn authors_by_any_part_of_their_name() {
    let index = index_of(&library());
    for typed in ["vasw", "ashish v", "vaswani a", "Vaswani, Ash", "VASWANI", "a vaswani"] {
        let found = ask(&index, typed);
        assert_eq!(texts(&found, SuggestionKind::Author), ["Ashish Vaswani"], "{typed}");
        assert_eq!((&found[0].leads, found[0].completed.as_str()), (&Leads::Page, "au:\"Ashish Vaswani\""), "{typed}");
    }
    for typed in ["garcia", "jose gar", "López", "lopez g"] {
        assert_eq!(texts(&ask(&index, typed), SuggestionKind::Author), ["José García-López"], "{typed}");
    }
    let found = ask(&index, "schro");
    let author = found.iter().find(|one| one.kind == SuggestionKind::Author).unwrap();
    assert_eq!((author.text.as_str(), marked(author)), ("Erwin Schrödinger", vec!["Schrö"]));
    let shazeer = &ask(&index, "shaz")[0];
    assert_eq!((shazeer.text.as_str(), shazeer.papers), ("Noam Shazeer", 2));
    assert_eq!(texts(&ask(&index, "ada"), SuggestionKind::Author), ["Ada Byron"]);
}

#[test]
fn keywords_categories_and_organisations() {
    let index = index_of(&library());
    let found = ask(&index, "graph neur");
    assert_eq!((found[0].kind, found[0].text.as_str()), (SuggestionKind::Keyword, "graph neural networks"));
    assert_eq!(found[0].completed, "graph neural networks");
    assert_eq!(marked(&found[0]), ["graph", "neur"]);
    assert_eq!(texts(&ask(&index, "attention"), SuggestionKind::Keyword), ["attention"]);
    assert_eq!(ask(&index, "attention")[0].papers, 2);
    assert_eq!(texts(&ask(&index, "cs."), SuggestionKind::Category), ["cs.LG", "cs.CL"], "more papers first");
    assert_eq!(texts(&ask(&index, "cs.c"), SuggestionKind::Category), ["cs.CL"]);
    let found = ask(&index, "machine lea");
    assert_eq!(texts(&found, SuggestionKind::Category), ["cs.LG"]);
    assert_eq!((found[0].detail, found[0].papers), (Some("Machine Learning"), 3));
    assert_eq!(found[0].detail_marks, [0..7, 8..11]);
    assert!(texts(&ask(&index, "computer vis"), SuggestionKind::Category).is_empty(), "no paper here has it");
    assert_eq!(texts(&ask(&index, "goog"), SuggestionKind::Organization), ["Google Brain"]);
}

#[test]
fn a_whole_name_is_known() {
    use SuggestionKind::{Author, Category, Keyword};

    let index = index_of(&library());
    let named = |text: &str| -> Vec<(SuggestionKind, String, u64)> {
        let found = index.snapshot().named(text).into_iter();
        found.map(|suggestion| (suggestion.kind, suggestion.text, suggestion.papers)).collect()
    };
    assert_eq!(named("noam SHAZEER"), [(Author, "Noam Shazeer".to_owned(), 2)]);
    assert_eq!(named("Garcia Lopez, Jose"), [(Author, "José García-López".to_owned(), 1)]);
    assert_eq!(named("attention"), [(Keyword, "attention".to_owned(), 2)]);
    assert_eq!(named("cs.cl"), [(Category, "cs.CL".to_owned(), 1)]);
    assert_eq!(named("Computation and Language"), [(Category, "cs.CL".to_owned(), 1)]);
    for text in
        ["", "noam", "noam shazeer graphs", "noam shazeerr", "attention AND graphs", "shazeer byron", "\"attention\""]
    {
        assert!(named(text).is_empty(), "{text}: {:?}", named(text));
    }
}

#[test]
fn typing_errors_are_forgiven() {
    let index = index_of(&library());
    for typed in ["atention is al", "attenton is", "attention is all you nede", "atetntion is al"] {
        let found = ask(&index, typed);
        let titles = texts(&found, SuggestionKind::Title);
        assert_eq!(titles.first(), Some(&"Attention Is All You Need"), "{typed}");
        assert!(found.iter().any(|one| one.corrected), "{typed}");
    }
    assert_eq!(texts(&ask(&index, "vsawani"), SuggestionKind::Author), ["Ashish Vaswani"]);
    assert_eq!(texts(&ask(&index, "grpah neural"), SuggestionKind::Keyword), ["graph neural networks"]);
    let exact = ask(&index, "graph");
    assert!(exact.iter().all(|one| !one.corrected), "what is right is not corrected: {exact:?}");
}

#[test]
fn the_end_of_a_longer_query_is_completed() {
    let index = index_of(&library());
    let completed = |text: &str| -> Vec<String> {
        let found = ask(&index, text);
        assert!(found.iter().all(|one| one.leads == Leads::Query), "{text}: {found:?}");
        found.into_iter().map(|one| one.completed).collect()
    };
    assert_eq!(completed("au:vasw"), ["au:\"Ashish Vaswani\""]);
    assert_eq!(completed("attention au:\"ashish v"), ["attention au:\"Ashish Vaswani\""]);
    assert_eq!(completed("graphs -cat:mat"), ["graphs -cat:math.CO"]);
    assert_eq!(completed("cat:cs."), ["cat:cs.LG", "cat:cs.CL"]);
    assert_eq!(completed("cat:machine"), ["cat:cs.LG"]);
    assert_eq!(completed("kw:grap"), ["kw:\"graph neural networks\"", "kw:\"graph theory\""]);
    assert_eq!(completed("org:goo"), ["org:\"Google Brain\""]);
    assert_eq!(completed("ti:\"survey of"), ["ti:\"A Survey of Graphs\""]);
    assert_eq!(completed("has:code graph neur"), ["has:code graph neural networks"]);
    assert_eq!(completed("a review of graph neur"), ["a review of graph neural networks"]);
    assert_eq!(completed("molecules vasw"), ["molecules au:\"Ashish Vaswani\""]);
    for text in ["date:20", "has:", "\"attention", "sort:new", "attention -", "attention OR", ""] {
        assert!(ask(&index, text).is_empty(), "{text}: {:?}", ask(&index, text));
    }
}

#[test]
fn writing_without_spaces_and_of_other_kinds() {
    let index = index_of(&library());
    for typed in ["深", "深度", "学习", "综"] {
        assert_eq!(texts(&ask(&index, typed), SuggestionKind::Title), ["深度学习综述"], "{typed}");
    }
    assert_eq!(marked(&ask(&index, "深度")[0]), ["深", "度"]);
    assert_eq!(texts(&ask(&index, "李"), SuggestionKind::Author), ["李明"]);
    assert_eq!(texts(&ask(&index, "uber"), SuggestionKind::Title), ["Über die Schrödinger-Gleichung"]);
    for typed in
        ["\u{202e}", "\u{0}", "🦀", "%$#", "''", "\u{301}", "a\u{301}\u{301}", "((((", "ti:", "::::", "\u{feff}"]
    {
        let _ = ask(&index, typed);
    }
}

#[test]
fn no_more_than_asked_for() {
    let papers: Vec<_> = (1..60)
        .map(|key| {
            by(
                shown(
                    paper(key, &format!("Learning to rank, part {key}"), ""),
                    "2024-01-01",
                    u32::try_from(60 - key).unwrap(),
                ),
                &["Lea Learned"],
            )
        })
        .collect();
    let index = index_of(&papers);
    let found = index.snapshot().suggest("lea", 8);
    assert_eq!(found.len(), 8);
    assert_eq!(texts(&found, SuggestionKind::Author), ["Lea Learned"]);
    let titles = texts(&found, SuggestionKind::Title);
    assert_eq!(
        titles,
        (1..=7).map(|key| format!("Learning to rank, part {key}")).collect::<Vec<_>>(),
        "most votes first"
    );
    assert!(index.snapshot().suggest("lea", 0).is_empty());
    assert_eq!(index.snapshot().suggest("lea", 1).len(), 1);
    assert_eq!(index.snapshot().suggest("lea", 20).len(), 20);
}

#[test]
fn what_is_new_is_suggested_and_what_is_gone_is_not() {
    let index = index_of(&library());
    write(&index, &[by(paper(8, "Attentive Robots", ""), &["Ashley Vance"])], 2);
    assert_eq!(texts(&ask(&index, "attentive"), SuggestionKind::Title), ["Attentive Robots"]);
    assert_eq!(ask(&index, "ashley")[0].papers, 2, "papers of all files count");
    // Another title, another author, more votes: what was said before no longer counts.
    write(&index, &[by(shown(paper(2, "Awareness in the Retina", ""), "2019-01-01", 2_000), &["Grace Hopper"])], 3);
    assert_eq!(texts(&ask(&index, "retina"), SuggestionKind::Title), ["Awareness in the Retina"]);
    assert_eq!(ask(&index, "ashley")[0].papers, 1);
    assert_eq!(texts(&ask(&index, "hopper"), SuggestionKind::Author), ["Grace Hopper"]);
    let mut writer = index.writer(MEMORY).unwrap();
    writer.delete(&[domain::PaperKey(8), domain::PaperKey(1)]).unwrap();
    writer.commit(4).unwrap();
    drop(writer);
    for index in [index.clone(), reopened(&index)] {
        assert!(ask(&index, "ashley").is_empty(), "{:?}", ask(&index, "ashley"));
        assert!(ask(&index, "vasw").is_empty());
        assert!(texts(&ask(&index, "atten"), SuggestionKind::Title).iter().all(|title| !title.starts_with("Attent")));
        assert_eq!(texts(&ask(&index, "noam"), SuggestionKind::Author), ["Noam Shazeer"], "one paper is left");
    }
    // A paper that comes back counts again.
    write(&index, &library()[..1], 5);
    assert_eq!(texts(&ask(&index, "vasw"), SuggestionKind::Author), ["Ashish Vaswani"]);
}

/// The same papers in an index that is opened anew, in a copy of its folder.
fn reopened(index: &Index) -> Index {
    let folder = tempfile::tempdir().unwrap();
    copy(&folder_of(index), folder.path());
    Index::open(&folder.keep()).unwrap()
}

fn folder_of(index: &Index) -> PathBuf {
    let said = format!("{index:?}");
    let path = said.split('"').nth(1).unwrap();
    PathBuf::from(path)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Many commits in any order say the same as one.
#[test]
fn merged_files_say_what_one_file_says() {
    let (one, many) = (index_of(&library()), Index::temporary().unwrap());
    let mut cursor = 0;
    for round in 0..40_usize {
        let mut stored = library()[round % 7].clone();
        if round < 33 {
            stored.paper.title = format!("Former title {round}");
        }
        cursor += 1;
        write(&many, &[stored], cursor);
    }
    let files = fs::read_dir(folder_of(&many).join("suggest")).unwrap().count();
    assert!(files < 10, "{files} files");
    for typed in ["a", "atten", "vasw", "graph", "cs.", "noam", "former", "atention is al", "s"] {
        assert_eq!(ask(&many, typed), ask(&one, typed), "{typed}");
    }
}

fn suggestion_files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir.join("suggest")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Does something to a file of suggestions, and asserts that the damage is named, that searching and the other files go on, and that
/// writing the lost papers again makes everything whole.
fn assert_mended(what: &str, damage: impl FnOnce(&Path)) {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    write(&index, &library()[..5], 1);
    write(&index, &library()[5..6], 2);
    drop(index);
    let file = suggestion_files(dir.path()).remove(0);
    damage(&file);
    let index = Index::open(dir.path()).unwrap();
    let snapshot = index.snapshot();
    let named: Vec<_> = snapshot.damages().into_iter().map(|damage| damage.path).collect();
    assert_eq!(named, [file.as_path()], "{what}");
    assert_eq!(crate::support::first(&snapshot, "attention is all you need"), 1, "{what}");
    assert!(ask(&index, "atten").is_empty(), "{what}");
    assert_eq!(texts(&ask(&index, "深"), SuggestionKind::Title), ["深度学习综述"], "{what}");
    let lost = snapshot.without_suggestion(100);
    assert_eq!(lost.len(), 5, "{what}");
    // Half of them, a crash, the rest.
    write(&index, &library()[..3], 3);
    assert_eq!(Index::open(dir.path()).unwrap().snapshot().without_suggestion(100).len(), 2, "{what}");
    write(&index, &library()[3..5], 4);
    write(&index, &[], 5);
    for snapshot in [index.snapshot(), Index::open(dir.path()).unwrap().snapshot()] {
        assert_eq!((snapshot.damages(), snapshot.without_suggestion(100)), (vec![], vec![]), "{what}");
        assert_eq!(texts(&snapshot.suggest("atten", 8), SuggestionKind::Title).len(), 3, "{what}");
    }
    let aside = dir.path().join("damaged").join(file.file_name().unwrap());
    assert_eq!(aside.exists(), what != "missing", "{what}: it is moved aside");
    assert!(!file.exists(), "{what}");
}

#[test]
fn damaged_suggestions_are_made_again() {
    assert_mended("missing", |file| fs::remove_file(file).unwrap());
    assert_mended("empty", |file| fs::write(file, "").unwrap());
    assert_mended("garbage", |file| fs::write(file, "garbage".repeat(1_000)).unwrap());
    let bytes = |file: &Path| fs::read(file).unwrap();
    assert_mended("cut", |file| fs::write(file, &bytes(file)[..900]).unwrap());
    assert_mended("longer", |file| fs::write(file, [bytes(file), vec![0]].concat()).unwrap());
    for at in [0, 9, 17, 200, 700] {
        assert_mended("one bit", |file| {
            let mut bytes = bytes(file);
            bytes[at] ^= 1;
            fs::write(file, bytes).unwrap();
        });
    }
}

/// Real titles and names are found by the beginnings of what people would type of them.
#[test]
fn real_papers_are_suggested_by_their_beginnings() {
    let Some(path) = shared("data/hf_daily.jsonl.zst") else { return };
    let text = zstd::decode_all(fs::File::open(path).unwrap()).unwrap();
    let lines = text.split(|byte| *byte == b'\n').take(1_500).filter(|line| !line.is_empty());
    let papers: Vec<StoredPaper> = (1..)
        .zip(lines)
        .map(|(key, line)| {
            let value: serde_json::Value = serde_json::from_slice(line).unwrap();
            let strings = |name: &str| -> Vec<String> {
                let list = value[name].as_array().into_iter().flatten();
                list.filter_map(|one| one.as_str().or_else(|| one["name"].as_str()).map(str::to_owned)).collect()
            };
            let mut stored = paper(key, value["title"].as_str().unwrap_or_default(), "");
            stored.paper.authors = strings("authors");
            stored
        })
        .filter(|stored| stored.paper.title.chars().any(char::is_alphanumeric))
        .collect();
    assert!(papers.len() > 1_000 && papers.iter().any(|stored| !stored.paper.authors.is_empty()));
    let index = index_of(&papers);
    for stored in papers.iter().step_by(17) {
        let title = &stored.paper.title;
        let typed: String = title.chars().take(title.chars().count() * 3 / 4).collect();
        let found = ask(&index, &typed.replace(['"', '(', ':', '*'], " "));
        assert!(found.iter().any(|one| one.text == *title), "{title}: {typed} gives {found:?}");
    }
    for name in papers.iter().step_by(31).filter_map(|stored| stored.paper.authors.first()) {
        let found = ask(&index, &format!("au:\"{name}"));
        assert_eq!(found.first().map(|one| domain::slug(&one.text)), Some(domain::slug(name)), "{name}: {found:?}");
    }
}

proptest! {
    /// Whatever is typed: no more than asked for, marks inside of texts, and what stood before stays.
    #[test]
    fn any_text_can_be_typed(text in "\\PC{0,30}|(au:|cat:|ti:|-|\")?[a-z ]{0,12}", limit in 0_usize..12) {
        thread_local! {
            static INDEX: Index = index_of(&library());
        }
        let found = INDEX.with(|index| index.snapshot().suggest(&text, limit));
        prop_assert!(found.len() <= limit);
        for one in &found {
            prop_assert!(one.marks.iter().all(|range| one.text.get(range.clone()).is_some_and(|part| !part.is_empty())));
            prop_assert!(one.marks.is_sorted_by(|a, b| a.end <= b.start));
            prop_assert!(one.completed.contains(&one.text.replace('"', " ")));
            prop_assert!(one.papers > 0);
        }
    }
}
