//! Where the database is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use crate::StoreError;

/// The address of a database: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`. Printed with its password masked.
#[derive(Clone)]
pub struct DatabaseUrl(pub(crate) Address);

/// What an address leads to.
#[derive(Clone)]
pub(crate) enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A server, and the address as it may be shown.
    Postgres { options: Box<PgConnectOptions>, shown: String },
}

impl DatabaseUrl {
    /// The SQLite database in the file at `path`.
    pub fn sqlite(path: impl AsRef<Path>) -> Self {
        Self(Address::Sqlite(path.as_ref().to_owned()))
    }

    /// The file, if it is a SQLite database.
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Address::Sqlite(path) => Some(path),
            Address::Postgres { .. } => None,
        }
    }
}

impl FromStr for DatabaseUrl {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let text = text.trim();
        let error = |reason: String| StoreError::Url { value: masked(text), reason };
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return match path {
                "" => Err(error("the path is missing".to_owned())),
                // Each connection would see a database of its own.
                ":memory:" => Err(error("a database in memory cannot be shared by connections".to_owned())),
                path => Ok(Self::sqlite(path)),
            };
        }
        if !(text.starts_with("postgres://") || text.starts_with("postgresql://")) {
            return Err(error("it begins with neither sqlite: nor postgres://".to_owned()));
        }
        let options = text.parse().map_err(|source: sqlx::Error| error(plain(&source)))?;
        Ok(Self(Address::Postgres { options: Box::new(options), shown: masked(text) }))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Address::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Address::Postgres { shown, .. } => f.write_str(shown),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

/// The cause without the driver's own preface.
fn plain(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Configuration(cause) => cause.to_string(),
        other => other.to_string(),
    }
}

/// `text` with what stands between the user's name and the `@`, and after `password=`, replaced by stars.
fn masked(text: &str) -> String {
    let (scheme, rest) = text.split_once("://").map_or(("", text), |(scheme, rest)| (scheme, rest));
    let separator = if scheme.is_empty() { "" } else { "://" };
    let rest = match rest.rsplit_once('@') {
        Some((login, place)) => {
            let user = login.split_once(':').map_or(login, |(user, _)| user);
            let stars = if user.len() < login.len() { ":***" } else { "" };
            format!("{user}{stars}@{place}")
        }
        None => rest.to_owned(),
    };
    let rest = match rest.split_once("password=") {
        Some((before, after)) => {
            let end = after.split_once('&').map(|(_, end)| format!("&{end}")).unwrap_or_default();
            format!("{before}password=***{end}")
        }
        None => rest,
    };
    format!("{scheme}{separator}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_files_and_servers() {
        let file: DatabaseUrl = "sqlite:data/news stand.db".parse().unwrap();
        assert_eq!(file.path(), Some(Path::new("data/news stand.db")));
        assert_eq!("sqlite:///a/b.db".parse::<DatabaseUrl>().unwrap().to_string(), "sqlite:/a/b.db");
        let server: DatabaseUrl = "postgres://me:secret@localhost:5433/papers?sslmode=disable".parse().unwrap();
        assert_eq!(server.path(), None);
        assert_eq!(server.to_string(), "postgres://me:***@localhost:5433/papers?sslmode=disable");
    }

    #[test]
    fn never_shows_a_password() {
        for text in [
            "postgres://me:sec@ret@host/db",
            "postgresql://me@host/db?password=secret&user=x",
            "mysql://me:secret@host/db",
            "postgres://me:secret@host:port/db",
        ] {
            let shown = match text.parse::<DatabaseUrl>() {
                Ok(url) => format!("{url} {url:?}"),
                Err(error) => format!("{error} {error:?}"),
            };
            assert!(!shown.contains("secret") && !shown.contains("ret@"), "{shown}");
            assert!(shown.contains("host"), "{shown}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_an_address() {
        for (text, reason) in [
            ("", "neither"),
            ("sqlite:", "path is missing"),
            ("sqlite::memory:", "memory"),
            ("newsstand.db", "neither"),
            ("postgres://me@host:99999/db", "port"),
        ] {
            let message = text.parse::<DatabaseUrl>().unwrap_err().to_string();
            assert!(message.contains(reason), "{message}");
        }
    }
}
