//! Vectors that are dear to make, kept by the text they were made of.
//!
//! A transformer takes some thirty milliseconds for an abstract, so its vectors outlive the index: deleting, rebuilding or merging the
//! index costs none of them, and two papers of the same text share one. They lie in a folder of [files of vectors](crate::vectors), in
//! which a row's key is the fingerprint of the text. All files together are the collection, in any order: a vector is either there
//! or it has to be made again, so nothing has to be committed with anything else.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use embed::Vector;

use crate::SearchError;
use crate::vectors::{Kind, Row, RowRef, VectorFile, merge, newest_rows, write};

/// The end of a damaged file's name after it was moved aside.
const DAMAGED: &str = "damaged";

/// How often another process may take the number that a new file was to have.
const TRIES: u32 = 100;

/// The vectors of one model, on disk.
#[derive(Debug)]
pub struct Embeddings {
    dir: PathBuf,
    kind: Kind,
    /// Sorted by number; the whole list is replaced when it changes.
    files: RwLock<Arc<Vec<Arc<VectorFile>>>>,
    /// Held by whoever changes the folder.
    changing: Mutex<()>,
    /// Files that could not be used, as they are called now.
    damaged: Mutex<Vec<PathBuf>>,
}

impl Embeddings {
    /// Opens the folder of a model with that many dimensions and that identity, or makes it. A file that is damaged, or that is of
    /// another model, is moved aside: its vectors will be made again.
    pub fn open(dir: &Path, dims: usize, model: u64) -> Result<Self, SearchError> {
        fs::create_dir_all(dir).map_err(SearchError::io("make the folder", dir))?;
        let embeddings = Self {
            dir: dir.to_owned(),
            kind: Kind { dims, model },
            files: RwLock::default(),
            changing: Mutex::default(),
            damaged: Mutex::default(),
        };
        embeddings.refresh()?;
        Ok(embeddings)
    }

    /// The number of dimensions.
    pub fn dims(&self) -> usize {
        self.kind.dims
    }

    /// How many vectors there are.
    pub fn len(&self) -> usize {
        self.files().iter().map(|file| file.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the vector of the text with this [fingerprint](crate::text_hash) is there.
    pub fn holds(&self, text: u64) -> bool {
        self.files().iter().any(|file| file.find(text.cast_signed(), 0).is_ok())
    }

    /// The vector of the text with this fingerprint, as far as one byte a dimension tells it.
    pub fn vector(&self, text: u64) -> Option<Vector> {
        let files = self.files();
        let (values, scale) = files.iter().find_map(|file| file.values(file.find(text.cast_signed(), 0).ok()?))?;
        Some(Vector::normalized(values.iter().map(|x| f32::from(x.cast_signed()) * scale).collect::<Vec<_>>()))
    }

    /// Keeps vectors of texts, down to the disk.
    pub fn add(&self, vectors: &[(u64, Vector)]) -> Result<(), SearchError> {
        let mut rows: Vec<Row> = vectors.iter().map(|(text, vector)| Row::new(text.cast_signed(), vector)).collect();
        rows.sort_by_key(Row::key);
        rows.dedup_by_key(|row| row.key());
        if rows.is_empty() {
            return Ok(());
        }
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut files = self.files().to_vec();
        files.push(self.write(&rows.iter().map(Row::as_ref).collect::<Vec<_>>())?);
        let mut merged = Vec::new();
        if let Some(kept) = merge(&files) {
            let one = self.write(&newest_rows(files.get(kept..).unwrap_or_default()))?;
            merged = files.split_off(kept);
            files.push(one);
        }
        self.publish(files);
        for file in merged {
            // One that stays holds what the merged file holds too.
            drop(fs::remove_file(file.path()));
        }
        Ok(())
    }

    /// Takes in what other processes have kept since; `true` when there was something.
    pub fn refresh(&self) -> Result<bool, SearchError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, mut files) = (self.files(), Vec::new());
        for path in self.paths()? {
            let open = known.iter().find(|file| file.path() == path).map(Arc::clone);
            files.extend(open.map_or_else(|| self.open_file(&path), |file| Ok(Some(file)))?);
        }
        let changed = files.len() != known.len() || files.iter().zip(known.iter()).any(|(a, b)| a.path() != b.path());
        if changed {
            self.publish(files);
        }
        Ok(changed)
    }

    /// The files that could not be used, under the names they were given: the next call names only newer ones.
    pub fn take_damaged(&self) -> Vec<PathBuf> {
        std::mem::take(&mut self.damaged.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The kind of the vectors.
    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// The open files.
    pub(crate) fn files(&self) -> Arc<Vec<Arc<VectorFile>>> {
        Arc::clone(&self.files.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn publish(&self, files: Vec<Arc<VectorFile>>) {
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(files);
    }

    /// The files of vectors in the folder, by number.
    fn paths(&self) -> Result<Vec<PathBuf>, SearchError> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(&self.dir).map_err(SearchError::io("read the folder", &self.dir))? {
            let path = entry.map_err(SearchError::io("read the folder", &self.dir))?.path();
            if number(&path).is_some() {
                paths.push(path);
            }
        }
        paths.sort_by_key(|path| number(path));
        Ok(paths)
    }

    /// Opens a file; `None` for one that went away since it was seen, and for one that had to be moved aside.
    fn open_file(&self, path: &Path) -> Result<Option<Arc<VectorFile>>, SearchError> {
        match VectorFile::open(path) {
            Ok(file) if file.kind() == self.kind => Ok(Some(Arc::new(file))),
            Ok(_) | Err(SearchError::Damaged { .. }) => {
                let aside = path.with_extension(DAMAGED);
                fs::rename(path, &aside).map_err(SearchError::io("move aside", path))?;
                self.damaged.lock().unwrap_or_else(PoisonError::into_inner).push(aside);
                Ok(None)
            }
            Err(SearchError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes rows to a new file. It gets its name when it is whole, so that nobody reads half of it.
    fn write(&self, rows: &[RowRef<'_>]) -> Result<Arc<VectorFile>, SearchError> {
        let part = self.dir.join(format!("{}.part", std::process::id()));
        drop(fs::remove_file(&part));
        write(&part, self.kind, rows)?;
        let first = self.paths()?.last().and_then(|path| number(path)).map_or(1, |last| last + 1);
        for next in first..first.saturating_add(TRIES) {
            let path = self.dir.join(format!("{next:08}.vec"));
            match fs::hard_link(&part, &path) {
                Ok(()) => {
                    fs::remove_file(&part).map_err(SearchError::io("remove", &part))?;
                    return VectorFile::open(&path).map(Arc::new);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(SearchError::io("write", &path)(error)),
            }
        }
        Err(SearchError::Locked { path: self.dir.clone() })
    }
}

/// The number of a file of vectors; `None` for everything else.
fn number(path: &Path) -> Option<u32> {
    let is_vectors = path.extension().is_some_and(|end| end == "vec");
    path.file_stem().filter(|_| is_vectors)?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(text: u64) -> Vector {
        Vector::normalized((0..48).map(|i| ((i * 7 + text % 1_000 * 13) % 29) as f32 - 9.0).collect::<Vec<_>>())
    }

    fn some(texts: impl IntoIterator<Item = u64>) -> Vec<(u64, Vector)> {
        texts.into_iter().map(|text| (text, vector(text))).collect()
    }

    #[test]
    fn what_is_kept_is_there_after_opening_again() {
        let dir = tempfile::tempdir().unwrap();
        let kept = Embeddings::open(dir.path(), 48, 1).unwrap();
        assert!(kept.is_empty());
        for start in (0..100).step_by(10) {
            kept.add(&some(start..start + 10)).unwrap();
        }
        kept.add(&[]).unwrap();
        let again = Embeddings::open(dir.path(), 48, 1).unwrap();
        for embeddings in [kept, again] {
            assert_eq!(embeddings.len(), 100);
            assert!(embeddings.files().len() < 8, "many small files become few");
            assert!((0..100).all(|text| embeddings.vector(text).unwrap().cosine(&vector(text)) > 0.999));
            assert!(!embeddings.holds(100) && embeddings.vector(100).is_none());
        }
    }

    #[test]
    fn what_another_process_kept_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let open = || Embeddings::open(dir.path(), 48, 1).unwrap();
        let (one, other) = (open(), open());
        one.add(&some([1, u64::MAX])).unwrap();
        assert!(!other.holds(1));
        assert!(other.refresh().unwrap() && other.holds(1) && other.holds(u64::MAX));
        assert!(!other.refresh().unwrap());
        other.add(&some([2])).unwrap();
        one.add(&some([3])).unwrap();
        let all = open();
        assert!([1, 2, 3, u64::MAX].into_iter().all(|text| all.holds(text)));
    }

    #[test]
    fn what_is_damaged_or_foreign_is_moved_aside() {
        let dir = tempfile::tempdir().unwrap();
        Embeddings::open(dir.path(), 48, 1).unwrap().add(&some(0..40)).unwrap();
        let path = dir.path().join("00000001.vec");
        let good = fs::read(&path).unwrap();
        let mut wrong = good.clone();
        wrong[100] ^= 1;
        for (bytes, model) in [(&good[..good.len() / 2], 1), (&[][..], 1), (wrong.as_slice(), 1), (good.as_slice(), 2)]
        {
            fs::write(&path, bytes).unwrap();
            let embeddings = Embeddings::open(dir.path(), 48, model).unwrap();
            assert!(embeddings.is_empty());
            assert_eq!(embeddings.take_damaged(), [dir.path().join("00000001.damaged")]);
            embeddings.add(&some([7])).unwrap();
            assert!(embeddings.holds(7));
            fs::remove_file(&path).unwrap();
        }
    }

    #[test]
    fn numbers_that_went_bad_are_not_answered_with() {
        let dir = tempfile::tempdir().unwrap();
        Embeddings::open(dir.path(), 48, 1).unwrap().add(&some(0..40)).unwrap();
        let path = dir.path().join("00000001.vec");
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        let embeddings = Embeddings::open(dir.path(), 48, 1).unwrap();
        assert!(embeddings.vector(0).is_some() && embeddings.vector(39).is_none());
    }
}
