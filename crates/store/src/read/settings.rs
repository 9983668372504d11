//! Settings: names with values, for whatever must be remembered beside the papers.

use domain::Timestamp;

use crate::driver::{Cells, Query};
use crate::{Store, StoreError};

const SET: &str =
    "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

impl Store {
    /// The value of a setting; `None` if it was never set.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let query = Query::new("read a setting", "SELECT value FROM settings WHERE name = $1").text(name);
        let rows = self.fetch(query).await?;
        rows.first().map(|row| Cells::of(row, "settings").text().map(str::to_owned)).transpose()
    }

    /// The settings whose names begin with `prefix`, in the order of their names' bytes.
    pub async fn settings(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT name, value FROM settings WHERE name LIKE $1 ESCAPE '!'";
        let escaped = prefix.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let rows = self.fetch(Query::new("read settings", sql).text(&format!("{escaped}%"))).await?;
        let setting = |row| {
            let mut cells = Cells::of(row, "settings");
            Ok((cells.text()?.to_owned(), cells.text()?.to_owned()))
        };
        let mut settings = rows.iter().map(setting).collect::<Result<Vec<_>, StoreError>>()?;
        // SQLite does not tell upper from lower case here.
        settings.retain(|(name, _)| name.starts_with(prefix));
        settings.sort_unstable();
        Ok(settings)
    }

    /// Sets a setting that pages show, and notes a change beside papers, so that what was made with it lapses everywhere.
    pub async fn announce_setting(&self, name: &str, value: &str, at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        tx.execute(Query::new("write a setting", SET).text(name).text(value)).await?;
        tx.note_source(at).await?;
        tx.commit().await
    }

    /// Sets a setting, in a transaction of its own.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        tx.execute(Query::new("write a setting", SET).text(name).text(value)).await?;
        tx.commit().await
    }
}
