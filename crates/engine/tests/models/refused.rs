//! What is no model, or one that would be used wrongly: refused with a sentence that names it, and nothing is kept.

use serde_json::json;

use crate::library::{Library, table, transformer};

type Files = Vec<(&'static str, Vec<u8>)>;

/// Those files with one of them replaced, or added.
fn with(mut files: Files, name: &'static str, bytes: impl Into<Vec<u8>>) -> Files {
    files.retain(|(known, _)| *known != name);
    files.push((name, bytes.into()));
    files
}

fn without(mut files: Files, name: &str) -> Files {
    files.retain(|(known, _)| *known != name);
    files
}

/// What is said of a folder with these files.
async fn refused(library: &Library, files: &Files) -> String {
    let folder = library.model("candidate", files);
    let error = library.newsstand.add_model(&folder, None).await.unwrap_err().to_string();
    std::fs::remove_dir_all(&folder).unwrap();
    let kept = std::fs::read_dir(library.data("models")).map_or(0, Iterator::count);
    assert_eq!(kept, 0, "nothing is kept: {error}");
    error
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_no_weights_are_refused() {
    let library = Library::new().await;
    let network = transformer().remove(0).1;
    for (files, words) in [
        (vec![("readme.md", b"hello".to_vec())], "neither model.safetensors nor a file that ends in .onnx"),
        (vec![("pytorch_model.bin", vec![0x80, 2])], "could hold a program"),
        (with(transformer(), "onnx/model.onnx", ""), "no ONNX file"),
        (with(transformer(), "onnx/model.onnx", "<html>not found</html>"), "no ONNX file"),
        (with(transformer(), "onnx/model.onnx", "version https://git-lfs.example/spec/v1\noid sha256:0\n"), "git-lfs"),
        (with(transformer(), "onnx/model.onnx", &network[..network.len() / 3]), "cannot be used"),
        (with(transformer(), "onnx/model.onnx", [0x08; 3000]), "cannot be used"),
        (with(table(), "model.safetensors", ""), "no header"),
        (with(table(), "model.safetensors", [0xff; 100]), "no header"),
        (with(table(), "model.safetensors", &table()[0].1[..180]), "is cut off"),
        (with(table(), "model.safetensors", b"\x02\0\0\0\0\0\0\0{}".as_slice()), "of the kind model2vec"),
    ] {
        let said = refused(&library, &files).await;
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn models_that_would_be_used_wrongly_are_refused() {
    let library = Library::new().await;
    let module =
        |name: &str| json!([{ "type": format!("sentence_transformers.models.{name}"), "path": "2_Other" }]).to_string();
    let pooling = |modes: &[&str]| {
        let all = modes.iter().map(|mode| (format!("pooling_mode_{mode}"), true.into()));
        serde_json::Value::Object(all.collect()).to_string()
    };
    let tokenizer = |kind: &str| json!({ "model": { "type": kind, "vocab": {} } }).to_string();
    for (files, words) in [
        (with(transformer(), "modules.json", module("Dense")), "a step Dense"),
        (with(transformer(), "modules.json", "{"), "modules.json is no model that can be used: it is broken"),
        (with(transformer(), "1_Pooling/config.json", pooling(&["lasttoken"])), "pooling_mode_lasttoken"),
        (with(transformer(), "1_Pooling/config.json", pooling(&["cls_token", "max_tokens"])), "joins several"),
        (with(transformer(), "tokenizer.json", tokenizer("BPE")), "of the kind BPE"),
        (with(transformer(), "tokenizer.json", tokenizer("Unigram")), "of the kind Unigram"),
        (with(transformer(), "vocab.txt", "a\nb\n"), "no [CLS]"),
        (with(transformer(), "vocab.txt", [0xff, 0xfe, 0]), "no UTF-8"),
        (without(transformer(), "vocab.txt"), "neither tokenizer.json nor vocab.txt"),
        (without(table(), "tokenizer.json"), "neither tokenizer.json nor vocab.txt"),
        (with(table(), "tokenizer.json", "{}"), "missing field"),
        (with(table(), "tokenizer.json", vec![b'['; 100_000]), "tokenizer cannot be used"),
        (with(transformer(), "config.json", vec![b' '; 2 << 20]), "too large for settings"),
    ] {
        let said = refused(&library, &files).await;
        assert!(said.contains(words), "{words}: {said}");
    }
    let mut dot =
        with(transformer(), "config_sentence_transformers.json", json!({ "similarity_fn_name": "dot" }).to_string());
    dot = without(dot, "modules.json");
    assert!(refused(&library, &dot).await.contains("inner product"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_tells_nothing_apart_is_refused() {
    let library = Library::new().await;
    for (numbers, words) in [(0.0_f32, "no vector for a text"), (1.0, "the same vector"), (f32::NAN, "not finite")] {
        let mut weights = table().remove(0).1;
        let start = weights.len() - 120;
        weights[start..].copy_from_slice(&numbers.to_le_bytes().repeat(30));
        let said = refused(&library, &with(table(), "model.safetensors", weights)).await;
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_are_no_path_say_what_to_fetch() {
    let library = Library::new().await;
    let add = async |path: &str, name| library.newsstand.add_model(path.as_ref(), name).await.unwrap_err().to_string();
    let said = add("sentence-transformers/all-mpnet-base-v2", None).await;
    assert!(said.contains("nothing is downloaded") && said.contains("tokenizer.json"), "{said}");
    assert!(add("bundled-minilm", None).await.contains("already"));
    let folder = library.model("good", &table()).display().to_string();
    for name in ["../escape", "", "bundled-table", "a b"] {
        let said = add(&folder, Some(name)).await;
        assert!(said.contains("cannot be called"), "{name}: {said}");
    }
    let file = library.model("plain", &[("x.txt", vec![1])]).join("x.txt").display().to_string();
    assert!(add(&file, None).await.contains("neither in .onnx nor in .safetensors"));
    for name in ["nothing", "../data", "colours.damaged", ""] {
        for said in [
            library.newsstand.use_model(name).await.unwrap_err().to_string(),
            library.newsstand.remove_model(name).unwrap_err().to_string(),
        ] {
            assert!(said.contains("no model") && said.contains("bundled-minilm"), "{said}");
        }
    }
    assert!(library.newsstand.remove_model("bundled-minilm").unwrap_err().to_string().contains("part of the program"));
}
