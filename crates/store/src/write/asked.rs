//! Counting how often letters are asked for.

use domain::{Day, Timestamp};

use super::tx::Tx;
use crate::StoreError;
use crate::driver::{Cells, Query};

/// Seconds of a row.
const SLOT: i64 = 600;

impl Tx {
    /// The salt of a day; `fresh` becomes it where there is none. Those of the days before are forgotten.
    pub async fn salt(&mut self, day: Day, fresh: &str) -> Result<String, StoreError> {
        let session = &mut self.session();
        let forget = Query::new("forget a salt", "DELETE FROM salts WHERE day < $1");
        session.execute(forget.int(day.number())).await?;
        let keep = "INSERT INTO salts (day, salt) VALUES ($1, $2) ON CONFLICT (day) DO NOTHING";
        session.execute(Query::new("keep a salt", keep).int(day.number()).text(fresh)).await?;
        let query = Query::new("read a salt", "SELECT salt FROM salts WHERE day = $1").int(day.number());
        let row = session.fetch_first(query).await?;
        row.map_or_else(|| Ok(fresh.to_owned()), |row| Cells::of(&row, "salts").text().map(str::to_owned))
    }

    /// Forgets what was asked for before a moment, and the salts of days before that moment's.
    pub async fn forget_asked(&mut self, before: Timestamp) -> Result<(), StoreError> {
        let forget = Query::new("forget who asked", "DELETE FROM asked WHERE slot < $1");
        self.session().execute(forget.int(slot(before))).await?;
        let day = Day::of(before).map_or(i64::MIN, Day::number);
        self.session().execute(Query::new("forget a salt", "DELETE FROM salts WHERE day < $1").int(day)).await.map(drop)
    }

    /// How often somebody asked since a moment: the beginning of each ten minutes and how often in them, the oldest first.
    pub async fn asked(&mut self, who: &str, since: Timestamp) -> Result<Vec<(Timestamp, u64)>, StoreError> {
        let sql = "SELECT slot * 600000000, times FROM asked WHERE who = $1 AND slot >= $2 ORDER BY slot";
        let query = Query::new("read how often was asked", sql).text(who).int(slot(since));
        let read = |row| {
            let mut cells = Cells::of(row, "asked");
            Ok((cells.instant("slot")?, cells.count("times")?))
        };
        self.session().fetch(query).await?.iter().map(read).collect()
    }

    /// Notes that somebody asked.
    pub async fn note_asked(&mut self, who: &str, at: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO asked (slot, who, times) VALUES ($1, $2, 1) \
                   ON CONFLICT (slot, who) DO UPDATE SET times = asked.times + 1";
        self.session().execute(Query::new("note who asked", sql).int(slot(at)).text(who)).await.map(drop)
    }
}

fn slot(at: Timestamp) -> i64 {
    at.as_second().div_euclid(SLOT)
}
