//! `newsstand source import`: lists of feeds as readers of feeds write them.

use crate::support::Table;

const LIST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="AI"><outline type="rss" text="Alpha &quot;x&quot; = [y]" xmlUrl="https://a.example/feed.xml?x=1&amp;y=2"/>
<outline text="Deep"><outline text="Beta" xmlUrl="http://b.example/"/></outline></outline>
<outline text="Alpha again" xmlUrl="HTTPS://A.example/feed.xml?x=1&amp;y=2"/>
<outline text="Known" xmlUrl="https://known.example/rss"/>
<outline text="Beta" xmlUrl="https://other.example/"/>
<outline text="Odd" xmlUrl="ftp://odd.example/"/>
<outline xmlUrl="https://nameless.example/"/>
</body></opml>"#;

const SETTINGS: &str = "title = \"Ours\"\n\n[[source]]\nget = \"feed:https://known.example/rss\"\nname = \"Beta\"";

#[test]
fn the_feeds_of_a_list_become_sources() {
    let table = Table::with_settings(SETTINGS);
    let list = table.file("mine.opml", LIST);
    let list = list.to_str().unwrap();
    let settings = || std::fs::read_to_string(table.data().join("newsstand.toml")).unwrap();
    let tried = table.run(["source", "import", list, "--dry-run"]);
    assert_eq!((tried.status.code(), settings().as_str()), (Some(1), SETTINGS), "one was left out");
    assert!(tried.stdout.contains("would add: AI / Deep / Beta (http://b.example/)"), "{}", tried.stdout);
    assert!(
        tried.stdout.contains("4 feeds to be added; nothing was written; 2 known already, 1 left out"),
        "{}",
        tried.stdout
    );
    let added = table.run(["source", "import", list, "--hours", "12"]);
    assert_eq!(added.status.code(), Some(1));
    assert!(
        added.stderr.contains("left out: Odd") && added.stderr.contains("neither http nor https"),
        "{}",
        added.stderr
    );
    let listed = table.run(["source", "list"]).well().stdout;
    for name in [
        "AI / Alpha \"x\" = [y]: feed:https://a.example/feed.xml?x=1&y=2 (",
        "AI / Deep / Beta: feed:http://b.example/ (",
        "Beta (2): feed:https://other.example/ (",
        "https://nameless.example/: feed:https://nameless.example/ (",
    ] {
        assert!(listed.contains(name), "{name} is not in {listed}");
    }
    assert_eq!((listed.lines().count(), settings().matches("hours = 12").count()), (5, 4));
    let again = table.run(["source", "import", list]);
    assert!(again.stdout.contains("0 feeds added; 6 known already, 1 left out"), "{}", again.stdout);
}

#[test]
fn what_a_site_exports_can_be_imported() {
    let table = Table::new();
    let server = table.serve(&[]);
    let list = server.page("/feeds.opml");
    server.stop();
    let added = Table::new().run_with_input(["source", "import", "-"], list.into_bytes()).well().stdout;
    assert!(added.contains("added: Lists / Daily · Newsstand (http://127.0.0.1:"), "{added}");
    assert!(added.contains("/papers/trending.atom)") && added.contains("0 known already, 0 left out"), "{added}");
}

#[test]
fn broken_and_hostile_lists_end_in_words() {
    let table = Table::new();
    let run = |content: &[u8]| table.run_with_input(["source", "import", "-"], content.to_vec());
    for nothing in ["", "papers", "<html><body/></html>", "<opml><body/></opml>", "\u{0}\u{1}"] {
        let refused = run(nothing.as_bytes());
        assert_eq!(refused.status.code(), Some(2), "{nothing:?}");
        assert!(refused.stderr.contains("names no feeds"), "{}", refused.stderr);
    }
    let cut = run(LIST.split("<outline text=\"Known\"").next().unwrap().as_bytes());
    assert!(
        cut.status.code() == Some(1) && cut.stdout.contains("added: ") && cut.stderr.contains("breaks off"),
        "{}",
        cut.stderr
    );
    let bomb = "<!DOCTYPE opml [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY a \"&x;&x;\">]><opml><outline text='&a;' xmlUrl='https://bomb.example/'/></opml>";
    let said = run(bomb.as_bytes());
    assert!(!said.stdout.contains("root:"), "{}", said.stdout);
    let evil = "<opml><outline text='a&#10;[[source]]&#10;get = &quot;x&quot;' xmlUrl='https://evil.example/'/></opml>";
    run(evil.as_bytes()).well();
    assert!(
        table.run(["source", "list"]).well().stdout.contains("https://evil.example/"),
        "the settings can still be read"
    );
    let deep = format!("<opml>{}", "<outline text='f'>".repeat(200_000));
    assert!(run(deep.as_bytes()).stderr.contains("deep"));
    let huge = run(&vec![b' '; (16 << 20) + 1]);
    assert!(huge.stderr.contains("larger than"), "{}", huge.stderr);
    let missing = table.run(["source", "import", "missing.opml"]);
    assert!(missing.status.code() == Some(2) && missing.stderr.contains("missing.opml"), "{}", missing.stderr);
}
