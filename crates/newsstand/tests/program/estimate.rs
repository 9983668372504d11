//! `newsstand eval --estimate`: a session of judging, left and taken up again.

use crate::support::Table;

/// A library of ten papers about forests and ten about rivers, and two queries.
fn library() -> Table {
    let table = Table::new();
    let line = |kind: &str, number: i32| {
        let (id, title) = (format!("2401.{number:05}"), format!("{kind} of region {number}"));
        format!("{{\"id\": \"{id}\", \"title\": \"{title}\", \"abstract\": \"How {kind} change over the years.\"}}\n")
    };
    let papers: String = (1..=10).map(|n| line("Forests", n)).chain((11..=20).map(|n| line("Rivers", n))).collect();
    let file = table.file("papers.jsonl", papers);
    table.ingest(&[&file], &[]).well();
    table.file("queries.txt", "forests\n{\"_id\": \"r\", \"text\": \"rivers\"}\n");
    table
}

const SESSION: [&str; 5] = ["eval", "--estimate", "mine", "--queries", "queries.txt"];

#[test]
fn judgements_become_an_estimate_and_are_kept() {
    let table = library();
    let run = table.run_with_input(SESSION, b"y\nwhat?\nS\n".to_vec()).well();
    assert!(run.stdout.contains("query: ") && run.stdout.contains(" of region "), "{}", run.stdout);
    assert!(run.stdout.contains("the same command goes on from here"), "{}", run.stdout);
    assert!(run.stderr.contains("\"what?\" is none of y, n, s and q"), "{}", run.stderr);
    let kept = std::fs::read_to_string(table.path("mine/qrels/test.tsv")).expect("judgements are kept");
    let lines: Vec<_> = kept.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "query-id\tcorpus-id\tscore"), "{kept}");
    assert!(lines[1].ends_with("\t1") && lines[2].ends_with("\t-1"), "{kept}");
    let run = table.run_with_input(["eval", "--estimate", "mine"], b"y\n".repeat(60)).well();
    assert!(run.stdout.contains("nDCG@10 1.000") && run.stdout.contains("every query was asked"), "{}", run.stdout);
    let longer = std::fs::read_to_string(table.path("mine/qrels/test.tsv")).expect("judgements are kept");
    assert!(longer.starts_with(&kept), "the first judgements stand: {longer}");
    let mut once: Vec<_> = longer.lines().map(|line| line.rsplit_once('\t').map(|(pair, _)| pair)).collect();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), longer.lines().count(), "nothing is asked twice");
    // All is known now: the same figures again, without a question.
    let again = table.run(["eval", "--estimate", "mine"]).well();
    assert!(again.stdout.contains("nDCG@10 1.000") && !again.stderr.contains("relevant?"), "{}", again.stdout);
}

#[test]
fn queries_can_be_typed() {
    let table = library();
    let input = b"forests\nrivers\n\nn\nq\n".to_vec();
    let run = table.run_with_input(["eval", "--estimate", "typed"], input).well();
    assert!(run.stdout.contains("query: forests") || run.stdout.contains("query: rivers"), "{}", run.stdout);
    let queries = std::fs::read_to_string(table.path("typed/queries.jsonl")).expect("queries are kept");
    assert!(queries.contains("\"text\":\"forests\"") && queries.lines().count() == 2, "{queries}");
}

#[test]
fn what_cannot_be_judged_is_said() {
    let table = library();
    let run = table.run_with_input(["eval", "--estimate", "few"], b"only one\n\n".to_vec()).ends_with(2);
    assert!(run.stderr.contains("two queries are needed") && run.stderr.contains("hint: "), "{}", run.stderr);
    table.file("broken.txt", "fine\n{\"text\": 3}\n");
    let run = table.run(["eval", "--estimate", "broken", "--queries", "broken.txt"]).ends_with(2);
    assert!(run.stderr.contains("broken.txt:2: "), "{}", run.stderr);
    table.file("not a folder", "");
    let run = table.run(["eval", "--estimate", "not a folder"]).ends_with(2);
    assert!(run.stderr.contains("not a folder"), "{}", run.stderr);
    let run = table.run(["eval", "--queries", "queries.txt", "dir"]).ends_with(2);
    assert!(run.stderr.contains("--queries"), "{}", run.stderr);
    let run = table.run(["eval"]).ends_with(2);
    assert!(run.stderr.contains("DIR"), "{}", run.stderr);
}

#[test]
fn papers_that_answer_nothing_are_worth_nothing() {
    let table = library();
    let run = table.run_with_input(SESSION, b"no\n".repeat(60)).well();
    assert!(run.stdout.contains("nDCG@10 0.000"), "{}", run.stdout);
}
