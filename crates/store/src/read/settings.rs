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

    /// Sets a setting that was never set; another value stays.
    pub async fn set_setting_once(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.exchange_setting(name, None, value).await.map(drop)
    }

    /// Sets a setting if its value is the expected one, `None` if it was never set; answers whether it was. Of several that expect the
    /// same, one succeeds.
    pub async fn exchange_setting(&self, name: &str, expected: Option<&str>, value: &str) -> Result<bool, StoreError> {
        let query = match expected {
            None => Query::new(
                "write a setting",
                "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            )
            .text(name)
            .text(value),
            Some(expected) => {
                let sql = "UPDATE settings SET value = $2 WHERE name = $1 AND value = $3";
                Query::new("write a setting", sql).text(name).text(value).text(expected)
            }
        };
        let mut tx = self.begin().await?;
        let written = tx.execute(query).await?;
        tx.commit().await?;
        Ok(written == 1)
    }

    /// Sets a setting, in a transaction of its own.
    pub async fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        tx.execute(Query::new("write a setting", SET).text(name).text(value)).await?;
        tx.commit().await
    }
}
