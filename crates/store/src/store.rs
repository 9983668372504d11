//! The handle that everybody holds.

use std::sync::Arc;

use crate::driver::{File, Pools, Query, Reader, Row};
use crate::migrate::migrate;
use crate::{DatabaseUrl, StoreError, Tx};

/// The truth. A cheap handle: clones share their connections. Readers see whole commits only and wait for nobody; writers
/// wait for one another.
#[derive(Clone)]
pub struct Store {
    pools: Pools,
    /// The file of a SQLite database, to be read without the pools.
    file: Option<Arc<File>>,
}

impl Store {
    /// Opens the database at `url`, creates the file of a SQLite database (not its folder), and executes the migrations that
    /// it lacks. Fails with [`StoreError::Newer`] when a newer program wrote it.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let pools = Pools::open(url).await?;
        migrate(&pools, &url.to_string()).await?;
        let file = url.path().map(|path| Arc::new(File::new(path)));
        Ok(Self { pools, file })
    }

    /// Begins a transaction that writes. It waits until every other writer has finished, at most a minute, then fails with
    /// [`StoreError::Busy`].
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let mut transaction = self.pools.begin().await?;
        let lock = transaction.session().dialect().lock_writers();
        transaction.lock(lock).await?;
        Ok(Tx::new(transaction))
    }

    /// Whether the database answers.
    pub async fn is_alive(&self) -> bool {
        let Ok(mut reader) = self.reader().await else { return false };
        reader
            .session()
            .fetch_number(Query::new("ask for a sign of life", "SELECT max(version) FROM migrations"))
            .await
            .is_ok()
    }

    /// Closes the database for all clones of this handle, and waits until whoever reads or writes has finished: not to be
    /// called while holding a [`Tx`]. SQLite then has moved its log into the file, which can be copied or removed. Whatever
    /// is asked afterwards is an error.
    pub async fn close(&self) {
        if let Some(file) = &self.file {
            file.close();
        }
        self.pools.close().await;
    }

    /// A connection for reading.
    pub(crate) async fn reader(&self) -> Result<Reader, StoreError> {
        self.pools.reader().await
    }

    /// The file of a SQLite database.
    pub(crate) fn file(&self) -> Option<&File> {
        self.file.as_deref()
    }

    /// All rows of a query, on a connection of its own.
    pub(crate) async fn fetch(&self, query: Query) -> Result<Vec<Row>, StoreError> {
        self.reader().await?.session().fetch(query).await
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}
