//! `newsstand source`: papers from a provider on loopback.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use crate::support::{Table, wait_for};

/// A provider that answers each request with the next of its answers, the last of them again and again.
struct Provider {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Provider {
    fn start(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut head =
                    BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
                let request = head.next().unwrap_or_default();
                head.for_each(drop);
                let before = {
                    let mut noted = noted.lock().unwrap();
                    noted.push(request);
                    noted.len() - 1
                };
                let answer = &answers[before.min(answers.len() - 1)];
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        Self { port, asked }
    }

    /// The addresses that were asked for.
    fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect()
    }

    /// Settings with this provider as the source `language`.
    fn settings(&self) -> String {
        let port = self.port;
        format!(
            "allow_private = true\n[[source]]\nname = \"language\"\nget = \"arxiv:cs.CL\"\naddress = \"http://127.0.0.1:{port}/oai\"\n"
        )
    }
}

fn answer(status: &str, header: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{header}\r\n{body}", body.len())
}

/// A page of arXiv's repository with one paper, and the token of the next page.
fn page(id: &str, title: &str, token: &str) -> String {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><ListRecords><record><header>\
         <identifier>oai:arXiv.org:{id}</identifier><datestamp>2026-03-10</datestamp></header><metadata>\
         <arXiv xmlns=\"http://arxiv.org/OAI/arXiv/\"><id>{id}</id><created>2026-03-09</created><title>{title}</title>\
         <categories>cs.CL</categories><abstract>What it says.</abstract></arXiv></metadata></record>\
         <resumptionToken completeListSize=\"2\">{token}</resumptionToken></ListRecords></OAI-PMH>"
    );
    answer("200 OK", "", &body)
}

#[test]
fn papers_come_from_where_the_source_was_left() {
    let provider = Provider::start(vec![
        page("2603.00001", "Of swarms", "t1"),
        page("2603.00001", "Of swarms", "t1"),
        answer("429 Too Many Requests", "Retry-After: 0\r\n", ""),
        page("2603.00002", "Of flocks", ""),
    ]);
    let table = Table::with_settings(&provider.settings());
    assert!(table.run(["source", "list"]).well().stdout.contains("language: arxiv:cs.CL (http://127.0.0.1:"));
    let tested =
        table.run(["source", "test", "language", "--from", "2026-03-01", "--until", "2026-03-10"]).well().stdout;
    assert!(
        tested.contains("2603.00001  Of swarms")
            && tested.contains("1 paper of 2 in the first answer; nothing was stored"),
        "{tested}"
    );
    assert!(!table.run(["search", "swarms"]).stdout.contains("Of swarms"));
    // The provider wants to be left alone after the first page: what came is there, and the run says how it goes on.
    let march = ["source", "run", "--from", "2026-03-01", "--until", "2026-03-10"];
    let broken_off = table.run(march).ends_with(1);
    assert!(
        broken_off.stdout.contains("language, 2026-03-01 to 2026-03-10: 1 paper in 2 answers: 1 new"),
        "{}",
        broken_off.stdout
    );
    assert!(
        broken_off.stderr.contains("busy (status 429)") && broken_off.stderr.contains("goes on where it stopped"),
        "{}",
        broken_off.stderr
    );
    assert!(table.run(["search", "swarms"]).well().stdout.contains("Of swarms"));
    let whole = table.run(march).well().stdout;
    assert!(whole.contains("language, 2026-03-01 to 2026-03-10: 1 paper in 1 answer: 1 new"), "{whole}");
    // Days that were asked for besides do not change how far it was read.
    assert!(table.run(["source", "list"]).well().stdout.contains("never run"));
    let first = table.run(["source", "run", "language"]).well().stdout;
    assert!(first.contains("1 unchanged"), "{first}");
    let read = table.run(["source", "list"]).well().stdout;
    let day = read.trim().rsplit(' ').next().unwrap().to_owned();
    table.run(["source", "run"]).well();
    let asked = provider.asked();
    assert_eq!(
        asked[1],
        "/oai?verb=ListRecords&metadataPrefix=arXiv&from=2026-03-01&until=2026-03-10&set=cs%3Acs%3ACL"
    );
    assert_eq!(asked[2..4], ["/oai?verb=ListRecords&resumptionToken=t1", "/oai?verb=ListRecords&resumptionToken=t1"]);
    assert!(read.contains("read until 20") && asked[5].contains(&format!("&from={day}&until=")), "{read} {}", asked[5]);
}

#[test]
fn a_source_that_is_to_bring_something_else_does_not_go_on_with_the_tokens_of_before() {
    let provider = Provider::start(vec![
        page("2603.00001", "Of swarms", "t1"),
        answer("429 Too Many Requests", "Retry-After: 0\r\n", ""),
        page("2603.00002", "Of flocks", ""),
    ]);
    let table = Table::with_settings(&provider.settings());
    table.run(["source", "run", "language"]).ends_with(1);
    table.file("data/newsstand.toml", provider.settings().replace("arxiv:cs.CL", "arxiv:cs.IR"));
    assert!(table.run(["source", "list"]).well().stdout.contains("language: arxiv:cs.IR"));
    table.run(["source", "run", "language"]).well();
    let asked = provider.asked();
    assert!(asked[2].ends_with("set=cs%3Acs%3AIR"), "{asked:?}");
}

#[test]
fn a_list_may_be_kept_short_by_votes() {
    let paper = |id: &str, votes: u32| {
        serde_json::json!({"paper": {"id": id, "title": format!("Paper {id}"), "upvotes": votes,
            "publishedAt": "2026-03-09T00:00:00.000Z", "summary": "What it says."}, "numComments": 0})
    };
    let day = |votes: [u32; 3]| {
        let papers: Vec<_> =
            (1..).zip(votes).map(|(number, votes)| paper(&format!("2603.0000{number}"), votes)).collect();
        answer("200 OK", "", &serde_json::json!(papers).to_string())
    };
    let provider = Provider::start(vec![day([5, 9, 1]), day([5, 9, 7])]);
    let address = format!("address = \"http://127.0.0.1:{}/daily\"", provider.port);
    let settings = format!("allow_private = true\n[[source]]\nget = \"hf-daily\"\n{address}\nfirst = 2\n");
    let table = Table::with_settings(&settings);
    for left_out in ["2603.00003", "2603.00001"] {
        table.run(["source", "run", "--from", "2026-03-10", "--until", "2026-03-10"]).well();
        assert!(table.run(["search", &format!("id:{left_out}")]).well().stdout.contains(left_out), "it is kept");
        table.file("data/newsstand.toml", "");
        let server = table.serve(&["--empty"]);
        let day = server.page("/api/v1/days/2026-03-10");
        assert!(!day.contains(left_out) && day.contains("2603.00002") && day.contains("\"total\":2"), "{day}");
        server.stop();
        table.file("data/newsstand.toml", &settings);
    }
}

#[test]
fn a_server_fills_itself() {
    let provider = Provider::start(vec![page("2603.00001", "Of swarms", "t1"), page("2603.00002", "Of flocks", "")]);
    let table = Table::with_settings(&provider.settings());
    let server = table.serve(&["--empty"]);
    // The words of the query are marked in the title.
    wait_for("the second page's paper", || {
        server.page("/papers?q=flocks").contains("/papers/2603.00002").then_some(())
    });
    assert_eq!(server.stop().code(), 0);
    let from = provider.asked()[0].clone();
    assert!(from.contains("&from=20") && provider.asked().len() == 2, "{:?}", provider.asked());
    // A server that is started again does not ask before it is time: only what stands behind in the settings and is new is asked.
    let other = provider
        .settings()
        .replace("language", "other")
        .replace("cs.CL", "cs.IR")
        .replace("allow_private = true\n", "");
    table.file("data/newsstand.toml", provider.settings() + &other);
    let again = table.serve(&["--empty"]);
    wait_for("the other source", || (provider.asked().len() > 2).then_some(()));
    assert_eq!(again.stop().code(), 0);
    assert!(provider.asked()[2].ends_with("cs%3AIR"), "{:?}", provider.asked());
    assert!(table.run(["source", "list"]).well().stdout.contains("read until 20"));
}

#[test]
fn a_server_with_a_wrong_source_says_so_and_does_not_start() {
    let table = Table::with_settings("listen = \"127.0.0.1:0\"\n[[source]]\nget = \"arvix:cs.CL\"\n");
    let refused = table.run(["serve", "--empty"]).ends_with(2);
    assert!(refused.stderr.contains("\"arvix:cs.CL\" is no source"), "{}", refused.stderr);
}

#[test]
fn wrong_sources_are_told_what_is_wrong() {
    let table = Table::new();
    let said = |words: &[&str]| table.run(words.iter().copied()).ends_with(2).stderr;
    assert!(said(&["source", "test", "arvix:cs.CL"]).contains("sources are arxiv:cs.CL, "));
    assert!(said(&["source", "run", "acl"]).contains("does not say what is wanted of it"));
    assert!(said(&["source", "test", "feed:http://127.0.0.1:9/feed"]).contains("at a private address"));
    assert!(said(&["source", "test", "feed:file:///etc/passwd"]).contains("neither http nor https"));
    assert!(said(&["source", "run"]).contains("no sources to run"));
    assert!(said(&["source", "test", "hf-daily", "--from", "yesterday"]).contains("yesterday"));
    assert!(said(&["source", "test", "hf-daily", "--until", "2026-03-01"]).contains("--from"));
    assert!(table.run(["source", "list"]).well().stderr.contains("no sources yet"));
    table.file("data/newsstand.toml", "[[source]]\nget = \"hf-daily\"\nkey = \"secret\"\n");
    assert!(said(&["source", "run"]).contains("has no name"));
    table.file("data/newsstand.toml", "[[source]]\ngot = \"hf-daily\"\n");
    assert!(said(&["source", "list"]).contains("newsstand.toml"));
}

#[test]
fn sources_are_added_paused_and_shown() {
    let table = Table::new();
    table.run(["source", "list"]).well();
    let added = table.run([
        "source",
        "add",
        "feed:https://example.org/a.xml",
        "--name",
        "ours",
        "--hours",
        "1",
        "--only",
        "robots",
        "--first",
        "30",
    ]);
    assert!(added.well().stdout.contains("ours was added to "));
    let listed = table.run(["source", "list"]).well().stdout;
    assert!(listed.contains("ours: feed:https://example.org/a.xml (https://example.org/a.xml), never run"), "{listed}");
    assert!(table.run(["config"]).well().stdout.contains("only = [\"robots\"]\nfirst = 30\n"));
    for (wrong, said) in [
        (
            ["source", "add", "feed:https://example.org/b.xml", "--name", "ours"].as_slice(),
            "there is a source \"ours\" already",
        ),
        (["source", "add", "arvix:cs"].as_slice(), "\"arvix:cs\" is no source"),
        (["source", "add", "acl:2025", "--list", "weekly"].as_slice(), "daily, new or none"),
        (["source", "add", "acl:2025", "--first", "0"].as_slice(), "number would be zero"),
        (["source", "pause", "theirs"].as_slice(), "there is no source \"theirs\""),
        (
            ["source", "test", "arxiv:cs.CL", "--from", "2026-03-02", "--until", "2026-03-01"].as_slice(),
            "2026-03-02 lies after 2026-03-01",
        ),
        (
            ["source", "run", "arxiv:cs.CL", "--from", "2026-03-02", "--until", "2026-03-01"].as_slice(),
            "2026-03-02 lies after 2026-03-01",
        ),
    ] {
        let stderr = table.run(wrong.iter().copied()).ends_with(2).stderr;
        assert!(stderr.contains(said), "{stderr}");
    }
    table.run(["source", "pause", "ours"]).well();
    assert!(table.run(["source", "list"]).well().stdout.contains("paused by hand"));
    table.run(["source", "resume", "ours"]).well();
    assert!(!table.run(["source", "list"]).well().stdout.contains("paused"));
}

#[test]
fn a_server_says_how_its_sources_stand_and_which_days_may_change() {
    let provider = Provider::start(vec![
        page("2603.00001", "Of swarms", ""),
        answer("503 Service Unavailable", "Retry-After: 9\r\n", ""),
    ]);
    let table = Table::with_settings(&provider.settings());
    table.run(["source", "run", "language"]).well();
    let server = table.serve(&["--empty"]);
    let status = wait_for("what the provider refused", || {
        let status = server.json("/api/v1/status");
        status["sources"][0]["failed"]["reason"].is_string().then_some(status)
    });
    let source = &status["sources"][0];
    assert_eq!(
        (&source["name"], &source["question"], &source["list"]),
        (&"language".into(), &"arxiv:cs.CL".into(), &"new".into()),
        "{status}"
    );
    assert!(source["read"].is_string() && source["complete"] == false, "{status}");
    assert!(source["failed"]["reason"].as_str().is_some_and(|reason| reason.contains("503")), "{status}");
    let page = server.page("/status");
    assert!(page.contains("language") && page.contains("arxiv:cs.CL"), "{page}");
}

#[test]
fn keys_of_sources_are_shown_nowhere() {
    let refusal = "{\"error\": \"Invalid key\", \"message\": \"s3cret is no key\"}";
    let provider = Provider::start(vec![answer("403 Forbidden", "", refusal)]);
    let table = Table::new();
    table.run(["source", "list"]).well();
    let works = format!("get = \"openalex:type:article\"\naddress = \"http://127.0.0.1:{}/works\"\n", provider.port);
    let source = format!("[[source]]\nname = \"works\"\n{works}key = \"api_key=s3cret\"\n");
    table.file("data/newsstand.toml", format!("allow_private = true\ncontact = \"me@example.org\"\n{source}"));
    let mut told = Vec::new();
    for (words, code) in [(["source", "test", "works"], 2), (["source", "run", "works"], 1)] {
        let ended = table.run(words).ends_with(code);
        assert!(ended.stderr.contains("*** is no key"), "{}", ended.stderr);
        told.extend([ended.stdout, ended.stderr]);
    }
    told.extend([table.run(["source", "list"]).well().stdout, table.run(["config"]).well().stdout]);
    let server = table.serve(&["--empty"]);
    told.extend([server.json("/api/v1/status").to_string(), server.page("/status")]);
    for text in &told {
        assert!(!text.contains("s3cret"), "{text}");
    }
    assert!(told.iter().any(|text| text.contains("works")) && server.stop().code() == 0);
    assert!(
        provider.asked().iter().all(|address| address.ends_with("&cursor=*&api_key=s3cret")),
        "{:?}",
        provider.asked()
    );
}
