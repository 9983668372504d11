//! Damage and crashes: an index is whole, or says that it is not.

use std::fs;
use std::path::{Path, PathBuf};

use newsstand_search::{Index, SearchError};
use tempfile::TempDir;

use crate::support::{MEMORY, first, library, paper, write};

/// A folder with an index of the library in two commits.
fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    write(&index, &library()[..5], 1);
    write(&index, &library()[5..], 2);
    dir
}

fn vector_files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir.join("vectors")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Does something to an index on disk, and asserts that opening it says so, and that a new one can take its place.
fn assert_noticed(what: &str, damage: impl FnOnce(&Path)) {
    let dir = folder();
    damage(dir.path());
    let opened = Index::open(dir.path());
    assert!(matches!(opened, Err(SearchError::Damaged { .. })), "{what}: {opened:?}");
    fs::remove_dir_all(dir.path()).unwrap();
    let index = Index::open(dir.path()).unwrap();
    write(&index, &library(), 2);
    assert_eq!(index.snapshot().len(), 6);
}

fn change(path: &Path, change: impl FnOnce(String) -> String) {
    fs::write(path, change(fs::read_to_string(path).unwrap())).unwrap();
}

/// Does something to a file of vectors, and asserts that papers are found by text all the same, that the damage is named, and that
/// writing the papers again that lost their vectors makes the index whole.
fn assert_mended(what: &str, damage: impl FnOnce(&Path)) {
    let dir = folder();
    let file = vector_files(dir.path()).remove(0);
    damage(&file);
    let index = Index::open(dir.path()).unwrap();
    let snapshot = index.snapshot();
    assert_eq!((snapshot.len(), first(&snapshot, "attention is all you need")), (6, 1), "{what}");
    let named: Vec<_> = snapshot.damages().into_iter().map(|damage| damage.path).collect();
    assert_eq!(named, [file.as_path()], "{what}");
    let lost = snapshot.without_vector(100);
    assert!(!lost.is_empty() && lost.iter().all(|key| snapshot.similar(*key, 5).is_empty()), "{what}: {lost:?}");
    let again: Vec<_> = library().into_iter().filter(|stored| lost.contains(&stored.key)).collect();
    write(&index, &again, 3);
    // The writer noticed, mended and moved what it found.
    write(&index, &[], 4);
    for snapshot in [index.snapshot(), Index::open(dir.path()).unwrap().snapshot()] {
        assert_eq!((snapshot.damages(), snapshot.without_vector(100)), (vec![], vec![]), "{what}");
        assert!(library().iter().all(|stored| !snapshot.similar(stored.key, 5).is_empty()), "{what}");
    }
    let aside = dir.path().join("damaged").join(file.file_name().unwrap());
    assert_eq!(aside.exists(), what != "missing", "{what}: it is moved aside");
    assert!(!file.exists(), "{what}");
}

#[test]
fn damaged_vectors_are_made_again_while_text_is_searched() {
    assert_mended("missing", |file| fs::remove_file(file).unwrap());
    assert_mended("empty", |file| fs::write(file, "").unwrap());
    assert_mended("garbage", |file| fs::write(file, "garbage".repeat(1_000)).unwrap());
    let bytes = |file: &Path| fs::read(file).unwrap();
    assert_mended("cut", |file| fs::write(file, &bytes(file)[..100]).unwrap());
    for at in [0, 10, 20, 100] {
        assert_mended("one bit", |file| {
            let mut bytes = bytes(file);
            bytes[at] ^= 1;
            fs::write(file, bytes).unwrap();
        });
    }
    assert_mended("one bit of a number", |file| {
        let mut bytes = bytes(file);
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(file, bytes).unwrap();
    });
}

#[test]
fn a_damaged_commit_is_noticed() {
    let meta = |dir: &Path| dir.join("lexical/meta.json");
    assert_noticed("garbage", |dir| fs::write(meta(dir), "{").unwrap());
    assert_noticed("empty", |dir| fs::write(meta(dir), "").unwrap());
    assert_noticed("another format", |dir| {
        change(&meta(dir), |text| {
            let changed = text.replace(r#"{\"format\":"#, r#"{\"format\":999"#);
            assert_ne!(changed, text);
            changed
        });
    });
    assert_noticed("no payload", |dir| {
        change(&meta(dir), |text| {
            let mut meta: serde_json::Value = serde_json::from_str(&text).unwrap();
            meta.as_object_mut().unwrap().remove("payload").unwrap();
            meta.to_string()
        });
    });
    assert_noticed("other fields", |dir| change(&meta(dir), |text| text.replace("\"abstract\"", "\"body\"")));
}

#[test]
fn damaged_postings_are_noticed() {
    let lexical = |dir: &Path, end: &str| {
        let files = fs::read_dir(dir.join("lexical")).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|e| e == end)).collect::<Vec<_>>()
    };
    for end in ["idx", "term", "fast", "fieldnorm"] {
        assert_noticed(end, |dir| lexical(dir, end).iter().for_each(|file| fs::remove_file(file).unwrap()));
        assert_noticed(end, |dir| lexical(dir, end).iter().for_each(|file| fs::write(file, "").unwrap()));
    }
}

/// What a crash leaves between writing the vectors and the commit: a file that nobody names, and one that was not finished.
#[test]
fn what_a_crash_left_behind_goes_away() {
    let dir = folder();
    let before = vector_files(dir.path());
    let leftovers = [dir.path().join("vectors/00000003.vec"), dir.path().join("vectors/00000004.vec")];
    fs::copy(&before[0], &leftovers[0]).unwrap();
    fs::write(&leftovers[1], "half a fi").unwrap();
    let index = Index::open(dir.path()).unwrap();
    assert_eq!((index.snapshot().len(), index.cursor()), (6, 2));
    assert_eq!(vector_files(dir.path()).len(), before.len() + 2, "reading removes nothing");
    let mut writer = index.writer(MEMORY).unwrap();
    assert_eq!(vector_files(dir.path()), before);
    writer.upsert(&[paper(9, "Volcanic Lightning", "")]).unwrap();
    writer.commit(3).unwrap();
    assert_eq!(first(&Index::open(dir.path()).unwrap().snapshot(), "volcanic lightning"), 9);
}

/// The lexical index writes its metadata to another file first; one that was not finished is not looked at.
#[test]
fn an_unfinished_commit_is_none() {
    let dir = folder();
    fs::write(dir.path().join("lexical/.tmpXYZ"), "{\"segments\":").unwrap();
    let index = Index::open(dir.path()).unwrap();
    assert_eq!((index.snapshot().len(), index.cursor()), (6, 2));
    write(&index, &[paper(9, "Volcanic Lightning", "")], 3);
    assert_eq!(first(&index.snapshot(), "volcanic lightning"), 9);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("index");
    fs::write(&path, "not a folder").unwrap();
    let error = Index::open(&path).unwrap_err();
    assert!(matches!(error, SearchError::Io { .. }), "{error:?}");
    assert!(error.to_string().contains("index"), "{error}");
}
