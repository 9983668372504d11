//! Files in safetensors format.

use serde_json::{Map, json};

/// A tensor to be written.
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) dtype: &'static str,
    pub(crate) shape: Vec<usize>,
    pub(crate) bytes: Vec<u8>,
}

/// A tensor of single precision.
pub(crate) fn floats(name: &str, shape: &[usize], numbers: &[f32]) -> Written {
    let bytes = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    Written { name: name.to_owned(), dtype: "F32", shape: shape.to_vec(), bytes }
}

/// The file of some tensors.
pub(crate) fn safetensors(tensors: &[Written]) -> Vec<u8> {
    let (mut header, mut data) = (Map::new(), Vec::new());
    for Written { name, dtype, shape, bytes } in tensors {
        let offsets = [data.len(), data.len() + bytes.len()];
        header.insert(name.clone(), json!({ "dtype": dtype, "shape": shape, "data_offsets": offsets }));
        data.extend_from_slice(bytes);
    }
    let header = serde_json::Value::from(header).to_string();
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &data].concat()
}
