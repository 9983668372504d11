//! A process of the program: what it says is kept, its memory is watched, and it never outlives its test.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// No command of these tests may take longer.
const PATIENCE: Duration = Duration::from_secs(280);

/// How often a process is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// A running program.
pub(crate) struct Running {
    child: Child,
    started: Instant,
    stdout: Said,
    stderr: Said,
    peak_kib: u64,
    ticks: u64,
}

/// A program that has ended.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The largest resident memory that was seen, in KiB; 0 where the system does not tell.
    pub(crate) peak_kib: u64,
    /// How much of the processor it used, in ticks of the system's clock; 0 where the system does not tell.
    pub(crate) ticks: u64,
    pub(crate) took: Duration,
}

impl Running {
    /// Starts `command` with both outputs captured.
    pub(crate) fn start(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let stdout = Said::listen(child.stdout.take().expect("standard output is piped"));
        let stderr = Said::listen(child.stderr.take().expect("standard error is piped"));
        Self { child, started, stdout, stderr, peak_kib: 0, ticks: 0 }
    }

    /// Starts `command` and feeds its standard input from a thread.
    pub(crate) fn start_with_input(command: Command, input: Vec<u8>) -> Self {
        let mut running = Self::start(command);
        let mut stdin = running.child.stdin.take().expect("standard input is piped");
        // A program that stops reading early closes the pipe: its own affair.
        std::thread::spawn(move || stdin.write_all(&input).is_ok());
        running
    }

    /// Waits for the end.
    pub(crate) fn wait(mut self) -> Finished {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            self.peak_kib();
            self.ticks();
            if let Some(status) = self.child.try_wait().expect("the process can be waited for") {
                break status;
            }
            assert!(Instant::now() < deadline, "the program did not end; it said: {}", self.stderr.so_far());
            std::thread::sleep(LOOK_EVERY);
        };
        let took = self.started.elapsed();
        let (stdout, stderr) = (self.stdout.whole(), self.stderr.whole());
        Finished { status, stdout, stderr, peak_kib: self.peak_kib, ticks: self.ticks, took }
    }

    /// Kills the process at once (SIGKILL), unless it has ended by itself before. Returns whether it was killed.
    pub(crate) fn kill(mut self) -> bool {
        let ended = self.child.try_wait().expect("the process can be looked at").is_some();
        self.child.kill().expect("the process can be killed");
        self.child.wait().expect("the process can be waited for");
        !ended
    }

    /// Kills the process when it has used `ticks` of the processor: how busy the machine is makes no difference then.
    /// Returns whether it was killed.
    pub(crate) fn kill_after(mut self, ticks: u64) -> bool {
        while self.ticks() < ticks {
            if self.child.try_wait().expect("the process can be looked at").is_some() {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        self.kill()
    }

    /// Asks the process to end (SIGTERM) and waits.
    pub(crate) fn terminate(self) -> Finished {
        let pid = self.child.id().to_string();
        let sent = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &pid]).status().expect("there is a shell");
        assert!(sent.success(), "the process {pid} is not there any more");
        self.wait()
    }

    /// Waits for a line of standard output that `pick` likes, and returns what it made of it.
    pub(crate) fn wait_for_line<T>(&mut self, pick: impl Fn(&str) -> Option<T>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let over = self.child.try_wait().expect("the process can be looked at");
            if let Some(found) = self.stdout.so_far().lines().find_map(&pick) {
                return found;
            }
            let said = self.stderr.so_far();
            assert!(over.is_none(), "the program ended ({over:?}); it said: {said}");
            assert!(Instant::now() < deadline, "the program never said it; it said: {said}");
            std::thread::sleep(LOOK_EVERY);
        }
    }

    /// What stands on standard error until now.
    pub(crate) fn stderr(&self) -> String {
        self.stderr.so_far()
    }

    /// The largest resident memory until now, in KiB (Linux; elsewhere 0).
    pub(crate) fn peak_kib(&mut self) -> u64 {
        self.peak_kib = self.peak_kib.max(memory(self.child.id(), "VmHWM:"));
        self.peak_kib
    }

    /// The ticks of the processor that it has used until now (Linux; elsewhere 0).
    fn ticks(&mut self) -> u64 {
        self.ticks = self.ticks.max(ticks(self.child.id()));
        self.ticks
    }

    /// The resident memory now, in KiB (Linux; elsewhere 0).
    pub(crate) fn resident_kib(&self) -> u64 {
        memory(self.child.id(), "VmRSS:")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail when it has ended, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Finished {
    /// The exit code; a process that died of a signal has none, and no test expects that here.
    pub(crate) fn code(&self) -> i32 {
        assert!(!self.stderr.contains("panicked"), "it panicked: {}", self.stderr);
        self.status.code().unwrap_or_else(|| panic!("it died: {:?}; it said: {}", self.status, self.stderr))
    }

    /// Asserts the exit code 0 and passes the rest on.
    #[track_caller]
    pub(crate) fn well(self) -> Self {
        self.ends_with(0)
    }

    /// Asserts the exit code and passes the rest on.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code(), code, "standard output: {}\nstandard error: {}", self.stdout, self.stderr);
        self
    }

    /// The number before `word` in the last line of standard output: `counted("merged")` is 3 where it says `3 merged`.
    #[track_caller]
    pub(crate) fn counted(&self, word: &str) -> u64 {
        let last = self.stdout.lines().last().unwrap_or_default();
        let words: Vec<_> = last.split([' ', ',', ';', ':']).filter(|word| !word.is_empty()).collect();
        let at = words.iter().position(|found| *found == word);
        let number = at.and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok());
        number.unwrap_or_else(|| panic!("no count of {word:?} in {last:?}; standard error: {}", self.stderr))
    }
}

/// What a stream has said.
struct Said {
    text: Arc<Mutex<String>>,
    listener: JoinHandle<()>,
}

impl Said {
    fn listen(stream: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let kept = Arc::clone(&text);
        let listener = std::thread::spawn(move || {
            let mut stream = BufReader::new(stream);
            let mut line = Vec::new();
            while stream.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                kept.lock().expect("nobody panics with it").push_str(&String::from_utf8_lossy(&line));
                line.clear();
            }
        });
        Self { text, listener }
    }

    fn so_far(&self) -> String {
        self.text.lock().expect("nobody panics with it").clone()
    }

    /// Everything, after the process has ended.
    fn whole(&self) -> String {
        let deadline = Instant::now() + Duration::from_secs(10);
        while !self.listener.is_finished() && Instant::now() < deadline {
            std::thread::sleep(LOOK_EVERY);
        }
        self.so_far()
    }
}

/// A figure of `/proc/PID/status`, in KiB; 0 where there is none.
fn memory(pid: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}

/// User and system time of all threads, the 14th and 15th field of `/proc/PID/stat`; 0 where there is none.
fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The second field is the program's name, in parentheses, with anything in it.
    let (_, fields) = stat.rsplit_once(')').unwrap_or_default();
    fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}
