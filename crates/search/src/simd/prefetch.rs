//! Fetching what will be read soon.

/// What the processor fetches at once.
const LINE: usize = 64;

/// Asks the processor to bring these bytes near, without waiting for them. Rows that are read here and there lie far in memory, and
/// waiting for each takes longer than all that is done with it.
#[inline]
pub(crate) fn prefetch(bytes: &[u8]) {
    #[cfg(target_arch = "x86_64")]
    for line in bytes.chunks(LINE) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        #[expect(unsafe_code, reason = "tells the processor an address")]
        // SAFETY: every x86-64 has the instruction, and it reads nothing that could fail.
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(line.as_ptr().cast());
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (bytes, LINE);
}
