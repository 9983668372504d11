//! Reading an answer, and no more of it than is wanted.

use reqwest::Response;

use super::ask::broken;
use crate::{Address, FetchError};

/// The bytes of an answer, decompressed as they come.
pub(super) async fn read(address: &Address, mut response: Response, most: usize) -> Result<Vec<u8>, FetchError> {
    let too_large = || FetchError::TooLarge { address: address.clone(), most };
    // Decompressed answers tell no length: theirs is that of what came over the wire.
    if response.content_length().is_some_and(|length| length > most as u64) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| broken(address, error))? {
        if bytes.len() + chunk.len() > most {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
