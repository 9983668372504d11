//! `newsstand topic`: naming a subject by some papers, seeing what falls in it, correcting it.

use serde_json::Value;

use crate::support::Table;

/// A table whose library holds eight papers on swarms and eight on proteins.
fn library() -> Table {
    let table = Table::new();
    let line = |number: usize| {
        let text = if number < 8 {
            "Swarm robotics lets many simple robots form flocks by local rules"
        } else {
            "Protein folding is predicted from amino acids by learned potentials"
        };
        format!(
            "{{\"id\": \"2604.{number:05}\", \"title\": \"Report {number}\", \"abstract\": \"{text}, run {number}.\", \
             \"authors\": [\"Ada Byron\"], \"list\": \"new\", \"day\": \"2026-04-{:02}\"}}\n",
            number + 1
        )
    };
    let papers = table.file("papers.jsonl", (0..16).map(line).collect::<String>());
    table.ingest(&[&papers], &[]).well();
    table
}

const EXAMPLES: [&str; 5] =
    ["2604.00000", "arXiv:2604.00001v2", "https://arxiv.org/abs/2604.00002", "2604.00003", "2604.00004"];

#[test]
fn a_topic_is_named_shown_corrected_and_removed() {
    let table = library();
    let run = |args: &[&str]| table.run(["topic"].iter().chain(args)).well();
    let made = run(&[&["add", "Robot swarms"], EXAMPLES.as_slice()].concat());
    assert!(made.stdout.contains("Robot swarms") && made.stdout.contains("5 examples"), "{}", made.stdout);
    assert!(!made.stderr.contains("hint:"), "{}", made.stderr);
    assert!(run(&["list"]).stdout.contains("Robot swarms (robot-swarms): 5 examples"));
    let shown = run(&["show", "Robot swarms"]).stdout;
    assert!(shown.contains("Report 6") && shown.contains("because of") && !shown.contains("Report 12"), "{shown}");
    run(&["reject", "robot-swarms", "2604.00006"]);
    let json = |args: &[&str]| -> Value { serde_json::from_str(&run(args).stdout).expect("JSON") };
    let shown = json(&["show", "robot-swarms", "--newest", "--json"]);
    let papers = shown["papers"].as_array().expect("papers");
    let ids: Vec<_> = papers.iter().filter_map(|paper| paper["id"].as_str()).collect();
    assert_eq!(ids.first(), Some(&"2604.00007"), "the newest first: {ids:?}");
    assert!(!ids.contains(&"2604.00006"), "{ids:?}");
    assert_eq!(shown["rejected"][0], "2604.00006");
    assert!(papers.iter().all(|paper| paper["because"].as_array().is_some_and(|words| !words.is_empty())), "{shown}");
    run(&["accept", "robot-swarms", "2604.00006"]);
    assert_eq!(json(&["list", "--json"])["topics"][0]["examples"], 6);
    assert!(run(&["rename", "robot-swarms", "Flocks"]).stdout.contains("/topics/flocks"));
    run(&["remove", "flocks"]);
    assert!(run(&["list"]).stderr.contains("hint:"), "an empty list says how one begins");
}

#[test]
fn few_examples_work_with_a_hint() {
    let table = library();
    let made = table.run(["topic", "add", "Swarms", "2604.00000"]).well();
    assert!(made.stderr.contains("hint:") && made.stderr.contains("5 or more"), "{}", made.stderr);
    assert!(table.run(["topic", "show", "Swarms"]).well().stdout.contains("near in meaning"));
}

#[test]
fn what_cannot_be_is_named() {
    let table = library();
    table.run(["topic", "add", "Swarms", "2604.00000", "2604.00001"]).well();
    let huge = "x".repeat(100_000);
    for (args, words) in [
        (&["add", "Others", "2604.77777", "2604.00001"][..], &["2604.77777", "hint:"][..]),
        (&["add", "swarms", "2604.00001"], &["Swarms", "already", "hint:"]),
        (&["add", "Others", "no such id"], &["no such id"]),
        (&["add", "", "2604.00001"], &["name"]),
        (&["add", "***", "2604.00001"], &["***", "letter"]),
        (&["add", &huge, "2604.00001"], &["100 characters", "100000"]),
        (&["add", "Others", &huge], &["xxx"]),
        (&["show", "herds"], &["herds", "hint:", "topic list"]),
        (&["accept", "herds", "2604.00001"], &["herds", "hint:"]),
        (&["reject", "swarms", "2604.00000", "2604.00001"], &["no example", "hint:"]),
        (&["rename", "swarms", "\u{1b}["], &["no name"]),
        (&["remove", "../../etc"], &["../../etc"]),
        (&["add", "Others"], &["ID"]),
        (&["grow"], &["grow"]),
    ] {
        let run = table.run(["topic"].iter().chain(args)).ends_with(2);
        for word in words {
            assert!(
                run.stderr.contains(word),
                "{word} is missing in {}",
                run.stderr.chars().take(500).collect::<String>()
            );
        }
        assert!(run.stderr.len() < 2_000, "input cannot flood the terminal: {} bytes", run.stderr.len());
        assert_eq!(run.stdout, "");
    }
    let listed = table.run(["topic", "list"]).well().stdout;
    assert_eq!(listed, "Swarms (swarms): 2 examples\n", "nothing changed");
}

#[test]
fn a_server_shows_what_another_process_has_named() {
    let table = library();
    let server = table.serve(&["--empty"]);
    assert!(!server.page("/").contains("/topics"), "no topic, no link");
    table.run([&["topic", "add", "Swarms"], EXAMPLES.as_slice()].concat()).well();
    crate::support::wait_for("the topic to be shown", || server.page("/").contains("\"/topics\"").then_some(()));
    assert!(server.page("/topics/swarms").contains("Report 6"));
}
