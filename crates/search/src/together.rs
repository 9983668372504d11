//! Two things at once.

/// Does both, on two threads where this is one of a pool of `rayon`; otherwise one behind the other: to call another thread takes longer
/// than most parts of a query.
pub(crate) fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    if rayon::current_thread_index().is_some() { rayon::join(a, b) } else { (a(), b()) }
}
