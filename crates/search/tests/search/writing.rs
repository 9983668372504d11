//! How words are written: Chinese, Japanese and Korean; names with hyphens, Greek letters and formulas; plurals of initials.

use std::sync::Arc;

use newsstand_search::{Query, Snapshot, highlight};

use crate::support::{by, first, found, index_of, paper};

/// Papers as they stand in Chinese, Japanese and Korean journals.
fn eastern() -> Arc<Snapshot> {
    index_of(&[
        paper(
            1,
            "基于深度学习的医学图像分割方法综述",
            "医学图像分割是计算机辅助诊断的关键步骤。本文总结了卷积神经网络在该领域的应用。",
        ),
        paper(
            2,
            "面向知识图谱的图神经网络推荐算法",
            "为缓解数据稀疏问题，提出一种融合知识图谱与图神经网络的推荐算法。",
        ),
        paper(
            3,
            "大規模言語モデルを用いた日本語文書要約",
            "本研究では、トランスフォーマーに基づく言語モデルで要約を生成する手法を提案する。",
        ),
        paper(4, "ガンマ線バーストの残光観測", "すばる望遠鏡による観測の結果を報告する。"),
        paper(
            5,
            "한국어 기계 독해를 위한 사전학습 언어 모델",
            "대규모 말뭉치로 사전학습한 언어 모델을 미세조정하였다.",
        ),
        by(paper(6, "Spiking networks", "Neurons that fire."), &["王小明", "山田 太郎"]),
    ])
    .snapshot()
}

#[test]
fn eastern_texts_are_found_by_the_pairs_of_their_characters() {
    let snapshot = eastern();
    for (text, paper) in [
        ("医学图像分割", 1),
        ("深度学习 综述", 1),
        ("图神经网络", 2),
        ("知识图谱推荐", 2),
        ("言語モデル 要約", 3),
        ("トランスフォーマー", 3),
        ("ｶﾞﾝﾏ線", 4),
        ("観測", 4),
        ("언어 모델", 5),
        ("기계 독해", 5),
        // A character alone.
        ("卷", 1),
        ("谱", 2),
    ] {
        assert_eq!(first(&snapshot, text), paper, "{text}");
    }
}

#[test]
fn eastern_phrases_and_conditions_are_obeyed() {
    let snapshot = eastern();
    assert_eq!(found(&snapshot, "\"神经网络\""), [2, 1]);
    assert_eq!(found(&snapshot, "\"图神经网络\""), [2]);
    assert!(found(&snapshot, "\"网络神经\"").is_empty());
    assert_eq!(found(&snapshot, "ti:図 OR ti:観測"), [4]);
    assert_eq!(found(&snapshot, "ti:言語モデル"), [3]);
    assert_eq!(found(&snapshot, "abs:사전학습"), [5]);
    assert!(!found(&snapshot, "神经网络 -知识图谱").contains(&2));
}

#[test]
fn eastern_names_are_found_with_and_without_a_space() {
    let snapshot = eastern();
    for text in ["au:王小明", "au:\"小明 王\"", "au:小明", "au:王", "au:山田太郎", "au:\"山田 太郎\"", "王小明"]
    {
        assert_eq!(first(&snapshot, text), 6, "{text}");
    }
    assert!(found(&snapshot, "au:李小明").is_empty());
}

#[test]
fn eastern_texts_are_marked() {
    let title = "基于深度学习的医学图像分割方法综述";
    let answer = eastern().search(&Query::words("医学图像 综述")).unwrap();
    let marked: Vec<&str> =
        highlight(title, &answer.terms).into_iter().map(|span| title.get(span.range).unwrap()).collect();
    assert_eq!(marked, ["医学图像", "综述"]);
}

const DOCUMENT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/SEARCH.md"));

/// The rows of the documentation's table that begins with this heading: for each cell its text and what stands in backticks.
fn rows(first: &str) -> Vec<Vec<(&'static str, Vec<&'static str>)>> {
    let rows = DOCUMENT.lines().skip_while(|line| !line.starts_with(&format!("| {first} |"))).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let quoted = |cell: &'static str| cell.split('`').skip(1).step_by(2).collect();
    rows.map(|line| line.trim_matches('|').split(" | ").map(|cell| (cell.trim(), quoted(cell))).collect()).collect()
}

#[test]
fn eastern_examples_of_the_documentation_are_true() {
    let rows = rows("title");
    assert!(rows.len() >= 4, "{rows:?}");
    let title = |row: &Vec<(&'static str, Vec<_>)>| row[0].0;
    let abstracts =
        ["本文总结了卷积神经网络在该领域的应用。", "要約を生成する手法。", "結果を報告する。", "미세조정하였다."];
    let papers: Vec<_> =
        (1..).zip(&rows).zip(abstracts).map(|((key, row), text)| paper(key, title(row), text)).collect();
    let snapshot = index_of(&papers).snapshot();
    for (key, row) in (1..).zip(&rows) {
        row[1].1.iter().for_each(|text| assert_eq!(first(&snapshot, text), key, "{text}"));
        row[2].1.iter().for_each(|text| assert!(!found(&snapshot, text).contains(&key), "{text}"));
    }
}

#[test]
fn spellings_of_a_name_find_one_another() {
    let rows = rows("spellings that find one another");
    assert!(rows.len() >= 15, "{rows:?}");
    for spellings in rows.iter().map(|row| &row[0].1) {
        for written in spellings {
            let title = format!("Notes about {written} for sailors");
            let papers = [
                paper(1, "Ships in the night", "Harbours of northern towns and their tides."),
                paper(2, &title, "Nothing else."),
                paper(3, "Lighthouses", &format!("Their keepers knew {written} by heart.")),
                paper(4, "Anchors", "Made of iron, heavy, and rusty."),
            ];
            let snapshot = index_of(&papers).snapshot();
            for asked in spellings {
                let answer = snapshot.search(&Query { explain: true, ..Query::words(*asked) }).unwrap();
                let mut by_words: Vec<i64> = answer
                    .hits
                    .iter()
                    .filter(|hit| hit.explanation.as_ref().is_some_and(|why| why.lexical > 0.0))
                    .map(|hit| hit.key.0)
                    .collect();
                by_words.sort_unstable();
                assert_eq!(by_words, [2, 3], "{written} asked for as {asked}");
            }
        }
    }
}

#[test]
fn phrases_take_names_in_either_spelling() {
    let snapshot = index_of(&[
        paper(1, "The GPT-4 technical report", "Models."),
        paper(2, "A GPT4 technical report", "Models."),
        paper(3, "GPT technical report 4", "Models."),
    ])
    .snapshot();
    let sorted = |text: &str| {
        let mut keys = found(&snapshot, text);
        keys.sort_unstable();
        keys
    };
    assert_eq!(sorted("\"GPT-4 technical report\""), [1, 2]);
    assert_eq!(sorted("ti:GPT-4"), [1, 2]);
    assert_eq!(sorted("ti:GPT4"), [1, 2]);
    assert_eq!(sorted("technical -GPT-4"), [3]);
}

#[test]
fn signs_alone_do_no_harm() {
    let snapshot = index_of(&[
        paper(1, "Limits at ∞ and ≤ signs", r"$\sum_{i=1}^\infty \frac{1}{2^i} \leq 1$"),
        paper(2, "Else", "Other."),
    ])
    .snapshot();
    for text in ["∞", r"\infty", r"\frac{1}{2}", "≤", r"$\leq$", r"\", "$$", "_^{}", "-∞", "∇∇∇"] {
        snapshot.search(&Query::words(text)).unwrap();
    }
    assert_eq!(first(&snapshot, "infinity"), 1);
    assert_eq!(first(&snapshot, "∞"), 1);
}

#[test]
fn neighbours_of_the_query_count_more_beside_one_another() {
    let snapshot = index_of(&[
        paper(1, "On networks of pipes", "Flow of water, graph of pressure, and a network. Neural tissue."),
        paper(2, "On networks of wires", "A graph neural network of wires, flow of pressure and of tissue."),
        paper(3, "Bread", "Flour."),
    ])
    .snapshot();
    let answer = snapshot.search(&Query { explain: true, ..Query::words("graph neural network") }).unwrap();
    let lexical = |key: i64| {
        let hit = answer.hits.iter().find(|hit| hit.key.0 == key).unwrap();
        hit.explanation.as_ref().unwrap().lexical
    };
    assert!(lexical(2) > lexical(1), "{} {}", lexical(2), lexical(1));
}

#[test]
fn a_title_that_holds_the_form_typed_counts_more() {
    let snapshot = index_of(&[
        paper(1, "Learned harbours", "Of ships and tides."),
        paper(2, "Learning harbours", "Of ships and tides."),
        paper(3, "Bread", "Flour."),
    ])
    .snapshot();
    let lexical = |text: &str, key: i64| {
        let answer = snapshot.search(&Query { explain: true, ..Query::words(text) }).unwrap();
        let hit = answer.hits.into_iter().find(|hit| hit.key.0 == key).unwrap();
        hit.explanation.unwrap().lexical
    };
    assert!(lexical("learned ships", 1) > lexical("learned ships", 2));
    assert!(lexical("learning ships", 2) > lexical("learning ships", 1));
}
