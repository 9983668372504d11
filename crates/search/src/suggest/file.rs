//! One file of suggestions: written whole, then only read.
//!
//! It holds papers, the best first, and for each [`Part`] texts with their words. All sections stand one behind another behind the
//! header. For each part these are: texts (ends, bytes), words in the order of their letters (ends, bytes), for each word the texts that
//! hold it (ends, numbers), for each text its words (ends, numbers), the texts in the order of their words, for each text the papers that
//! hold it (ends, numbers; empty for titles). Then of the papers: keys, weights, ids (ends, bytes), and all keys in rising order with
//! the number of the paper, or `u32::MAX` for one that was taken away.
//!
//! Texts stand in the order in which they are suggested (titles by weight, names by the number of papers), so lists of texts do too, and
//! the first of a list are the best. The words that begin so are neighbours, and so are the texts that hold them.
//!
//! The header, numbers of 64 bits: magic, version, papers, bytes behind the header, XXH3 of these, the end of each section, XXH3 of the
//! header so far. Everything is checked when a file is opened, and stays mapped.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::alphabet::Alphabet;
use super::columns::{Lists, Numbers, Strings, number, numbers};
use super::row::Part;
use crate::SearchError;
use crate::mapped::Mapped;
use crate::seek::first_not_from;

/// How many sections a part has.
pub(super) const SHELF_SECTIONS: usize = 11;
/// Where those of the papers begin.
const PAPERS: usize = 5 * SHELF_SECTIONS;
const SECTIONS: usize = PAPERS + 6;
const HEADER: usize = 8 * (5 + SECTIONS + 1);
const MAGIC: u64 = u64::from_le_bytes(*b"NEWSSUGG");
const VERSION: u64 = 1;

/// An open file of suggestions.
#[derive(Debug)]
pub(crate) struct SuggestFile {
    path: PathBuf,
    map: Mapped,
    papers: usize,
    ends: Vec<usize>,
    /// Of the words of each part, in the order of the parts.
    alphabets: Vec<Vec<Alphabet>>,
}

/// One part of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShelfView<'a> {
    /// The texts, the best first.
    pub texts: Strings<'a>,
    /// The words in the order of their letters.
    pub words: Strings<'a>,
    /// The letters of each word.
    pub alphabets: &'a [Alphabet],
    /// For each word the texts that hold it.
    pub postings: Lists<'a>,
    /// For each text its words.
    pub forward: Lists<'a>,
    /// The texts in the order of their words.
    pub spelling: Numbers<'a>,
    /// For each text the papers that hold it.
    pub holders: Lists<'a>,
}

impl SuggestFile {
    /// Opens a file and checks all of it.
    pub(crate) fn open(path: &Path) -> Result<Self, SearchError> {
        let map = Mapped::open(path)?;
        let (papers, ends) = check(&map).map_err(|reason| SearchError::damaged(path, reason))?;
        let mut file = Self { path: path.to_owned(), map, papers, ends, alphabets: Vec::new() };
        let parts = [Part::Titles].into_iter().chain(Part::NAMES);
        file.alphabets = parts.map(|part| Alphabet::of_all(file.shelf(part).words)).collect();
        Ok(file)
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Its name in its folder.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// How many papers it has.
    pub(crate) fn len(&self) -> usize {
        self.papers
    }

    /// How many papers it has or takes away.
    pub(super) fn keys(&self) -> usize {
        self.section(PAPERS + 5).len() / 4
    }

    /// One of its parts.
    pub(super) fn shelf(&self, part: Part) -> ShelfView<'_> {
        let section = |at: usize| self.section(part.place() * SHELF_SECTIONS + at);
        ShelfView {
            texts: Strings::new(section(0), section(1)),
            words: Strings::new(section(2), section(3)),
            alphabets: self.alphabets.get(part.place()).map(Vec::as_slice).unwrap_or_default(),
            postings: Lists::new(section(4), section(5)),
            forward: Lists::new(section(6), section(7)),
            spelling: numbers(section(8)),
            holders: Lists::new(section(9), section(10)),
        }
    }

    /// The key of a paper.
    pub(super) fn key(&self, row: usize) -> i64 {
        self.section(PAPERS).as_chunks().0.get(row).map_or(0, |bytes| i64::from_le_bytes(*bytes))
    }

    /// What a paper weighs.
    #[inline]
    pub(super) fn weight(&self, row: usize) -> f32 {
        self.section(PAPERS + 1).as_chunks().0.get(row).map_or(0.0, |bytes| f32::from_le_bytes(*bytes))
    }

    /// The id of a paper.
    pub(super) fn id(&self, row: usize) -> &str {
        Strings::new(self.section(PAPERS + 2), self.section(PAPERS + 3)).get(row)
    }

    /// The key at a place in rising order, with the number of the paper; without one it was taken away.
    pub(super) fn sorted(&self, at: usize) -> Option<(i64, Option<usize>)> {
        let key = self.section(PAPERS + 4).as_chunks().0.get(at).map(|bytes| i64::from_le_bytes(*bytes))?;
        let row = number(numbers(self.section(PAPERS + 5)), at)?;
        Some((key, (row < u32::MAX).then_some(row as usize)))
    }

    /// The place of a key, or where it would stand, at or behind `from`.
    pub(super) fn find(&self, key: i64, from: usize) -> Result<usize, usize> {
        let before = |at: usize| self.sorted(at).is_some_and(|(other, _)| other < key);
        let at = first_not_from(from, self.keys(), before);
        if self.sorted(at).is_some_and(|(other, _)| other == key) { Ok(at) } else { Err(at) }
    }

    fn section(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(HEADER);
        self.ends.get(at).and_then(|end| self.map.get(start..*end)).unwrap_or_default()
    }
}

/// The papers and the ends of the sections of a whole and sound file, or what is wrong with it.
fn check(bytes: &[u8]) -> Result<(usize, Vec<usize>), String> {
    let header = bytes.get(..HEADER).ok_or("it is shorter than its header")?.as_chunks::<8>().0;
    let number = |at: usize| header.get(at).map_or(0, |bytes| u64::from_le_bytes(*bytes));
    if number(0) != MAGIC {
        return Err("it is no file of suggestions".to_owned());
    }
    if number(1) != VERSION {
        return Err(format!("it has version {}, not {VERSION}", number(1)));
    }
    if xxh3_64(bytes.get(..HEADER - 8).unwrap_or_default()) != number(5 + SECTIONS) {
        return Err("the checksum of its header is wrong".to_owned());
    }
    let body = bytes.get(HEADER..).unwrap_or_default();
    if body.len() as u64 != number(3) {
        return Err(format!("it has {} bytes behind its header, not {}", body.len(), number(3)));
    }
    if xxh3_64(body) != number(4) {
        return Err("its checksum is wrong".to_owned());
    }
    let place = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    Ok((place(number(2)), (5..5 + SECTIONS).map(|at| place(number(at))).collect()))
}

/// Writes a file of these sections, which hold so many papers, at `path`, down to the disk. There must be no file yet.
pub(super) fn write(path: &Path, (sections, papers): (&[Vec<u8>], usize)) -> Result<(), SearchError> {
    debug_assert_eq!(sections.len(), SECTIONS, "all sections");
    let failed = || SearchError::io("write", path);
    let mut file = BufWriter::with_capacity(1 << 18, File::create_new(path).map_err(failed())?);
    let write_all = |file: &mut BufWriter<File>| {
        file.write_all(&header(sections, papers))?;
        sections.iter().try_for_each(|section| file.write_all(section))
    };
    write_all(&mut file).map_err(failed())?;
    file.into_inner().map_err(|error| failed()(error.into_error()))?.sync_all().map_err(failed())?;
    // The file's name too, where the system lets folders be opened: a commit must never outlive a file that it names.
    match path.parent().map(File::open) {
        Some(Ok(folder)) => folder.sync_all().map_err(failed()),
        _ => Ok(()),
    }
}

fn header(sections: &[Vec<u8>], papers: usize) -> Vec<u8> {
    let (mut sum, mut end, mut ends) = (Xxh3::new(), HEADER, Vec::with_capacity(SECTIONS));
    for section in sections {
        sum.update(section);
        end += section.len();
        ends.push(end as u64);
    }
    let first = [MAGIC, VERSION, papers as u64, (end - HEADER) as u64, sum.digest()];
    let mut bytes: Vec<u8> = first.into_iter().chain(ends).flat_map(u64::to_le_bytes).collect();
    bytes.extend(xxh3_64(&bytes).to_le_bytes());
    bytes
}
