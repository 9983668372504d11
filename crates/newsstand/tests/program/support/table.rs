//! A place to work: a temporary folder with files to read and a data folder that does not exist yet.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::{Finished, Library, Running, Server};

/// Where the program looks for its settings.
const SETTINGS: &str = "data/newsstand.toml";

/// A temporary folder for one test; it goes when the test ends.
pub(crate) struct Table {
    folder: TempDir,
    database: Option<String>,
}

impl Table {
    /// A new folder. The store will be the SQLite file of the data folder.
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder"), database: None }
    }

    /// A new folder with a settings file in the data folder.
    pub(crate) fn with_settings(settings: &str) -> Self {
        let table = Self::new();
        std::fs::create_dir_all(table.data()).expect("the data folder can be made");
        table.file(SETTINGS, settings);
        table
    }

    /// A new folder whose program keeps its store at the address `database`.
    pub(crate) fn with_database(database: &str) -> Self {
        Self { database: Some(database.to_owned()), ..Self::new() }
    }

    /// The path of a file or folder of this test, which need not exist.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The data folder. The program makes it.
    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// Writes a file and returns its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("the file can be written");
        path
    }

    /// The program with this table's data folder and nothing of the surroundings' settings, ready to be changed and run.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(program());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("NEWSSTAND_") {
                command.env_remove(name);
            }
        }
        // Whatever a test forgets to name must not land in the home of whoever runs the tests.
        command.env("HOME", self.folder.path()).env_remove("XDG_DATA_HOME");
        // Reading costs minutes of a core; the tests that want it say so.
        command.env("NEWSSTAND_SECOND_TIER", "false");
        command.env("NEWSSTAND_DATA", self.data()).current_dir(self.folder.path());
        if let Some(database) = &self.database {
            command.env("NEWSSTAND_DATABASE", database);
        }
        command.args(args).stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Finished {
        Running::start(self.command(args)).wait()
    }

    /// Runs the program with `input` as its standard input.
    pub(crate) fn run_with_input<A: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = A>,
        input: Vec<u8>,
    ) -> Finished {
        let mut command = self.command(args);
        command.stdin(Stdio::piped());
        Running::start_with_input(command, input).wait()
    }

    /// `newsstand ingest` of files, with options behind them.
    pub(crate) fn ingest(&self, paths: &[&Path], options: &[&str]) -> Finished {
        let paths = paths.iter().map(|path| path.as_os_str());
        self.run([OsStr::new("ingest")].into_iter().chain(paths).chain(options.iter().map(OsStr::new)))
    }

    /// `newsstand serve` on a free port; returns when it says that it listens.
    pub(crate) fn serve(&self, options: &[&str]) -> Server {
        Server::start(self.command(["serve", "--listen", "127.0.0.1:0"].iter().chain(options)))
    }

    /// Changes the store behind the program's back, as time or a crash would.
    pub(crate) fn sql(&self, statement: &'static str) {
        use sqlx::Connection;

        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(self.data().join("newsstand.db"));
        let options = options.busy_timeout(std::time::Duration::from_secs(30));
        let done = async {
            let mut connection = sqlx::SqliteConnection::connect_with(&options).await?;
            sqlx::query(statement).execute(&mut connection).await
        };
        tokio::runtime::Runtime::new().expect("a runtime").block_on(done).expect("the statement is understood");
    }

    /// What the program has left behind, opened in this process.
    pub(crate) fn library(&self) -> Library {
        Library::open(&self.data(), self.database.as_deref())
    }
}

/// The built program: the one of this build, or the one that `NEWSSTAND_PROGRAM` names (a release build, say).
pub(crate) fn program() -> PathBuf {
    std::env::var_os("NEWSSTAND_PROGRAM").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_newsstand")), PathBuf::from)
}
