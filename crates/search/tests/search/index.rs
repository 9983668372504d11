//! Writing: what is visible when, and which word of a paper counts.

use domain::PaperKey;
use newsstand_search::{Index, Query, SearchError};

use crate::support::{MEMORY, first, found, index_of, library, paper, write};

#[test]
fn nothing_is_visible_before_its_commit() {
    let index = Index::temporary().unwrap();
    let mut writer = index.writer(MEMORY).unwrap();
    writer.upsert(&library()).unwrap();
    assert!(index.snapshot().is_empty() && index.cursor() == 0);
    writer.commit(42).unwrap();
    assert_eq!((index.snapshot().len(), index.cursor()), (6, 42));
}

#[test]
fn what_was_committed_is_there_after_opening_again() {
    let dir = tempfile::tempdir().unwrap();
    write(&Index::open(dir.path()).unwrap(), &library(), 7);
    let index = Index::open(dir.path()).unwrap();
    assert_eq!((index.snapshot().len(), index.cursor()), (6, 7));
    assert_eq!(first(&index.snapshot(), "attention is all you need"), 1);
    assert_eq!(index.snapshot().similar(PaperKey(1), 3).len(), 3);
}

#[test]
fn what_was_not_committed_is_forgotten() {
    let index = index_of(&library());
    let mut writer = index.writer(MEMORY).unwrap();
    writer.upsert(&[paper(99, "Quantum Cryptography", "")]).unwrap();
    writer.delete(&[PaperKey(1)]).unwrap();
    drop(writer);
    write(&index, &[paper(100, "Volcanic Lightning", "")], 2);
    assert_eq!(index.snapshot().len(), 7);
    assert!(!found(&index.snapshot(), "quantum cryptography").contains(&99));
    assert_eq!(first(&index.snapshot(), "attention is all you need"), 1);
}

#[test]
fn the_newest_word_of_a_paper_counts() {
    let (old, new) = (paper(1, "Spiral galaxies", "Stars and gas."), paper(1, "Protein folding", "Amino acids."));
    let others = [paper(2, "Galaxies without dark matter", ""), paper(3, "Structure of a protein", "")];
    let several_commits = index_of(&[std::slice::from_ref(&old), &others].concat());
    write(&several_commits, std::slice::from_ref(&new), 2);
    let one_commit = index_of(&[&others, [old.clone(), new.clone()].as_slice()].concat());
    let two_batches = Index::temporary().unwrap();
    let mut writer = two_batches.writer(MEMORY).unwrap();
    for batch in [&others[..], &[old], &[new]] {
        writer.upsert(batch).unwrap();
    }
    writer.commit(1).unwrap();
    for index in [several_commits, one_commit, two_batches] {
        let snapshot = index.snapshot();
        assert_eq!(snapshot.len(), 3);
        assert_eq!(first(&snapshot, "protein folding"), 1);
        assert_eq!(first(&snapshot, "galaxies"), 2);
        assert_eq!(snapshot.similar(PaperKey(1), 1)[0].0, PaperKey(3));
    }
}

#[test]
fn deleted_papers_are_gone_and_may_return() {
    let index = index_of(&library());
    let held = index.snapshot();
    let mut writer = index.writer(MEMORY).unwrap();
    writer.delete(&[PaperKey(1), PaperKey(77)]).unwrap();
    writer.delete(&[PaperKey(2)]).unwrap();
    writer.upsert(&library()[1..2]).unwrap();
    writer.commit(2).unwrap();
    let snapshot = index.snapshot();
    assert_eq!(snapshot.len(), 5);
    assert!(!snapshot.holds(PaperKey(1)) && snapshot.holds(PaperKey(2)));
    assert!(!found(&snapshot, "attention is all you need").contains(&1));
    assert!(snapshot.similar(PaperKey(1), 5).is_empty());
    assert!(snapshot.similar(PaperKey(2), 9).iter().all(|(key, _)| *key != PaperKey(1)));
    // Who holds an older snapshot still sees all of it.
    assert_eq!((held.len(), first(&held, "attention is all you need")), (6, 1));
    writer.upsert(&library()[..1]).unwrap();
    writer.commit(3).unwrap();
    assert_eq!(first(&index.snapshot(), "attention is all you need"), 1);
}

#[test]
fn clearing_makes_room_for_a_new_index() {
    let index = index_of(&library());
    let mut writer = index.writer(MEMORY).unwrap();
    writer.clear().unwrap();
    assert_eq!(index.snapshot().len(), 6);
    writer.upsert(&library()[..2]).unwrap();
    writer.commit(9).unwrap();
    assert_eq!((index.snapshot().len(), index.cursor()), (2, 9));
    assert_eq!(first(&index.snapshot(), "deep residual learning for image recognition"), 2);
}

#[test]
fn there_is_one_writer() {
    let dir = tempfile::tempdir().unwrap();
    let (index, other) = (Index::open(dir.path()).unwrap(), Index::open(dir.path()).unwrap());
    let writer = index.writer(MEMORY).unwrap();
    let error = other.writer(MEMORY).err().unwrap();
    assert!(matches!(error, SearchError::Locked { .. }), "{error}");
    assert!(error.to_string().contains(dir.path().to_str().unwrap()));
    drop(writer);
    other.writer(MEMORY).unwrap();
}

#[test]
fn others_see_a_commit_when_they_look() {
    let dir = tempfile::tempdir().unwrap();
    let (index, other) = (Index::open(dir.path()).unwrap(), Index::open(dir.path()).unwrap());
    write(&index, &library(), 5);
    assert_eq!(other.cursor(), 0);
    assert!(other.reload_if_changed().unwrap());
    assert!(!other.reload_if_changed().unwrap());
    assert_eq!((other.cursor(), other.snapshot().len()), (5, 6));
    // Its writer goes on from there.
    write(&other, &[paper(50, "Volcanic Lightning", "")], 6);
    assert!(index.reload_if_changed().unwrap());
    assert_eq!(first(&index.snapshot(), "volcanic lightning"), 50);
}

#[test]
fn many_commits_leave_few_files() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path()).unwrap();
    let mut writer = index.writer(MEMORY).unwrap();
    for key in 0..60 {
        let text = format!("Number {key} of the many papers about fish and rivers");
        writer.upsert(&[paper(key % 40, &text, "")]).unwrap();
        writer.commit(key).unwrap();
    }
    let files = std::fs::read_dir(dir.path().join("vectors")).unwrap().count();
    assert!(files <= 7, "{files} files");
    let snapshot = index.snapshot();
    assert_eq!(snapshot.len(), 40);
    assert!((0..40).all(|key| !snapshot.similar(PaperKey(key), 5).is_empty()));
    assert_eq!(first(&snapshot, "Number 45 of the many papers about fish and rivers"), 5);
}

/// An index filled at once and one filled bit by bit, with detours, answer alike to the last digit.
#[test]
fn answers_do_not_depend_on_how_the_index_came_about() {
    let (at_once, bit_by_bit) = (index_of(&library()), Index::temporary().unwrap());
    write(&bit_by_bit, &[paper(3, "Attention to attention", "Recurrence."), paper(70, "Protein networks", "")], 1);
    for stored in library().iter().rev() {
        write(&bit_by_bit, std::slice::from_ref(stored), 2);
    }
    let mut writer = bit_by_bit.writer(MEMORY).unwrap();
    writer.delete(&[PaperKey(70)]).unwrap();
    writer.commit(3).unwrap();
    for text in ["attention", "deep networks", "protein", "lecun recognition", "learning to recognise images"] {
        let answer = |index: &Index| index.snapshot().search(&Query::words(text)).unwrap();
        let (a, b) = (answer(&at_once), answer(&bit_by_bit));
        assert_eq!(a.hits, b.hits, "{text}");
        assert_eq!(a.total, b.total, "{text}");
    }
}
