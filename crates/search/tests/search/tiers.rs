//! Two tiers of vectors: papers are found by the static table at once, and better as the second tier reads them.

use std::sync::Arc;

use domain::StoredPaper;
use embed::Transformer;
use newsstand_search::eval::{Collection, Configuration, Run};
use newsstand_search::{Index, Query, SecondTier, Snapshot, TierProgress};

use crate::support::{MEMORY, first, found, index_of, library, paper, shared, shown, write};

/// A second tier in a folder.
fn tier(dir: &tempfile::TempDir) -> Arc<SecondTier> {
    Arc::new(SecondTier::open(Transformer::bundled().unwrap(), dir.path()).unwrap())
}

/// Lets the second tier read these papers, and their vectors be found by.
fn read(index: &Index, papers: &[StoredPaper]) {
    index.second_tier().unwrap().read(papers).unwrap();
    index.take_in().unwrap();
}

#[test]
fn papers_are_found_before_while_and_after_they_are_read() {
    let (dir, papers) = (tempfile::tempdir().unwrap(), library());
    let index = index_of(&papers);
    assert_eq!(index.snapshot().second_tier(), None);
    index.set_second_tier(Some(tier(&dir))).unwrap();
    for part in [0, 2, 6] {
        read(&index, &papers[..part]);
        let snapshot = index.snapshot();
        assert_eq!(snapshot.second_tier(), Some(TierProgress { papers: part, of: 6 }));
        assert_eq!(first(&snapshot, "stars orbiting without unseen mass"), 5, "{part} read");
        assert_eq!(first(&snapshot, "machines picking things up"), 3, "{part} read");
        assert_eq!(found(&snapshot, "attention").first(), Some(&1), "{part} read");
    }
    index.set_second_tier(None).unwrap();
    assert_eq!(index.snapshot().second_tier(), None);
}

#[test]
fn a_paper_waits_for_its_vector_again_when_its_text_changes() {
    let (dir, mut papers) = (tempfile::tempdir().unwrap(), library());
    papers[3] = shown(papers[3].clone(), "2026-03-01", 0);
    papers[0] = shown(papers[0].clone(), "2026-02-01", 0);
    let index = index_of(&papers);
    index.set_second_tier(Some(tier(&dir))).unwrap();
    let waiting = |index: &Index, most| -> Vec<i64> {
        index.snapshot().not_yet_read(most).into_iter().map(|key| key.0).collect()
    };
    assert_eq!(waiting(&index, 100), [4, 1, 6, 5, 3, 2], "the newest first");
    assert_eq!(waiting(&index, 2), [4, 1]);
    read(&index, &papers);
    assert!(waiting(&index, 100).is_empty());
    papers[1].counts.votes = 7;
    papers[2] = paper(3, "Robots That Learn to Dance", "Legged locomotion to music.");
    write(&index, &papers[1..3], 2);
    assert_eq!(waiting(&index, 100), [3], "a vote changes no text");
    read(&index, &papers);
    assert_eq!(first(&index.snapshot(), "machines moving to a song"), 3);
    let mut writer = index.writer(MEMORY).unwrap();
    writer.delete(&[papers[2].key]).unwrap();
    writer.commit(3).unwrap();
    assert_eq!(index.snapshot().second_tier(), Some(TierProgress { papers: 5, of: 5 }));
}

#[test]
fn vectors_outlive_the_index() {
    let (dir, papers) = (tempfile::tempdir().unwrap(), library());
    let index = index_of(&papers);
    index.set_second_tier(Some(tier(&dir))).unwrap();
    read(&index, &papers);
    let again = index_of(&papers);
    let second = tier(&dir);
    assert_eq!(second.read(&papers).unwrap(), 0, "nothing is read twice");
    again.set_second_tier(Some(second)).unwrap();
    assert_eq!(again.snapshot().second_tier(), Some(TierProgress { papers: 6, of: 6 }));
}

#[test]
fn damaged_vectors_are_moved_aside_and_made_again() {
    let (dir, papers) = (tempfile::tempdir().unwrap(), library());
    tier(&dir).read(&papers).unwrap();
    let folder = dir.path().read_dir().unwrap().next().unwrap().unwrap().path();
    let file = folder.join("00000001.vec");
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() - 100]).unwrap();
    let index = index_of(&papers);
    index.set_second_tier(Some(tier(&dir))).unwrap();
    let second = index.second_tier().unwrap();
    assert_eq!(second.embeddings().take_damaged(), [folder.join("00000001.damaged")]);
    assert_eq!(index.snapshot().second_tier(), Some(TierProgress { papers: 0, of: 6 }));
    assert_eq!(first(&index.snapshot(), "machines picking things up"), 3, "search goes on");
    read(&index, &papers);
    assert_eq!(index.snapshot().second_tier(), Some(TierProgress { papers: 6, of: 6 }));
}

#[test]
fn another_model_reads_beside_the_one_that_serves() {
    let (dir, mut papers) = (tempfile::tempdir().unwrap(), library());
    papers[3] = shown(papers[3].clone(), "2026-03-01", 0);
    let index = index_of(&papers);
    let next = Arc::new(SecondTier::open(Transformer::bundled().unwrap(), &dir.path().join("next")).unwrap());
    let read_by = |most| {
        let (progress, waiting) = index.snapshot().read_by(next.embeddings(), most);
        (progress, waiting.into_iter().map(|key| key.0).collect::<Vec<_>>())
    };
    assert_eq!(read_by(2), (TierProgress { papers: 0, of: 6 }, vec![4, 6]), "the newest first");
    next.read(&papers[3..5]).unwrap();
    assert_eq!(read_by(0).0, TierProgress { papers: 2, of: 6 });
    assert_eq!(index.snapshot().second_tier(), None, "searches do not go by it");
    papers[4] = paper(5, "Another title", "Another text.");
    write(&index, &papers[4..5], 2);
    assert_eq!(read_by(10), (TierProgress { papers: 1, of: 6 }, vec![6, 5, 3, 2, 1]));
    let mut writer = index.writer(MEMORY).unwrap();
    writer.delete(&[papers[3].key]).unwrap();
    writer.commit(3).unwrap();
    assert_eq!(read_by(1), (TierProgress { papers: 0, of: 5 }, vec![6]));
}

/// Some judged claims of scifact's training half and the papers that bear on them, with as many others.
fn claims(queries: usize) -> Option<Collection> {
    let mut collection = Collection::read(&shared("eval/scifact")?, &[], "train").unwrap();
    collection.queries.truncate(queries);
    let judged = |paper: &StoredPaper| collection.queries.iter().any(|query| query.relevant.contains_key(&paper.key));
    let (mut papers, others): (Vec<_>, Vec<_>) = collection.papers.iter().cloned().partition(judged);
    let number = papers.len();
    papers.extend(others.into_iter().take(number));
    collection.papers = papers;
    Some(collection)
}

/// A mixed corpus must be searched correctly: having read half of the papers must not be worse than having read none.
#[test]
fn each_part_that_is_read_makes_answers_better() {
    let Some(collection) = claims(60) else { return };
    let dir = tempfile::tempdir().unwrap();
    let index = index_of(&collection.papers);
    index.set_second_tier(Some(tier(&dir))).unwrap();
    let worth = [0, 1, 2].map(|turn| {
        // Nothing, then every second paper, then all.
        let papers = collection.papers.iter().step_by(if turn == 1 { 2 } else { 1 });
        read(&index, &papers.take(if turn == 0 { 0 } else { usize::MAX }).cloned().collect::<Vec<_>>());
        Run::of(&collection, &index.snapshot(), &Configuration::shipped()).unwrap().report().ndcg_at_10
    });
    println!(
        "{} papers, {} questions: nDCG@10 with none, half and all read {worth:.3?}",
        collection.papers.len(),
        collection.queries.len()
    );
    assert!(worth[1] > worth[0] - 0.005, "half read: {worth:?}");
    assert!(worth[2] > worth[0] + 0.01 && worth[2] > worth[1], "all read: {worth:?}");
}

#[test]
fn many_who_ask_at_once_get_what_each_alone_gets() {
    let (dirs, papers) = ([(); 2].map(|()| tempfile::tempdir().unwrap()), library());
    // Each tier remembers what it was asked.
    let [alone, shared] = dirs.each_ref().map(|dir| {
        let index = index_of(&papers);
        index.set_second_tier(Some(tier(dir))).unwrap();
        read(&index, &papers);
        index.snapshot()
    });
    let answers = |snapshot: &Snapshot, asker: usize| {
        let question = |nth: usize| format!("question {nth} of {asker} about attention in galaxies");
        let ask = |nth: usize| snapshot.search(&Query::words(question(nth))).unwrap().hits;
        let hits = (0..12).map(|nth| ask(nth).into_iter().map(|hit| (hit.key, hit.score.to_bits())).collect());
        hits.collect::<Vec<Vec<_>>>()
    };
    let expected: Vec<_> = (0..8).map(|asker| answers(&alone, asker)).collect();
    let askers: Vec<_> = (0..8)
        .map(|asker| {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || answers(&shared, asker))
        })
        .collect();
    for (asker, expected) in askers.into_iter().zip(expected) {
        assert_eq!(asker.join().unwrap(), expected);
    }
}

#[test]
fn threads_that_share_a_query_find_what_one_alone_finds() {
    let subjects = ["galaxies", "protein folding", "robots", "speech", "market prices"];
    let about = |key: i64| subjects[usize::try_from(key * key % 7).unwrap() % subjects.len()];
    let text = |key: i64| format!("We measure {} and {} in case {}.", about(key), about(key + 1), key % 97);
    let papers: Vec<_> = (1..=33_000).map(|key| paper(key, &format!("{} {key}", about(key)), &text(key))).collect();
    let snapshot = index_of(&papers).snapshot();
    let by_threads = |threads: usize, text: &str| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let answer = pool.install(|| snapshot.search(&Query { limit: 90, ..Query::words(text) })).unwrap();
        (answer.hits.iter().map(|hit| (hit.key, hit.score.to_bits())).collect::<Vec<_>>(), answer.total)
    };
    let begun = |text: &str| {
        let ((tell, told), asked) = (std::sync::mpsc::channel(), Arc::clone(&snapshot));
        let query = Query { limit: 90, ..Query::words(text) };
        let work = move || {
            let answer = asked.search(&query).unwrap();
            let thread = std::thread::current().name().unwrap_or_default().to_owned();
            tell.send((thread, answer)).unwrap();
        };
        assert!(snapshot.begin_among_threads(work).is_ok(), "there are papers enough");
        let (thread, answer) = told.recv().unwrap();
        assert!(thread.starts_with("search-"), "on {thread:?}");
        (answer.hits.iter().map(|hit| (hit.key, hit.score.to_bits())).collect::<Vec<_>>(), answer.total)
    };
    for text in ["robots in case 7", "speech 77", "measuring market prices", "cases of protein folding -robots"] {
        let alone = by_threads(1, text);
        assert_eq!(alone.0.len(), 90, "{text}");
        assert_eq!(by_threads(4, text), alone, "{text}");
        assert_eq!(begun(text), alone, "{text}");
    }
}
