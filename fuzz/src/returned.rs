//! Messages that came back.

use returned::{LONGEST_RETURNED, ReturnAddress, read_returned};

/// Reads `bytes` as a message that came back, and once more: the same must come out, and little of it whatever goes in.
pub fn returned(bytes: &[u8]) {
    let Ok(address) = "bounces@example.org".parse::<ReturnAddress>() else { return };
    let read = read_returned(bytes, &address);
    assert!(read == read_returned(bytes, &address), "the same bytes are read in two ways");
    assert!(read.words.len() <= 8 && read.receivers.len() <= 128, "too much came out: {read:?}");
    for word in &read.words {
        assert!(
            word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte)),
            "{word:?}"
        );
    }
    assert!(read.why.chars().count() <= 300 && !read.why.contains(char::is_control), "{:?}", read.why);
    // A word alone says nothing of a failure, and what fails says why or says nothing.
    let cut = bytes.get(..LONGEST_RETURNED).unwrap_or(bytes);
    assert!(read == read_returned(cut, &address), "what is behind the end counts");
}
