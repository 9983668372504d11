//! The names of models: those of the program's own, and what others may be called.

use std::path::Path;

use super::ModelError;

/// The static table that is compiled into the binary.
pub(crate) const BUNDLED_TABLE: &str = "bundled-table";

/// The transformer that is compiled into the binary.
pub(crate) const BUNDLED_TRANSFORMER: &str = "bundled-minilm";

/// The static table that was trained on this library.
pub(crate) const TRAINED: &str = "trained";

/// The end of a damaged model's folder after it was moved aside.
pub(super) const DAMAGED: &str = ".damaged";

/// The longest name.
const LONGEST: usize = 64;

/// Whether a folder of models may hold a model of that name.
pub(super) fn check(name: &str) -> Result<(), ModelError> {
    let refuse = |reason| Err(ModelError::Name { name: name.to_owned(), reason });
    if [BUNDLED_TABLE, BUNDLED_TRANSFORMER, TRAINED].contains(&name) {
        return refuse("that is the program's own");
    }
    if name.is_empty() || name.len() > LONGEST {
        return refuse("a name has 1 to 64 characters");
    }
    let known = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !name.chars().all(known) || !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return refuse("a name is of letters, digits, `-`, `_` and `.`, and begins with a letter or digit");
    }
    if name.ends_with(DAMAGED) { refuse("what ends so was moved aside") } else { Ok(()) }
}

/// The name that files would have by where they lie: that of the folder, or of a file that is not called as all are.
pub(super) fn of_path(path: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let parent = path.parent().unwrap_or(Path::new(""));
    let name = match (path.is_dir(), folder(parent).as_str()) {
        (true, _) => folder(&path),
        (false, _) if !stem(&path).starts_with("model") => stem(&path),
        (false, "onnx") => folder(parent.parent().unwrap_or(parent)),
        (false, above) => above.to_owned(),
    };
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_plain_folder_are_refused() {
        for good in ["a", "all-MiniLM-L6-v2", "e5.small_v2", "7"] {
            check(good).unwrap();
        }
        for bad in
            ["", ".", "..", ".x", "a/b", "../a", "a b", "ä", "bundled-table", "trained", "x.damaged", &"x".repeat(65)]
        {
            check(bad).unwrap_err();
        }
    }

    #[test]
    fn a_model_is_called_as_its_folder_or_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("e5 small");
        std::fs::create_dir_all(folder.join("onnx")).unwrap();
        for file in ["onnx/model.onnx", "model.safetensors", "potion.safetensors"] {
            std::fs::write(folder.join(file), "").unwrap();
        }
        assert_eq!(of_path(&folder), "e5-small");
        assert_eq!(of_path(&folder.join("onnx/model.onnx")), "e5-small");
        assert_eq!(of_path(&folder.join("model.safetensors")), "e5-small");
        assert_eq!(of_path(&folder.join("potion.safetensors")), "potion");
    }
}
