//! A small library, and models to be added to it.

use std::path::{Path, PathBuf};

use newsstand_engine::{Ingestion, ListedModel, ModelUse, Newsstand, Options};
use search::Query;
use serde_json::{Value, json};
use sources::ReadOptions;
use tempfile::TempDir;

/// Papers whose titles and abstracts share no word with each other.
const PAPERS: [(&str, &str); 4] = [
    ("Robots that grasp", "Mechanical hands learn to hold objects."),
    ("Rotation of galaxies", "Stars orbit too fast without dark matter."),
    ("Speech in noise", "Listening machines for crowded rooms."),
    ("Sparse forests", "Decision trees on a small budget."),
];

/// An opened library in a temporary folder.
pub(crate) struct Library {
    pub(crate) folder: TempDir,
    pub(crate) newsstand: Newsstand,
}

impl Library {
    /// With four papers in its index.
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let newsstand = open(folder.path()).await;
        let line = |(title, text): &(&str, &str)| json!({ "title": title, "abstract": text }).to_string() + "\n";
        let path = folder.path().join("papers.jsonl");
        std::fs::write(&path, PAPERS.iter().map(line).collect::<String>()).unwrap();
        let now = "2024-06-01T00:00:00Z".parse().unwrap();
        let what = Ingestion { paths: vec![path], options: ReadOptions::new(now), now };
        newsstand.ingest(what, |_| ()).await.unwrap();
        newsstand.catch_up().await.unwrap();
        Self { folder, newsstand }
    }

    /// The same library, as the next start of the program opens it.
    pub(crate) async fn reopened(self) -> Self {
        let Self { folder, newsstand } = self;
        drop(newsstand);
        Self { newsstand: open(folder.path()).await, folder }
    }

    /// A file or folder below the data folder.
    pub(crate) fn data(&self, name: &str) -> PathBuf {
        self.folder.path().join("data").join(name)
    }

    /// A folder of a model from elsewhere, with these files.
    pub(crate) fn model(&self, name: &str, files: &[(&str, Vec<u8>)]) -> PathBuf {
        let folder = self.folder.path().join(name);
        for (name, bytes) in files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        folder
    }

    /// Adds the bundled network, by the vector of its first mark instead of the mean: another model.
    pub(crate) async fn add_other(&self, name: &str) {
        let folder = self.model(name, &transformer());
        self.newsstand.add_model(&folder, None).await.unwrap();
    }

    /// What the list of models says of one.
    pub(crate) fn listed(&self, name: &str) -> Option<ListedModel> {
        self.newsstand.list_models().unwrap().into_iter().find(|model| model.name == name)
    }

    /// The names of the models for the first tier, the second, and the second next.
    pub(crate) fn in_use(&self) -> [String; 3] {
        let models = self.newsstand.list_models().unwrap();
        [ModelUse::First, ModelUse::Second, ModelUse::Next].map(|usage| {
            let names = models.iter().filter(|model| model.usage == Some(usage)).map(|model| model.name.clone());
            names.collect::<Vec<_>>().join(" ")
        })
    }

    /// The title of the first paper that is found.
    pub(crate) async fn first(&self, words: &str) -> String {
        let found = self.newsstand.search(&Query::words(words)).await.unwrap();
        found.papers.first().map(|paper| paper.stored.paper.title.clone()).unwrap_or_default()
    }

    /// Lets the second tier read until there is nothing more.
    pub(crate) async fn read_all(&self) {
        while self.newsstand.read_round(3).await.unwrap() > 0 {}
    }
}

async fn open(folder: &Path) -> Newsstand {
    let options = Options { data: folder.join("data"), database: None, second_tier: true };
    Newsstand::open(&options).await.unwrap()
}

/// A file of the bundled models.
pub(crate) fn bundled(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../embed/model").join(name)).unwrap()
}

fn settings(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// The files of a network in the layout of sentence-transformers.
pub(crate) fn transformer() -> Vec<(&'static str, Vec<u8>)> {
    let module = |name: &str, path: &str| json!({ "name": path, "path": path, "type": format!("sentence_transformers.models.{name}") });
    vec![
        ("onnx/model.onnx", bundled("minilm-l6-int8.onnx")),
        ("vocab.txt", bundled("vocab.txt")),
        (
            "modules.json",
            settings(&json!([
                module("Transformer", ""),
                module("Pooling", "1_Pooling"),
                module("Normalize", "2_Normalize")
            ])),
        ),
        (
            "1_Pooling/config.json",
            settings(&json!({ "pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false })),
        ),
        ("sentence_bert_config.json", settings(&json!({ "max_seq_length": 128, "do_lower_case": false }))),
        ("config.json", settings(&json!({ "model_type": "bert" }))),
    ]
}

/// The files of a table in model2vec's layout: three dimensions, and a few words.
pub(crate) fn table() -> Vec<(&'static str, Vec<u8>)> {
    let words = ["[UNK]", "robots", "hands", "grasp", "galaxies", "stars", "matter", "speech", "forests", "objects"];
    let axis = [
        [0.0, 0.0, 0.0],
        [1.0, 0.0, 0.1],
        [1.0, 0.1, 0.0],
        [1.0, 0.0, 0.0],
        [0.0, 1.0, 0.0],
        [0.1, 1.0, 0.0],
        [0.0, 1.0, 0.1],
        [0.0, 0.0, 1.0],
        [0.0, 0.3, 1.0],
        [0.9, 0.0, 0.1],
    ];
    let numbers = axis.concat().into_iter().flat_map(f32::to_le_bytes).collect::<Vec<u8>>();
    let header = json!({ "embeddings": { "dtype": "F32", "shape": [10, 3], "data_offsets": [0, 120] } }).to_string();
    let vocabulary: serde_json::Map<String, Value> =
        (0_u32..).zip(words).map(|(at, word)| (word.to_owned(), at.into())).collect();
    let tokenizer = json!({
        "normalizer": { "type": "BertNormalizer" }, "pre_tokenizer": { "type": "BertPreTokenizer" },
        "model": { "type": "WordPiece", "unk_token": "[UNK]", "vocab": vocabulary },
    });
    let weights = [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &numbers].concat();
    vec![
        ("model.safetensors", weights),
        ("tokenizer.json", settings(&tokenizer)),
        ("config.json", settings(&json!({ "model_type": "model2vec", "normalize": true }))),
    ]
}
