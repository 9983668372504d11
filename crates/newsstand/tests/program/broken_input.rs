//! Broken and hostile files: they end in problems with file and line, in the right exit code, in bounded memory, never in a
//! panic.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;

use crate::support::{Finished, Running, Table, gzip, head, shared, zstd};

/// What an ingest may hold in memory, whatever it is fed: 400 MB.
const MEMORY_KIB: u64 = 400 << 10;

const GOOD: &str = r#"{"id": "2401.01234", "title": "Sparse Forests Grow Quickly", "abstract": "We grow sparse forests.", "authors": ["Ada Byron"], "categories": ["cs.LG"], "comment": null, "list_date": "2024-01-04"}"#;
const ANOTHER: &str = r#"{"id": "2401.05678", "title": "Dense Deserts Shrink Slowly", "abstract": "We shrink dense deserts.", "authors": ["Grace Hopper"], "categories": ["cs.CL"], "comment": null, "list_date": "2024-01-05"}"#;

/// Ingests a file with `content` and asserts exit code, place and bounded memory.
#[track_caller]
fn ingest(content: impl AsRef<[u8]>, code: i32, place: &str) -> (Table, Finished) {
    let table = Table::new();
    let path = table.file("broken.jsonl", content);
    let run = ends(&table, &path, code);
    assert!(run.stderr.contains(place), "{place:?} is missing in {}", run.stderr);
    (table, run)
}

#[track_caller]
fn ends(table: &Table, path: &Path, code: i32) -> Finished {
    let run = table.ingest(&[path], &[]).ends_with(code);
    assert!(run.peak_kib < MEMORY_KIB, "it took {} MB", run.peak_kib >> 10);
    println!("{}: {} MB, {:.1} s", path.display(), run.peak_kib >> 10, run.took.as_secs_f64());
    run
}

#[test]
fn cut_json() {
    let (cut, _) = GOOD.split_at(GOOD.len() / 2);
    let (_, run) = ingest(format!("{GOOD}\n{cut}"), 1, "broken.jsonl:2: ");
    assert_eq!((run.counted("new"), run.counted("lost")), (1, 1));
    ingest(cut, 2, "broken.jsonl");
}

#[test]
fn a_cut_answer_of_the_api_keeps_what_was_whole() {
    let Some(file) = shared("wire/hf/api_daily_papers.2025-04-15.json") else { return };
    let text = std::fs::read(file).expect("the file is read");
    let (_, run) = ingest(&text[..text.len() * 2 / 3], 1, "broken.jsonl:");
    assert!(run.counted("new") > 5, "{}", run.stdout);
}

#[test]
fn what_is_lost_is_told_before_what_is_changed() {
    let changed = |n: u32| format!(r#"{{"id": "2401.{n:05}", "title": "Changed {n}", "abstract": 7}}"#);
    let mut lines: Vec<String> = (1..=1_200).map(changed).collect();
    lines.push("{}".to_owned());
    let (_, run) = ingest(lines.join("\n"), 1, "lost: ");
    assert!(run.stderr.contains("broken.jsonl:1201: "), "{}", run.stderr);
    assert!(run.stderr.contains("more problems"), "{}", run.stderr);
}

#[test]
fn wrong_types_cost_the_field_not_the_paper() {
    let wrong = r#"{"id": "2401.09999", "title": "Wrong in Everything Else", "abstract": 7, "authors": "Ada", "categories": {"a": [1]}, "comment": [], "list_date": 20240104}"#;
    let (table, run) = ingest([GOOD, wrong].join("\n"), 0, "broken.jsonl:2: ");
    assert_eq!((run.counted("new"), run.counted("lost")), (2, 0), "{}", run.stderr);
    assert!(run.counted("warnings") >= 3, "{}", run.stderr);
    assert!(run.stderr.contains("warning: "), "{}", run.stderr);
    assert_eq!(table.run(["search", "2401.09999"]).well().stdout.matches("Wrong in Everything Else").count(), 1);
}

#[test]
fn wrong_types_of_everything() {
    let lines = [GOOD, "[]", "7", "\"words\"", "null", "{}", r#"{"title": 7}"#, r#"{"title": "", "id": "2401.00002"}"#];
    let (_, run) = ingest(lines.join("\n"), 1, "broken.jsonl:2: ");
    assert_eq!((run.counted("new"), run.counted("lost")), (1, 7), "{}", run.stderr);
    for line in 2..=8 {
        assert!(run.stderr.contains(&format!("broken.jsonl:{line}: ")), "line {line} is missing: {}", run.stderr);
    }
}

#[test]
fn a_line_of_100_megabytes() {
    let table = Table::new();
    let path = table.path("broken.jsonl");
    let mut file = BufWriter::new(File::create(&path).expect("a file"));
    let megabyte = megabyte(b'x', b'x');
    writeln!(file, "{GOOD}").expect("it is written");
    write!(file, "{{\"id\": \"2401.00001\", \"title\": \"").expect("it is written");
    (0..100).for_each(|_| file.write_all(&megabyte).expect("it is written"));
    write!(file, "\"}}\n{ANOTHER}\n").expect("it is written");
    drop(file);
    let run = ends(&table, &path, 1);
    assert!(run.stderr.contains("broken.jsonl:2: "), "{}", run.stderr);
    assert_eq!((run.counted("new"), run.counted("lost")), (2, 1), "reading goes on behind it");
}

#[test]
fn a_file_of_one_endless_line() {
    for byte in [b'x', b'[', b'{', b'"', b' ', 0] {
        let table = Table::new();
        let path = table.file("broken.jsonl", vec![byte; 100 << 20]);
        let run = ends(&table, &path, 2);
        assert!(run.stderr.contains("broken.jsonl"), "{}", run.stderr);
    }
}

#[test]
fn deep_nesting() {
    let deep = format!("{{\"id\": \"2401.00001\", \"title\": {}", "[".repeat(1 << 20));
    let (_, run) = ingest(format!("{GOOD}\n{deep}\n{ANOTHER}"), 1, "broken.jsonl:2: ");
    assert_eq!((run.counted("new"), run.counted("lost")), (2, 1));
    ingest("[".repeat(1 << 20), 2, "broken.jsonl");
}

#[test]
fn bytes_that_are_no_text() {
    let mut content = format!("{GOOD}\n").into_bytes();
    content.extend(b"{\"id\": \"2401.00001\", \"title\": \"At the Caf\xe9 of Oaks\", \"abstract\": \"Na\xefve.\"}\n");
    content.extend(format!("{ANOTHER}\n").into_bytes());
    // A letter of another encoding is no reason to lose the paper, but one to say so.
    let (table, run) = ingest(&content, 0, "broken.jsonl:2: ");
    assert_eq!((run.counted("new"), run.counted("lost"), run.counted("warnings")), (3, 0, 1));
    assert!(table.run(["search", "2401.00001"]).well().stdout.contains("At the Caf\u{fffd} of Oaks"));
    // Noise of a fixed seed.
    let mut random = fastrand::Rng::with_seed(2026);
    let noise: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(1 << 20).collect();
    ingest(noise, 2, "broken.jsonl");
}

#[test]
fn control_characters_do_not_reach_readers() {
    let dirty = r#"{"id": "2401.00001", "title": "Nul\u0000, Bell\u0007 and\u001b[31m Red", "abstract": "A \u0000 b.", "authors": ["E\u0000ve"]}"#;
    let (table, _) = ingest(dirty, 0, "");
    let text = table.run(["search", "2401.00001"]).well().stdout;
    assert!(text.contains("Red") && !text.contains(['\0', '\u{7}', '\u{1b}']), "{text:?}");
}

#[test]
fn nothing_at_all() {
    let (_, run) = ingest("", 2, "broken.jsonl");
    assert!(run.stderr.contains("empty"), "{}", run.stderr);
    ingest("\n\n  \n", 2, "broken.jsonl");
    let table = Table::new();
    let run = table.run_with_input(["ingest", "-"], Vec::new()).ends_with(2);
    assert!(run.stderr.contains("empty"), "{}", run.stderr);
    std::fs::create_dir(table.path("hollow")).expect("a folder can be made");
    let run = ends(&table, &table.path("hollow"), 2);
    assert!(run.stderr.contains("hollow") && run.stderr.contains("no files"), "{}", run.stderr);
}

#[test]
fn other_files_are_named_for_what_they_are() {
    for content in
        [&b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"[..], b"\x89PNG\r\n\x1a\n", b"<?xml version=\"1.0\"?><svg/>", b"a,b,c\n1,2,3\n"]
    {
        let (_, run) = ingest(content, 2, "broken.jsonl");
        assert!(run.stderr.contains("hint:") && run.stderr.contains("hf-daily"), "{}", run.stderr);
    }
}

#[test]
fn a_feed_without_papers_is_no_error() {
    let (_, run) = ingest(b"<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"/>", 0, "");
    assert!(run.stdout.contains("0 records"), "{}", run.stdout);
}

#[test]
fn links_that_lead_nowhere_or_in_circles() {
    let table = Table::new();
    symlink(table.path("nowhere"), table.path("dangling.jsonl")).expect("a link can be made");
    let run = ends(&table, &table.path("dangling.jsonl"), 2);
    assert!(run.stderr.contains("dangling.jsonl"), "{}", run.stderr);
    symlink(table.path("circle.jsonl"), table.path("circle.jsonl")).expect("a link can be made");
    let run = ends(&table, &table.path("circle.jsonl"), 2);
    assert!(run.stderr.contains("circle.jsonl"), "{}", run.stderr);
    std::fs::create_dir(table.path("in")).expect("a folder can be made");
    symlink(table.path("in"), table.path("in/again")).expect("a link can be made");
    table.file("in/good.jsonl", GOOD);
    assert_eq!(ends(&table, &table.path("in"), 0).counted("new"), 1, "a folder within itself is read once");
}

/// Rights bind everybody but root: root runs the program as a user without any.
#[test]
fn a_folder_without_rights() {
    let table = Table::new();
    let secret = table.path("secret");
    std::fs::create_dir(&secret).expect("a folder can be made");
    table.file("secret/papers.jsonl", GOOD);
    let good = table.file("good.jsonl", ANOTHER);
    std::fs::create_dir(table.data()).expect("a folder can be made");
    let rights =
        |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("rights can be set");
    rights(&table.path(""), 0o755);
    rights(&table.data(), 0o777);
    rights(&secret, 0o000);
    let run = |paths: &[&Path]| {
        let mut command = table.command(["ingest"].iter().map(Path::new).chain(paths.iter().copied()));
        let is_root = std::fs::read_dir(&secret).is_ok();
        if is_root {
            command = powerless(&table, &command);
        }
        Running::start(command).wait()
    };
    let nothing = run(&[&secret]).ends_with(2);
    assert!(nothing.stderr.contains("secret") && nothing.stderr.contains("ermission denied"), "{}", nothing.stderr);
    let some = run(&[&secret, &good]).ends_with(1);
    assert_eq!(some.counted("new"), 1);
    rights(&secret, 0o700);
}

/// The same command by the user 65534 ("nobody"), with a copy of the program where that user may read it.
fn powerless(table: &Table, command: &std::process::Command) -> std::process::Command {
    let copy = table.path("newsstand");
    if !copy.exists() {
        std::fs::copy(command.get_program(), &copy).expect("the program can be copied");
    }
    let mut powerless = std::process::Command::new(copy);
    powerless.args(command.get_args()).uid(65_534).gid(65_534);
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => powerless.env(name, value),
            None => powerless.env_remove(name),
        };
    }
    powerless.current_dir(table.path(""));
    powerless
}

/// Compresses `megabytes` MB of what `fill` gives, line after line or without end, without holding it.
fn bomb(fill: &[u8], megabytes: usize) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("an encoder");
    (0..megabytes).for_each(|_| encoder.write_all(fill).expect("it is written"));
    encoder.finish().expect("it ends")
}

/// A megabyte of one byte, and at its end another.
fn megabyte(byte: u8, last: u8) -> Vec<u8> {
    let mut fill = vec![byte; 1 << 20];
    fill[(1 << 20) - 1] = last;
    fill
}

#[test]
fn a_bomb_in_zstd() {
    for (name, byte, last) in [("one line", b'x', b'x'), ("blank lines", b' ', b'\n'), ("nul", 0, 0)] {
        let content = bomb(&megabyte(byte, last), 8 << 10);
        println!("{name}: {} KB for 8 GB", content.len() >> 10);
        ingest(content, 2, "broken.jsonl");
    }
}

#[test]
fn a_bomb_behind_good_papers() {
    let mut content = zstd(format!("{GOOD}\n{ANOTHER}\n").as_bytes());
    content.extend(bomb(&megabyte(b'{', b'{'), 4 << 10));
    let (_, run) = ingest(content, 1, "broken.jsonl:3: ");
    assert_eq!(run.counted("new"), 2);
}

#[test]
fn a_bomb_in_gzip() {
    let member = gzip(&vec![b'x'; 64 << 20]);
    // Members may follow one another: 4 GB in all.
    ingest(member.repeat(64), 2, "broken.jsonl");
}

#[test]
fn a_bomb_of_small_records() {
    let line = br#"{"title": "t", "id": "2401.00001"}"#;
    let mut fill = megabyte(b' ', b'\n');
    for at in (0..(1 << 20) - 64).step_by(64) {
        fill[at..at + line.len()].copy_from_slice(line);
        fill[at + line.len()] = b'\n';
    }
    let table = Table::new();
    let path = table.file("broken.jsonl", bomb(&fill, 1 << 10));
    let run = ends(&table, &path, 1);
    assert!(run.stderr.contains("broken.jsonl:"), "{}", run.stderr);
}

#[test]
fn cut_compressed_files_keep_what_was_readable() {
    let Some(file) = shared("data/arxiv_daily.jsonl.zst") else { return };
    let text = head(&file, 2_000).into_bytes();
    for compressed in [zstd(&text), gzip(&text)] {
        let (_, run) = ingest(&compressed[..compressed.len() / 2], 1, "broken.jsonl:");
        assert!(run.counted("new") > 500, "{}", run.stdout);
        let mut flipped = compressed.clone();
        let middle = flipped.len() / 2;
        flipped[middle..middle + 16].fill(0x55);
        let (_, run) = ingest(&flipped, 1, "broken.jsonl");
        assert!(run.counted("new") > 500, "{}", run.stdout);
    }
    ingest(&zstd(&text)[..10], 2, "broken.jsonl");
}
