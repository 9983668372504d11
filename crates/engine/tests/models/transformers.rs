//! Transformers: the second tier, and the way from one to another.

use newsstand_engine::{ModelKind, ModelWanted};
use search::{Query, TierProgress};

use crate::library::{Library, bundled, transformer};

/// How many papers the model that serves has read.
fn served(library: &Library) -> usize {
    library.newsstand.second_tier().map_or(0, |tier| tier.papers)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_old_model_serves_until_the_new_one_has_read_everything() {
    let library = Library::new().await;
    library.read_all().await;
    library.add_other("other").await;
    let wanted = library.newsstand.use_model("other").await.unwrap();
    assert_eq!(wanted, ModelWanted::Reads(TierProgress { papers: 0, of: 4 }));
    assert_eq!(library.in_use(), ["bundled-table", "bundled-minilm", "other"]);
    let version = library.newsstand.version();
    for read in [3, 4] {
        assert_eq!(served(&library), 4, "the old one serves");
        assert_eq!(library.first("grasping things").await, "Robots that grasp");
        library.newsstand.read_round(3).await.unwrap();
        if read < 4 {
            let expected = ("other".to_owned(), TierProgress { papers: read, of: 4 });
            assert_eq!(library.newsstand.next_model(), Some(expected));
        }
    }
    assert_eq!((library.newsstand.next_model(), served(&library)), (None, 4));
    assert_eq!(library.in_use(), ["bundled-table", "other", ""]);
    assert!(library.newsstand.version() > version, "cached pages lapse");
    assert_eq!(library.first("grasping things").await, "Robots that grasp");
    // The way back takes no reading.
    let wanted = library.newsstand.use_model("bundled-minilm").await.unwrap();
    assert_eq!(wanted, ModelWanted::Serves(ModelKind::Transformer));
    assert_eq!(library.newsstand.read_round(3).await.unwrap(), 0);
    assert_eq!((library.in_use()[1].as_str(), served(&library)), ("bundled-minilm", 4));
    library.newsstand.remove_model("other").unwrap();
    let folders = std::fs::read_dir(library.data("vectors")).unwrap().count();
    assert_eq!(folders, 1, "its vectors are gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_on_the_way_changes_nothing() {
    let library = Library::new().await;
    library.read_all().await;
    library.add_other("other").await;
    library.newsstand.use_model("other").await.unwrap();
    library.newsstand.read_round(3).await.unwrap();
    let library = library.reopened().await;
    assert_eq!(library.newsstand.second_tier(), None, "opening does not wait for networks");
    library.newsstand.open_second_tier().await.unwrap();
    assert_eq!(served(&library), 4, "the old one serves after the next start too");
    assert_eq!(library.newsstand.next_model(), Some(("other".to_owned(), TierProgress { papers: 3, of: 4 })));
    library.read_all().await;
    assert_eq!(library.in_use(), ["bundled-table", "other", ""]);
    let library = library.reopened().await;
    library.newsstand.open_second_tier().await.unwrap();
    assert_eq!((served(&library), library.newsstand.next_model()), (4, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_mind_on_the_way_is_followed() {
    let library = Library::new().await;
    library.newsstand.read_round(2).await.unwrap();
    library.add_other("other").await;
    library.newsstand.use_model("other").await.unwrap();
    library.newsstand.read_round(2).await.unwrap();
    assert!(library.newsstand.next_model().is_some());
    library.newsstand.use_model("bundled-minilm").await.unwrap();
    library.read_all().await;
    assert_eq!((library.newsstand.next_model(), served(&library)), (None, 4));
    assert_eq!(library.listed("other").unwrap().read.papers, 2, "what it has read is kept");
    assert_eq!(library.in_use(), ["bundled-table", "bundled-minilm", ""]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_old_one_has_read_nothing_the_new_one_serves_at_once() {
    let library = Library::new().await;
    library.add_other("other").await;
    let wanted = library.newsstand.use_model("other").await.unwrap();
    assert_eq!(wanted, ModelWanted::Serves(ModelKind::Transformer));
    library.newsstand.read_round(3).await.unwrap();
    assert_eq!((library.in_use()[1].as_str(), served(&library)), ("other", 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_network_is_moved_aside_and_the_bundled_one_serves() {
    let library = Library::new().await;
    library.read_all().await;
    library.add_other("other").await;
    library.newsstand.use_model("other").await.unwrap();
    library.read_all().await;
    assert_eq!(library.in_use()[1], "other");
    let file = library.data("models/other/network.onnx");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let library = library.reopened().await;
    library.newsstand.open_second_tier().await.unwrap();
    assert_eq!((served(&library), library.newsstand.next_model()), (4, None));
    assert!(library.data("models/other.damaged").is_dir() && library.listed("other").is_none());
    assert_eq!(library.first("grasping things").await, "Robots that grasp");
    for broken in ["", "{", "[1]", "{\"second\": 7}"] {
        std::fs::write(library.data("models/in-use.json"), broken).unwrap();
        assert_eq!(library.in_use(), ["bundled-table", "bundled-minilm", ""], "{broken:?}");
        assert!(library.data("models/in-use.json.broken").is_file());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lone_network_takes_its_vocabulary_from_beside_it() {
    let library = Library::new().await;
    let files = [("mini.onnx", bundled("minilm-l6-int8.onnx")), ("vocab.txt", bundled("vocab.txt"))];
    let file = library.model("somewhere", &files).join("mini.onnx");
    let added = library.newsstand.add_model(&file, Some("my.own_name")).await.unwrap();
    assert_eq!((added.name.as_str(), added.kind, added.dims), ("my.own_name", ModelKind::Transformer, 384));
    let listed = library.listed("my.own_name").unwrap();
    assert_eq!((listed.usage, listed.read), (None, TierProgress { papers: 0, of: 4 }));
    assert_eq!(listed.described.unwrap().bytes, added.bytes);
    let again = library.newsstand.add_model(&file, Some("my.own_name")).await.unwrap_err().to_string();
    assert!(again.contains("already"), "{again}");
    let fold = library.model("whole", &transformer());
    library.newsstand.add_model(&fold, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_tier_reranks_where_it_is_asked_to() {
    let library = Library::new().await;
    let asked = Query { rerank: true, explain: true, ..Query::words("machines that listen in a crowd") };
    let found = library.newsstand.search(&asked).await.unwrap();
    assert!(!found.reranked && !found.papers.is_empty(), "the second tier is not open yet");
    library.newsstand.open_second_tier().await.unwrap();
    assert!(!library.newsstand.search(&Query { rerank: false, ..asked.clone() }).await.unwrap().reranked);
    // Two at a time wait for one another, and one that nobody waits for keeps neither.
    drop(tokio::time::timeout(std::time::Duration::ZERO, library.newsstand.search(&asked)).await);
    let (one, other) = tokio::join!(library.newsstand.search(&asked), library.newsstand.search(&asked));
    for found in [one.unwrap(), other.unwrap()] {
        assert!(found.reranked);
        assert_eq!(found.papers[0].stored.paper.title, "Speech in noise");
        assert!(found.papers[0].explanation.as_ref().unwrap().sentence > 0.0);
    }
    let second_page = library.newsstand.search(&Query { offset: 1, ..asked }).await.unwrap();
    assert!(second_page.papers.iter().all(|paper| paper.stored.paper.title != "Speech in noise"));
}
