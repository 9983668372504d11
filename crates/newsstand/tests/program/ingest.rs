//! `newsstand ingest` of real files of every kind: what is counted, what is printed, what is found afterwards.

use std::path::Path;

use domain::{ListName, SourceKind};

use crate::support::{Finished, Table, gzip, head, lines, shared, zstd};

/// Ingests twice: the first run must make `papers` papers without a loss, the second must change nothing.
#[track_caller]
fn twice(table: &Table, paths: &[&Path], records: u64) -> Finished {
    let first = table.ingest(paths, &[]).well();
    assert_eq!(first.counted("records"), records, "{}", first.stdout);
    assert_eq!(first.counted("lost"), 0, "{}", first.stderr);
    let parts = ["new", "changed", "unchanged", "merged"].map(|word| first.counted(word));
    assert_eq!(parts.iter().sum::<u64>(), records, "every record is counted once: {}", first.stdout);
    let before = table.library().dump();
    let again = table.ingest(paths, &[]).well();
    assert_eq!(again.counted("unchanged"), records, "{}", again.stdout);
    assert_eq!(before, table.library().dump(), "the second run changed something");
    first
}

/// Which sources have spoken of the paper `id`.
fn sources(table: &Table, id: &str) -> Vec<SourceKind> {
    let id = id.parse().expect("an id");
    let paper = table.library().ask(async |newsstand| newsstand.paper(&id).await).expect("the paper is there");
    let mut sources: Vec<_> = paper.provenance.iter().map(|said| said.source).collect();
    sources.sort();
    sources.dedup();
    sources
}

#[test]
fn single_answers_of_the_daily_papers_api() {
    let Some(folder) = shared("wire/hf") else { return };
    let table = Table::new();
    let answer = |day: &str| folder.join(format!("api_daily_papers.{day}.json"));
    let (first, last) = (answer("2024-08-02"), answer("2026-03-18"));
    let rows = |path: &Path| -> u64 {
        let text = std::fs::read_to_string(path).expect("the file is read");
        serde_json::from_str::<Vec<serde_json::Value>>(&text).expect("an array").len() as u64
    };
    twice(&table, &[&first, &last], rows(&first) + rows(&last));
    let days = table.library().ask(async |newsstand| newsstand.calendar(ListName::Daily).await);
    let days: Vec<_> = days.days.iter().map(|(day, papers)| (day.to_string(), *papers)).collect();
    assert_eq!(days, [("2024-08-02".to_owned(), rows(&first)), ("2026-03-18".to_owned(), rows(&last))]);
}

#[test]
fn whole_days_as_they_were_saved() {
    let Some(file) = shared("data/hf_daily_raw.jsonl.zst") else { return };
    let table = Table::new();
    // Days from the first, a middle and the last year: the fields came and went.
    let text = [0, 240, 470].map(|skip| lines(&file, skip, 4)).concat();
    let rows = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).expect("JSON")["response"].as_array().map(Vec::len)
    };
    let records = text.lines().filter_map(rows).sum::<usize>() as u64;
    let saved = table.file("raw.jsonl", &text);
    twice(&table, &[&saved], records);
}

#[test]
fn papers_of_a_community_and_of_arxiv_meet() {
    let (Some(picked), Some(arrived)) = (shared("data/hf_daily.jsonl.zst"), shared("data/arxiv_daily.jsonl.zst"))
    else {
        return;
    };
    let table = Table::new();
    // Both slices are of March and April 2025.
    let picked = table.file("picked.jsonl", lines(&picked, 2_500, 600));
    let arrived = table.file("arrived.jsonl", lines(&arrived, 0, 3_000));
    let run = twice(&table, &[&arrived, &picked], 3_600);
    assert!(run.counted("merged") > 50, "{}", run.stdout);
    assert_eq!(run.counted("new") + run.counted("merged") + run.counted("changed") + run.counted("unchanged"), 3_600);
    let totals = table.library().ask(async |newsstand| newsstand.totals().await);
    assert_eq!(totals.papers, run.counted("new"));
    let both = std::fs::read_to_string(&picked).expect("text");
    let arrived = std::fs::read_to_string(&arrived).expect("text");
    let id =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"].as_str().map(str::to_owned);
    let arrived: Vec<_> = arrived.lines().filter_map(id).collect();
    let meeting = both.lines().filter_map(id).find(|id| arrived.contains(id)).expect("a paper in both");
    assert_eq!(sources(&table, &meeting), [SourceKind::HfDaily, SourceKind::Arxiv]);
}

#[test]
fn the_snapshot_of_arxiv() {
    let Some(file) = shared("wire/kaggle-arxiv/arxiv-metadata-oai-snapshot.subset.json") else { return };
    let table = Table::new();
    let records = std::fs::read_to_string(&file).expect("text").lines().count() as u64;
    twice(&table, &[&file], records);
    let query = search::Query::words("10.1103/PhysRevD.76.013009");
    let found = table.library().ask(async |newsstand| newsstand.pasted(&query.text).await);
    assert_eq!(found.map(|id| id.to_string()).as_deref(), Some("0704.0001"), "a DOI leads to its arXiv paper");
}

#[test]
fn saved_pages_in_both_layouts() {
    let Some(folder) = shared("seeds") else { return };
    let table = Table::new();
    let run = twice(&table, &[&folder], 384);
    assert_eq!(run.counted("new"), 371, "{}", run.stdout);
}

#[test]
fn lists_of_conference_papers() {
    let Some(file) = shared("data/paperlists.jsonl.zst") else { return };
    let table = Table::new();
    let slice =
        table.file("conferences.jsonl", [0, 30_000, 60_000, 90_000].map(|skip| lines(&file, skip, 300)).concat());
    twice(&table, &[&slice], 1_200);
}

#[test]
fn standard_input_and_both_compressions_give_the_same_library() {
    let Some(file) = shared("data/arxiv_daily.jsonl.zst") else { return };
    let text = head(&file, 300).into_bytes();
    let plain = Table::new();
    let path = plain.file("papers.jsonl", &text);
    assert_eq!(plain.ingest(&[&path], &[]).well().counted("new"), 300);
    let expected = plain.library().dump();
    // The content decides, not the name: two of the names lie.
    for (name, content) in [("papers.gz", gzip(&text)), ("papers.jsonl", zstd(&text)), ("papers.zst", gzip(&text))] {
        let table = Table::new();
        let path = table.file(name, &content);
        assert_eq!(table.ingest(&[&path], &[]).well().counted("new"), 300, "{name}");
        assert_eq!(table.library().dump(), expected, "{name}");
        let table = Table::new();
        assert_eq!(table.run_with_input(["ingest", "-"], content).well().counted("new"), 300, "{name} as input");
        assert_eq!(table.library().dump(), expected, "{name} as input");
    }
    let table = Table::new();
    assert_eq!(table.run_with_input(["ingest", "-", "--format", "arxiv-json"], text).well().counted("new"), 300);
    assert_eq!(table.library().dump(), expected);
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let Some(file) = shared("data/arxiv_daily.jsonl.zst") else { return };
    let table = Table::new();
    std::fs::create_dir_all(table.path("in/deep")).expect("folders can be made");
    table.file("in/b.jsonl", lines(&file, 100, 100));
    table.file("in/a.jsonl.zst", zstd(head(&file, 100).as_bytes()));
    table.file("in/deep/c.jsonl", lines(&file, 200, 100));
    table.file("in/.hidden.jsonl", lines(&file, 300, 100));
    let folder = table.path("in");
    assert_eq!(table.ingest(&[&folder], &[]).well().counted("new"), 300);
}

#[test]
fn a_log_gets_quiet_lines() {
    let Some(file) = shared("data/arxiv_daily.jsonl.zst") else { return };
    let table = Table::new();
    let path = table.file("papers.jsonl", head(&file, 1_500));
    let run = table.ingest(&[&path], &[]).well();
    assert_eq!(run.stdout.lines().count(), 1, "one line of counts: {}", run.stdout);
    assert_eq!(run.stderr, "", "nothing to report");
    for byte in ['\r', '\u{1b}'] {
        assert!(!run.stdout.contains(byte), "no terminal's tricks in a log: {:?}", run.stdout);
    }
}

#[test]
fn what_was_lost_is_told_with_file_and_line() {
    let Some(file) = shared("data/arxiv_daily.jsonl.zst") else { return };
    let table = Table::new();
    let good = head(&file, 3);
    let mut lines: Vec<_> = good.lines().collect();
    lines.insert(1, r#"{"id": "2503.00001", "title": "#);
    let path = table.file("some.jsonl", lines.join("\n"));
    let run = table.ingest(&[&path], &[]).ends_with(1);
    assert_eq!((run.counted("new"), run.counted("lost")), (3, 1));
    assert!(run.stderr.contains("some.jsonl:2: "), "{}", run.stderr);

    let missing = table.path("missing.jsonl");
    let run = table.ingest(&[&missing, &path], &[]).ends_with(1);
    assert!(run.stderr.contains("missing.jsonl"), "{}", run.stderr);
    let run = table.ingest(&[&missing], &[]).ends_with(2);
    assert!(run.stderr.contains("missing.jsonl") && run.stderr.contains("No such file"), "{}", run.stderr);
}

#[test]
fn many_problems_are_counted_not_poured_out() {
    let table = Table::new();
    let good = r#"{"id": "2401.01234", "title": "One Good Paper", "abstract": "Among many bad lines.", "authors": []}"#;
    let text = format!("{good}\n{}", "{\"title\": \n".repeat(500));
    let path = table.file("bad.jsonl", text);
    let run = table.ingest(&[&path], &[]).ends_with(1);
    assert_eq!((run.counted("new"), run.counted("lost")), (1, 500));
    assert!(run.stderr.lines().count() < 50, "{}", run.stderr);
    assert!(run.stderr.contains("480 more problems"), "{}", run.stderr);
}

#[test]
fn a_named_format_is_insisted_upon() {
    let Some(file) = shared("data/arxiv_daily.jsonl.zst") else { return };
    let table = Table::new();
    let path = table.file("papers.jsonl", head(&file, 5));
    let run = table.ingest(&[&path], &["--format", "hf-daily"]);
    assert_ne!(run.code(), 0, "{}", run.stdout);
    assert!(run.stderr.contains("papers.jsonl"), "{}", run.stderr);
    for format in ["auto", "arxiv-json", "jsonl"] {
        assert_eq!(table.ingest(&[&path], &["--format", format]).well().counted("records"), 5, "{format}");
    }
}

#[test]
fn the_year_of_a_saved_page_can_be_said() {
    let Some(folder) = shared("seeds") else { return };
    let page = folder.join("000_95576c42c3014030.txt");
    let day_of = |options: &[&str]| {
        let table = Table::new();
        table.ingest(&[&page], options).well();
        // On the page: "Mar 31", without a year.
        let found = table.library().papers();
        assert!(found.len() > 50, "{} papers", found.len());
        let mut days: Vec<_> = found.iter().filter_map(|stored| stored.shown).collect();
        days.sort();
        days.last().map(|day| day.year())
    };
    assert_eq!(day_of(&["--year", "2031"]), Some(2031));
    assert_eq!(day_of(&[]), Some(2025), "the newest year that the page names is 2024: it was saved the year after");
}
