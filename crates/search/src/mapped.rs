//! A file in memory without reading it: one of the three places of this crate that need `unsafe`.

use std::fs::File;
use std::ops::Deref;
use std::path::Path;

use crate::SearchError;

/// The bytes of a file of the index, mapped. Files of the index are written once, under a name of their own, before anybody
/// can open them, and never changed afterwards.
#[derive(Debug)]
pub(crate) struct Mapped(memmap2::Mmap);

impl Mapped {
    /// Maps the file at `path`.
    pub(crate) fn open(path: &Path) -> Result<Self, SearchError> {
        let file = File::open(path).map_err(SearchError::io("open", path))?;
        #[expect(
            unsafe_code,
            reason = "a mapped file must not shrink: see the type, nobody writes to files of the index"
        )]
        // SAFETY: the map is read-only, and the file is never written or cut after it was made (unlinking keeps its bytes).
        let map = unsafe { memmap2::Mmap::map(&file) };
        map.map(Self).map_err(SearchError::io("map", path))
    }
}

impl Deref for Mapped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}
