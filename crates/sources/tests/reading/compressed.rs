//! zstd and gzip, whole and broken.

use std::io::Write;

use newsstand_sources::{Limits, ReadOptions};

use crate::support::{collect, open, options, read};

/// Lines whose titles repeat little, so that they fill many blocks of a compressed file.
fn lines(count: u64) -> String {
    let line = |n: u64| {
        let words: Vec<String> =
            (0..40).map(|k| format!("{:x}", (n * 41 + k).wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
        format!("{{\"title\": \"Paper {n} {}\"}}\n", words.join(" "))
    };
    (1..=count).map(line).collect()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compressed_files_are_seen_through_whatever_their_name() {
    let text = lines(1_000);
    let plain = read(&text);
    assert_eq!(plain.records.len(), 1_000);
    for bytes in [zstd(text.as_bytes()), gzip(text.as_bytes())] {
        let read = read(bytes);
        assert_eq!(read.records, plain.records);
        assert!(read.lost.is_empty());
    }
}

#[test]
fn files_put_together_are_read_on() {
    let (one, two) = ("{\"title\": \"A\"}\n", "{\"title\": \"B\"}\n");
    for bytes in [[zstd(one.as_bytes()), zstd(two.as_bytes())], [gzip(one.as_bytes()), gzip(two.as_bytes())]] {
        assert_eq!(read(bytes.concat()).records.len(), 2);
    }
}

#[test]
fn of_a_file_cut_off_everything_before_the_cut_is_kept() {
    let text = lines(5_000);
    for mut bytes in [zstd(text.as_bytes()), gzip(text.as_bytes())] {
        bytes.truncate(bytes.len() / 2);
        let read = read(bytes);
        let count = read.records.len();
        assert!((1_500..3_500).contains(&count), "{count}");
        assert_eq!(read.lost.len(), 1, "{:?}", read.lost);
        assert!(read.lost[0].starts_with(&format!("file:{}: the file breaks off: ", count + 1)), "{:?}", read.lost);
    }
}

#[test]
fn a_file_cut_off_at_once_still_opens() {
    let mut bytes = zstd(lines(2_000).as_bytes());
    bytes.truncate(40);
    let text = match open(&bytes, &options()) {
        Ok(reader) => collect(reader).lost.join("\n"),
        Err(error) => error.to_string(),
    };
    assert!(text.contains("cannot read file") || text.contains("the file breaks off"), "{text}");
}

#[test]
fn rubbish_after_the_end_is_a_problem_and_loses_nothing() {
    let mut bytes = zstd(lines(100).as_bytes());
    bytes.extend_from_slice(b"rubbish");
    let read = read(bytes);
    assert_eq!((read.records.len(), read.lost.len()), (100, 1));
}

/// Writes one good line and then 300 MB of `filler`.
fn swell(filler: u8, mut encoder: impl Write) {
    encoder.write_all(b"{\"title\": \"A\"}\n").unwrap();
    let block = vec![filler; 1 << 20];
    for _ in 0..300 {
        encoder.write_all(&block).unwrap();
    }
}

#[test]
fn a_bomb_is_stopped_by_its_ratio() {
    for filler in [b'0', b' ', b'\n'] {
        let mut zstd = zstd::Encoder::new(Vec::new(), 1).unwrap();
        swell(filler, &mut zstd);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        swell(filler, &mut gzip);
        for bytes in [zstd.finish().unwrap(), gzip.finish().unwrap()] {
            let read = read(bytes);
            assert_eq!(read.records.len(), 1);
            let last = read.lost.last().unwrap();
            assert!(last.contains("it decompresses to more than 200 times its size"), "{last}");
        }
    }
}

#[test]
fn a_frame_that_asks_for_too_much_memory_is_refused() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(28).unwrap();
    encoder.write_all(&lines(10).into_bytes()).unwrap();
    let error = open(&encoder.finish().unwrap(), &options()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read file: "), "{error}");
}

#[test]
fn the_ratio_can_be_set() {
    let line = format!("{{\"title\": \"A\", \"abstract\": \"{}\"}}\n", "x".repeat(50_000));
    let bytes = zstd(line.repeat(2_000).as_bytes());
    let generous = ReadOptions { limits: Limits { ratio: u64::MAX, ..Limits::default() }, ..options() };
    assert_eq!(open(&bytes, &generous).unwrap().count(), 2_000);
    assert!(collect(open(&bytes, &options()).unwrap()).records.len() < 2_000);
}
