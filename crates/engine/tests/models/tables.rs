//! Static tables: the first tier.

use newsstand_engine::{ModelKind, ModelWanted};

use crate::library::{Library, bundled, table};

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_model2vec_fills_the_index_anew() {
    let library = Library::new().await;
    let folder = library.model("colours", &table());
    let added = library.newsstand.add_model(&folder, None).await.unwrap();
    assert_eq!((added.name.as_str(), added.kind, added.dims), ("colours", ModelKind::Table, 3));
    assert_eq!(library.in_use(), ["bundled-table", "bundled-minilm", ""], "adding changes nothing");
    std::fs::remove_dir_all(&folder).unwrap();
    let wanted = library.newsstand.use_model("colours").await.unwrap();
    assert_eq!(wanted, ModelWanted::Serves(ModelKind::Table));
    assert_eq!(library.in_use(), ["colours", "bundled-minilm", ""]);
    let read = |name: &str| library.listed(name).unwrap().read.papers;
    assert_eq!((read("colours"), read("bundled-table")), (4, 0));
    assert_eq!(library.newsstand.snapshot().model().map(embed::StaticModel::dims), Some(3));
    assert_eq!(library.first("objects hands").await, "Robots that grasp");
    let library = library.reopened().await;
    assert_eq!(
        library.newsstand.snapshot().model().map(embed::StaticModel::dims),
        Some(3),
        "the next start goes by it"
    );
    let said = library.newsstand.remove_model("colours").unwrap_err().to_string();
    assert!(said.contains("in use"), "{said}");
    library.newsstand.use_model("bundled-table").await.unwrap();
    library.newsstand.remove_model("colours").unwrap();
    assert!(!library.data("models/colours").exists() && library.listed("colours").is_none());
    assert_eq!(library.first("grasping things").await, "Robots that grasp");
}

/// A running server has its own handle: it notices what another process chose.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_table_is_moved_aside_and_the_bundled_one_serves() {
    let library = Library::new().await;
    library.newsstand.add_model(&library.model("colours", &table()), None).await.unwrap();
    library.newsstand.use_model("colours").await.unwrap();
    let file = library.data("models/colours/table.safetensors");
    let mut bytes = std::fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&file, bytes).unwrap();
    let library = library.reopened().await;
    library.newsstand.catch_up().await.unwrap();
    assert!(library.data("models/colours.damaged/table.safetensors").is_file(), "it was moved aside");
    assert_eq!(library.newsstand.snapshot().model().map(embed::StaticModel::dims), Some(256));
    assert_eq!(library.first("grasping things").await, "Robots that grasp");
    assert_eq!(library.in_use(), ["bundled-table", "bundled-minilm", ""]);
    // The same model can be added again: the choice was not forgotten.
    library.newsstand.add_model(&library.model("again", &table()), Some("colours")).await.unwrap();
    assert_eq!(library.in_use()[0], "colours");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_in_the_own_layout_can_be_added_too() {
    let library = Library::new().await;
    let files = [("own.safetensors", bundled("static-256-int8.safetensors")), ("vocab.txt", bundled("vocab.txt"))];
    let file = library.model("mine", &files).join("own.safetensors");
    let added = library.newsstand.add_model(&file, None).await.unwrap();
    assert_eq!((added.name.as_str(), added.dims), ("own", 256));
    library.newsstand.use_model("own").await.unwrap();
    assert_eq!(library.first("grasping things").await, "Robots that grasp");
    assert!(!library.newsstand.goes_by_own_table(), "what is trained is not taken into use by itself");
    let said = library.newsstand.use_model("trained").await.unwrap_err().to_string();
    assert!(said.contains("no model \"trained\"") && said.contains("own"), "{said}");
}
