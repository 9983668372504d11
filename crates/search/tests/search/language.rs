//! The query language: what a text is understood as, printed back.

use newsstand_search::{Understood, understand};
use proptest::prelude::*;

fn printed(text: &str) -> String {
    understand(text).tree.to_string()
}

/// What is said about a text, each hint with the part that it is about.
fn hints(text: &str) -> Vec<(String, String)> {
    let Understood { hints, .. } = understand(text);
    hints.into_iter().map(|hint| (text.get(hint.range).unwrap().to_owned(), hint.message)).collect()
}

#[test]
fn every_query_has_one_normal_form() {
    for (typed, normal) in [
        ("  graph   neural networks ", "graph neural networks"),
        ("graph \"neural network\" -cars", "graph \"neural network\" -cars"),
        ("“gaussian splatting”", "\"gaussian splatting\""),
        ("ti:graph", "ti:graph"),
        ("TI:graph title:tree", "ti:graph ti:tree"),
        ("ti:(graph tree)", "ti:graph ti:tree"),
        ("ti:(graph OR tree) cars", "(ti:graph OR ti:tree) cars"),
        ("jaguar OR leopard", "jaguar OR leopard"),
        ("graph AND transformer", "graph AND transformer"),
        ("(graph transformer)", "graph AND transformer"),
        ("a AND b OR c AND d", "(a AND b) OR (c AND d)"),
        ("fast graph OR tree search", "fast (graph OR tree) search"),
        ("graph ANDNOT ti:tree", "graph AND -ti:tree"),
        ("graph NOT tree", "graph -tree"),
        ("NOT NOT graph", "graph"),
        ("-(ti:a OR ti:b) c", "-(ti:a OR ti:b) c"),
        ("((((graph))))", "all:graph"),
        ("all:graph", "all:graph"),
        ("speech recognition (ASR)", "speech recognition (ASR)"),
        ("f(x) = a*b", "f(x) = a*b"),
        ("transform*", "transform*"),
        ("au:del_maestro", "au:\"del maestro\""),
        ("au:\"Del Maestro\"", "au:\"Del Maestro\""),
        ("au:\"LeCun\"", "au:LeCun"),
        ("cat:cs.* cat:cs.LG", "cat:cs.* cat:cs.LG"),
        ("cat:(cs.CL OR cs.LG)", "cat:cs.CL OR cat:cs.LG"),
        ("id:arXiv:2401.01234v2", "id:2401.01234"),
        ("doi:https://doi.org/10.1000/ABC", "doi:10.1000/abc"),
        ("votes:>=10 votes:<5 votes:5..20", "votes:>9 votes:<5 votes:5..20"),
        ("date:2026-01..2026-03 date:7d date:2026", "date:2026-01..2026-03 date:7d date:2026"),
        ("submittedDate:[202301010600 TO 202401010600]", "date:2023-01-01..2024-01-01"),
        ("has:code is:new sort:votes cars", "has:code is:new cars sort:votes"),
        ("like:2401.01234 -like:2402.00001 graph", "graph like:2401.01234 -like:2402.00001"),
        ("like:(2401.01234 2402.00001)", "like:2401.01234 like:2402.00001"),
        ("lang:German org:\"Deep Mind\"", "lang:de org:\"Deep Mind\""),
        ("au:del_maestro+AND+ti:%22quantum+criticality%22", "au:\"del maestro\" ti:\"quantum criticality\""),
        ("-cars", "cars"),
        ("-cars -cat:cs.LG", "-cars -cat:cs.LG"),
        ("", ""),
    ] {
        assert_eq!(printed(typed), normal, "{typed}");
        assert_eq!(understand(normal).tree, understand(typed).tree, "{typed}");
    }
}

#[test]
fn what_is_not_understood_is_text_with_a_hint() {
    for (typed, normal, about, says) in [
        ("tit:graph", "tit:graph", "tit:", "there is “ti:”"),
        ("date:yesterday cars", "date:yesterday cars", "date:yesterday", "a date belongs here"),
        ("votes:many", "votes:many", "votes:many", "a number belongs here"),
        ("(graph", "graph", "(", "no partner"),
        ("graph)", "graph", ")", "no partner"),
        ("5\" screens", "5 screens", "\"", "no partner"),
        ("like:graph", "like:graph", "like:graph", "a paper's id"),
        ("id:graph", "id:graph", "id:graph", "a paper's id"),
        ("doi:graph", "doi:graph", "doi:graph", "a DOI"),
        ("has:wings", "has:wings", "has:wings", "abstract, arxiv"),
        ("is:old", "is:old", "is:old", "new or daily"),
        ("sort:random", "sort:random", "sort:random", "relevance, newest, votes and citations"),
        ("lang:xx", "lang:xx", "lang:xx", "not known"),
        ("graph AND", "graph", "AND", "nothing stands behind"),
        ("OR graph", "graph", "OR", "nothing stands before"),
        ("by:someone graph", "by:someone graph", "by:someone", "left out"),
        ("cites:many", "cites:many", "cites:many", "a number belongs here"),
        ("ti:graph^2", "ti:graph", "ti:graph^2", "without its weight"),
        ("ti:a* b", "ti:a b", "ti:a*", "at least 3 letters"),
        ("-cars", "cars", "-cars", "searched for"),
    ] {
        assert_eq!(printed(typed), normal, "{typed}");
        let hints = hints(typed);
        assert!(hints.iter().any(|(part, message)| part == about && message.contains(says)), "{typed}: {hints:?}");
    }
}

#[test]
fn running_text_is_left_alone() {
    for text in [
        "Mamba: Linear-Time Sequence Modeling with Selective State Spaces",
        "state-of-the-art - a survey",
        "https://example.org/x?a=b",
        "speech (ASR) and vision (ViT)",
        "C++ and 3:1 ratios",
        "is it: a test",
        "μ-opioid β-VAE 深度学习",
    ] {
        let Understood { tree, hints, .. } = understand(text);
        assert_eq!((tree.to_string().as_str(), hints), (text, Vec::new()));
        assert!(!tree.has_operators());
    }
}

#[test]
fn limits_are_kept_and_said() {
    let deep = format!("{}ti:graph{}", "(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(printed(&deep), "ti:graph");
    let many = vec!["ti:graph"; 1_000].join(" ");
    assert_eq!(printed(&many).matches("ti:graph").count(), 512);
    let long = "graph ".repeat(10_000);
    assert!(printed(&long).len() <= 16_384);
    for (text, says) in [(&deep, "deeper"), (&many, "conditions"), (&long, "bytes")] {
        let hints = understand(text).hints;
        assert!(hints.iter().any(|hint| hint.message.contains(says)) && hints.len() <= 8, "{hints:?}");
    }
}

/// The language's own signs, and words.
#[rustfmt::skip]
const PIECES: [&str; 61] = [
    "(", ")", "\"", "“", "-", "*", " ", " ", " ", "AND", "OR", "NOT", "ANDNOT", "ti:", "au:", "abs:", "all:",
    "cat:", "id:", "doi:", "org:", "kw:", "venue:", "lang:", "by:", "date:", "has:", "votes:", "cites:", "citations", "is:", "sort:",
    "like:", "foo:", "tit:", "graph", "del_maestro", "2401.01234", "10.1/x", "code", "new", ">10", "5..20",
    "2026-01", "7d", "[", "]", " TO ", "^2", "%22", "%28", "+AND+", "the", "-cars", "transf*", "a*", "深", ":",
    ",", "(x)", "date:foo",
];

/// Texts that are made of them.
fn syntax() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..24).prop_map(|pieces| pieces.concat())
}

fn assert_round_trip(text: &str) -> Result<(), TestCaseError> {
    let Understood { tree, hints, .. } = understand(text);
    let printed = tree.to_string();
    let again = understand(&printed).tree;
    prop_assert_eq!(&again, &tree, "{:?} printed {:?}", text, printed);
    prop_assert_eq!(again.to_string(), printed);
    prop_assert!(hints.iter().all(|hint| text.get(hint.range.clone()).is_some()), "{:?} {:?}", text, hints);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_is_printed_is_understood_alike(text in syntax()) {
        assert_round_trip(&text)?;
    }

    #[test]
    fn any_text_is_understood(text in "[\\PC\u{0}-\u{1f}()\"*: -]{0,60}") {
        assert_round_trip(&text)?;
    }
}
