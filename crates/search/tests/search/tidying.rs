//! Bringing the parts of an index together, while it is searched and written.

use domain::{PaperKey, StoredPaper};
use newsstand_search::{Index, IndexWriter, Query};

use crate::support::{MEMORY, daily_papers, index_of, keys, library, paper, write};

/// Tidies until nothing is left to do.
fn tidy(mut writer: IndexWriter) {
    while writer.tidy().unwrap() {
        std::thread::yield_now();
    }
    assert!(!writer.is_tidying());
}

/// Has papers come to an empty index a few at a time.
fn in_parts(index: Index, papers: &[StoredPaper], size: usize) -> Index {
    for (part, cursor) in papers.chunks(size).zip(1..) {
        write(&index, part, cursor);
    }
    index
}

#[test]
fn what_came_bit_by_bit_is_brought_together_and_found_as_before() {
    let Some(daily) = daily_papers() else { return };
    let papers: Vec<StoredPaper> = daily.papers.into_iter().take(700).collect();
    let (index, whole) = (in_parts(Index::temporary().unwrap(), &papers, 100), index_of(&papers));
    assert!(index.is_scattered());
    let asked = ["diffusion models", "reasoning with language models", "cat:cs.CV video", "au:li robots", "benchmrk"];
    let answers = |index: &Index| {
        let snapshot = index.snapshot();
        let ask = |text: &&str| snapshot.search(&Query { limit: 50, ..Query::words(*text) }).unwrap();
        asked.iter().map(|text| (keys(&ask(text)), ask(text).total)).collect::<Vec<_>>()
    };
    let before = index.snapshot();
    tidy(index.writer(MEMORY).unwrap());
    assert!(!index.is_scattered());
    assert_eq!(answers(&index), answers(&whole));
    assert_eq!((index.cursor(), index.snapshot().len(), before.len()), (7, 700, 700));
    // Who looked at the parts may go on.
    assert_eq!(keys(&before.search(&Query::words(asked[0])).unwrap()).len(), 20);
}

#[test]
fn papers_come_and_go_while_parts_are_brought_together() {
    let index = in_parts(Index::temporary().unwrap(), &library(), 1);
    let mut writer = index.writer(MEMORY).unwrap();
    assert!(writer.tidy().unwrap() && writer.is_tidying());
    writer.upsert(&[paper(7, "Sea ice", "It thins."), paper(1, "Another title", "Of the first paper.")]).unwrap();
    writer.delete(&[PaperKey(3)]).unwrap();
    writer.commit(7).unwrap();
    assert_eq!(index.snapshot().len(), 6);
    tidy(writer);
    tidy(index.writer(MEMORY).unwrap());
    let snapshot = index.snapshot();
    let found = |text: &str| keys(&snapshot.search(&Query::words(text)).unwrap()).first().copied();
    assert_eq!((found("sea ice"), found("another title"), found("protein folding")), (Some(7), Some(1), Some(6)));
    assert_eq!((snapshot.len(), snapshot.holds(PaperKey(3)), index.cursor()), (6, false, 7));
    assert!(!index.is_scattered());
}

#[test]
fn a_writer_that_never_rests_afterwards_leaves_few_parts() {
    let dir = tempfile::tempdir().unwrap();
    let index = in_parts(Index::open(dir.path()).unwrap(), &library(), 1);
    let mut writer = index.writer(MEMORY).unwrap();
    assert!(writer.tidy().unwrap());
    for key in 10..60 {
        writer.upsert(&[paper(key, &format!("Paper {key}"), "Of many.")]).unwrap();
        writer.commit(key).unwrap();
    }
    writer.finish().unwrap();
    let parts = std::fs::read_dir(dir.path().join("lexical")).unwrap();
    let parts = parts.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|of| of == "idx")).count();
    assert!(parts < 30, "{parts}");
    assert_eq!(index.snapshot().len(), 56);
}

#[test]
fn an_index_of_one_part_and_an_empty_one_are_left_as_they_are() {
    for index in [Index::temporary().unwrap(), index_of(&library())] {
        assert!(!index.is_scattered());
        let mut writer = index.writer(MEMORY).unwrap();
        assert!(!writer.tidy().unwrap() && !writer.is_tidying());
    }
}

#[test]
fn a_program_that_ends_while_parts_are_brought_together_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let index = in_parts(Index::open(dir.path()).unwrap(), &library(), 1);
    let mut writer = index.writer(MEMORY).unwrap();
    assert!(writer.tidy().unwrap());
    drop((writer, index));
    let index = Index::open(dir.path()).unwrap();
    assert_eq!((index.snapshot().len(), index.cursor()), (6, 6));
    tidy(index.writer(MEMORY).unwrap());
    assert!(!index.is_scattered());
    assert_eq!(index.snapshot().len(), 6);
}
