//! Files and folders.

use std::fs;
use std::path::Path;

use newsstand_sources::{OpenError, Reader, files};

use crate::support::{collect, open, options, read_file};

#[test]
fn folders_are_walked_in_order() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.jsonl", "a/z.jsonl", "a/c.jsonl", ".hidden", ".git/x"] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "{}").unwrap();
    }
    let (found, errors) = files(folder.path());
    let names: Vec<_> = found.iter().map(|path| path.strip_prefix(folder.path()).unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a/c.jsonl", "a/z.jsonl", "b.jsonl"]);
    assert!(errors.is_empty());
    assert_eq!(files(Path::new("-")).0, [Path::new("-")]);
}

#[cfg(unix)]
#[test]
fn a_walk_ends_where_links_go_round() {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("round")).unwrap();
    fs::write(folder.path().join("a.jsonl"), "{}").unwrap();
    assert_eq!(files(folder.path()).0.len(), 1);
}

#[test]
fn an_empty_folder_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let (found, errors) = files(folder.path());
    assert!(found.is_empty());
    assert!(matches!(&errors[..], [OpenError::EmptyFolder { path }] if path == folder.path()));
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights_is_an_error_and_the_rest_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::write(folder.path().join("open.jsonl"), "{}").unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let all_may_read = fs::read_dir(&closed).is_ok();
    let (found, errors) = files(folder.path());
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    if all_may_read {
        println!("skipped: this user may read everything");
        return;
    }
    assert_eq!(found.len(), 1);
    assert!(errors[0].to_string().starts_with(&format!("cannot read {}: ", closed.display())), "{errors:?}");
}

#[test]
fn a_missing_file_is_named() {
    let (found, _) = files(Path::new("no/such/file.jsonl"));
    let error = Reader::open(&found[0], &options()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read no/such/file.jsonl: "), "{error}");
}

#[test]
fn a_folder_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Reader::open(folder.path(), &options()), Err(OpenError::Read { .. })));
}

#[test]
fn progress_reaches_the_size_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    fs::write(&path, "{\"title\": \"A\"}\n".repeat(10_000)).unwrap();
    let reader = Reader::open(&path, &options()).unwrap();
    let progress = reader.progress();
    assert_eq!(collect(reader).records.len(), 10_000);
    assert_eq!(Some(progress.read()), progress.total());
    assert_eq!(progress.read(), 150_000);
}

#[test]
fn counts_of_a_file_without_time_are_as_old_as_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    fs::write(&path, "{\"title\": \"A\", \"votes\": 3}").unwrap();
    let written = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    fs::File::options().append(true).open(&path).unwrap().set_modified(written).unwrap();
    let observed = read_file(&path).records[0].observed.unwrap();
    assert_eq!((observed.counts.votes, observed.at.as_second()), (3, 1_700_000_000));
    // A clock that went wrong must not put counts into the future.
    let later = options().observed_at.as_second().unsigned_abs() + 1_000;
    let written = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(later);
    fs::File::options().append(true).open(&path).unwrap().set_modified(written).unwrap();
    assert_eq!(read_file(&path).records[0].observed.unwrap().at, options().observed_at);
}

#[test]
fn what_is_no_format_is_described() {
    for (bytes, words) in [
        (&b"%PDF-1.7\nxyz"[..], "file begins with \"%PDF-1.7\""),
        (b"BZh91AY", "file begins with \"BZh91AY\""),
        (b"\xff\xfe{\0}\0", "file is UTF-16, not UTF-8"),
        (b"{\n  \"title\": \"A\"\n}", "file begins with a JSON object over several lines"),
        (b"   \n ", "file begins with \"\""),
    ] {
        let error = open(bytes, &options()).unwrap_err().to_string();
        assert!(error.starts_with(words), "{error}");
        assert!(error.ends_with("oai, feed and those of docs/SOURCES.md"), "{error}");
    }
    assert_eq!(open(b"", &options()).unwrap_err().to_string(), "file is empty");
    assert_eq!(open("\u{feff}".as_bytes(), &options()).unwrap_err().to_string(), "file is empty");
}
