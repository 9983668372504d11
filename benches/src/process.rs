//! What a process has used, as Linux tells in `/proc` (see proc(5)).

use anyhow::{Context, Result};

/// Ticks a second in `/proc/PID/stat`; Linux shows user space 100 on every architecture of today.
const TICKS: f64 = 100.0;

/// CPU time of a process in seconds, user and system, of all its threads that live or lived.
pub(crate) fn cpu_seconds(pid: u32) -> Result<f64> {
    let [user, system, _, _] = times(&read(&pid.to_string(), "stat")?)?;
    Ok(user + system)
}

/// CPU time in seconds of this process's children that have ended and were waited for.
pub(crate) fn children_cpu_seconds() -> Result<f64> {
    let [_, _, user, system] = times(&read("self", "stat")?)?;
    Ok(user + system)
}

/// The most memory that the process ever had resident, in MiB.
pub(crate) fn peak_mib(pid: u32) -> Result<f64> {
    memory(&read(&pid.to_string(), "status")?, "VmHWM:")
}

/// The memory that the process has resident, in MiB.
pub(crate) fn resident_mib(pid: u32) -> Result<f64> {
    memory(&read(&pid.to_string(), "status")?, "VmRSS:")
}

/// Anonymous memory that this process has resident, in MB: what is not a mapped file, and cannot be dropped.
pub(crate) fn anonymous_mb() -> Result<f64> {
    Ok(memory(&read("self", "status")?, "RssAnon:")? * 1.048_576)
}

/// The same of another process.
pub(crate) fn anonymous_mb_of(pid: u32) -> Result<f64> {
    Ok(memory(&read(&pid.to_string(), "status")?, "RssAnon:")? * 1.048_576)
}

/// How many threads of the whole machine wanted to run during the last minute: above the number of cores, times on the wall
/// say little.
pub(crate) fn load() -> Result<f64> {
    let text = read("", "loadavg")?;
    text.split_whitespace().next().and_then(|load| load.parse().ok()).context("no load in /proc/loadavg")
}

fn read(pid: &str, file: &str) -> Result<String> {
    let path = format!("/proc/{pid}/{file}");
    std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))
}

/// The fields `utime stime cutime cstime`, in seconds.
fn times(stat: &str) -> Result<[f64; 4]> {
    // The second field is the program's name in brackets, which may hold anything.
    let (_, fields) = stat.rsplit_once(')').context("a stat file has no name")?;
    let mut ticks = fields.split_whitespace().skip(11).map(str::parse::<f64>);
    let mut next = || anyhow::Ok(ticks.next().context("a stat file ends early")?? / TICKS);
    Ok([next()?, next()?, next()?, next()?])
}

fn memory(status: &str, name: &str) -> Result<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)).with_context(|| format!("no {name}"))?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_times_behind_any_name() {
        let stat = "42 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 150 50 1000 20 20 0 1";
        assert_eq!(times(stat).unwrap().map(|seconds| format!("{seconds:.2}")), ["1.50", "0.50", "10.00", "0.20"]);
        assert!(times("42 (a) S 1").is_err());
    }

    #[test]
    fn this_process_uses_memory() {
        let me = std::process::id();
        drop(std::hint::black_box(vec![1_u8; 64 << 20]));
        assert!(peak_mib(me).unwrap() > 60.0, "memory that was given back counts for the peak");
        assert!(resident_mib(me).unwrap() > 0.0);
        assert!(cpu_seconds(me).unwrap() >= 0.0);
        assert!(load().unwrap() >= 0.0);
        assert!((memory("VmRSS:\t  2048 kB\n", "VmRSS:").unwrap() - 2.0).abs() < 1e-9);
    }
}
