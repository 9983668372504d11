//! Settings: names with values, for whatever must be remembered beside the papers.

use crate::driver::{Cells, Query};
use crate::{Store, StoreError};

impl Store {
    /// The value of a setting; `None` if it was never set.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let query = Query::new("read a setting", "SELECT value FROM settings WHERE name = $1").text(name);
        let rows = self.fetch(query).await?;
        rows.first().map(|row| Cells::of(row, "settings").text().map(str::to_owned)).transpose()
    }

    /// Sets a setting, in a transaction of its own.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO settings (name, value) VALUES ($1, $2) \
                   ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        let mut tx = self.begin().await?;
        tx.execute(Query::new("write a setting", sql).text(name).text(value)).await?;
        tx.commit().await
    }
}
