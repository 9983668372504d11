//! Which file of a folder holds the weights.

use std::fs;
use std::path::{Path, PathBuf};

use crate::models::ModelError;

/// Where a table or a network lies in safetensors format.
const SAFETENSORS: [&str; 2] = ["0_StaticEmbedding/model.safetensors", "model.safetensors"];

/// The file at `path`, or the one of the folder `path` that is the best for one core: a static table, else a network in ONNX format,
/// in int8 rather than in single precision, else a network in safetensors format.
pub(super) fn find(path: &Path) -> Result<PathBuf, ModelError> {
    if path.is_file() {
        let known = path.extension().is_some_and(|end| end == "onnx" || end == "safetensors");
        let refused = || ModelError::refused(path, "its name ends neither in .onnx nor in .safetensors");
        return known.then(|| path.to_owned()).ok_or_else(refused);
    }
    let mut safetensors: Vec<PathBuf> = SAFETENSORS.iter().map(|name| path.join(name)).collect();
    safetensors.extend(files(path, "safetensors")?);
    let safetensors = safetensors.into_iter().find(|file| file.is_file());
    if let Some(table) = safetensors.as_ref().filter(|file| is_table(file)) {
        return Ok(table.clone());
    }
    let mut networks = files(path, "onnx")?;
    if path.join("onnx").is_dir() {
        networks.extend(files(&path.join("onnx"), "onnx")?);
    }
    networks.sort_by_key(|file| preference(file));
    networks.into_iter().next().or(safetensors).ok_or_else(|| nothing(path))
}

/// The files of a folder with that ending, by name.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, ModelError> {
    let refused = |error: std::io::Error| ModelError::refused(folder, format!("it cannot be read: {error}"));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.is_file() && path.extension().is_some_and(|end| end == ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Networks in int8 first; of those made for one kind of processor last.
fn preference(file: &Path) -> (usize, PathBuf) {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let rank = match name.as_str() {
        "model_quantized" | "model_int8" => 0,
        "model" => 2,
        name if name.contains("int8") => 1,
        _ => 3,
    };
    (rank, file.to_owned())
}

/// Whether a file in safetensors format holds a table; one that cannot be read is complained of later.
fn is_table(file: &Path) -> bool {
    super::whole(file).is_ok_and(|bytes| embed::StaticModel::recognises(&bytes))
}

fn nothing(path: &Path) -> ModelError {
    let pickled = path.join("pytorch_model.bin").is_file();
    let why = if pickled {
        "its weights are in pytorch_model.bin, which could hold a program and is not read: save them as safetensors"
    } else {
        "it holds neither model.safetensors nor a file that ends in .onnx"
    };
    ModelError::refused(path, why)
}
