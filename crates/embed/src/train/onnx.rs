//! The vectors with which a network in ONNX format begins: one for each word piece, before any of its layers has worked on it. They
//! are read from the file itself, without running the network, so that they are the same bits on every machine.
//!
//! The numbers of fields are those of `onnx.proto` (<https://onnx.ai/onnx/repo-docs/IR.html>). What is looked for is the matrix out of
//! which `input_ids` are gathered, in single precision, or quantised as `DequantizeLinear` describes it
//! (<https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html>): `(number - zero point) * scale`, one scale for all.

mod fields;

use self::fields::{Field, fields};
use super::matrix::Matrix;
use crate::EmbedError;

/// Fields of a model, a graph, an operation and a tensor.
const GRAPH: u64 = 7;
const NODE: u64 = 1;
const TENSOR: u64 = 5;
const INPUT: u64 = 1;
const OUTPUT: u64 = 2;
const OPERATION: u64 = 4;
const SIDES: u64 = 1;
const KIND: u64 = 2;
const FLOATS: u64 = 4;
const WHOLES: u64 = 5;
const NAME: u64 = 8;
const RAW: u64 = 9;

/// Types of numbers.
const F32: u64 = 1;
const U8: u64 = 2;
const I8: u64 = 3;

/// An operation, and what goes in and out.
#[derive(Debug, Default)]
struct Node<'a> {
    operation: &'a [u8],
    inputs: Vec<&'a [u8]>,
    outputs: Vec<&'a [u8]>,
}

/// A constant of the network.
#[derive(Debug, Default)]
struct Tensor<'a> {
    name: &'a [u8],
    kind: u64,
    sides: Vec<u64>,
    /// The bytes of its numbers, one behind another: the usual way.
    raw: &'a [u8],
    /// The other way of single precision, also of four bytes each.
    floats: &'a [u8],
    /// The other way of small whole numbers.
    wholes: Vec<u64>,
}

/// The vectors of the word pieces of a network in ONNX format, one a row. Refused where the file is broken, holds no such matrix, keeps
/// it elsewhere, or in a type that is not known here.
pub(super) fn piece_vectors(network: &[u8]) -> Result<Matrix, EmbedError> {
    let graph = Graph::read(network).ok_or_else(|| broken("it is no ONNX file, or is cut off"))?;
    let missing = || broken("it has no matrix that input_ids are looked up in");
    let gather = graph.node(|node| node.operation == b"Gather" && node.inputs.get(1) == Some(&&b"input_ids"[..]));
    let gather = gather.ok_or_else(missing)?;
    let matrix = gather.inputs.first().and_then(|name| graph.tensor(name)).ok_or_else(missing)?;
    let looked_up = gather.outputs.first().copied().unwrap_or_default();
    let restored = graph.node(|node| node.operation == b"DequantizeLinear" && node.inputs.first() == Some(&looked_up));
    let (scale, zero) = match restored {
        // Without its scale nothing is known of a number; the zero point may be left out.
        Some(node) => (graph.single(node, 1).unwrap_or(f32::NAN), graph.single(node, 2).unwrap_or(0.0)),
        None => (1.0, 0.0),
    };
    let numbers: Vec<f32> = matrix.numbers()?.into_iter().map(|number| (number - zero) * scale).collect();
    let [rows, columns] = *matrix.sides.as_slice() else { return Err(missing()) };
    let columns = usize::try_from(columns).map_err(|_| missing())?;
    let found = numbers.len().checked_div(columns).map(|found| found as u64);
    if found != Some(rows) || !numbers.len().is_multiple_of(columns) {
        return Err(broken(format!("its matrix of word pieces is not {rows} x {columns}")));
    }
    if numbers.iter().all(|number| number.is_finite()) {
        Ok(Matrix { columns, numbers })
    } else {
        Err(broken("its matrix of word pieces holds numbers that are not finite"))
    }
}

fn broken(reason: impl Into<String>) -> EmbedError {
    EmbedError::Network(reason.into())
}

/// Operations and constants of a network.
#[derive(Debug, Default)]
struct Graph<'a> {
    nodes: Vec<Node<'a>>,
    tensors: Vec<Tensor<'a>>,
}

impl<'a> Graph<'a> {
    /// Reads the graph of a file; `None` where it is cut off or has none.
    fn read(network: &'a [u8]) -> Option<Self> {
        let mut graph = None;
        for field in fields(network) {
            if let (GRAPH, Field::Bytes(bytes)) = field? {
                graph = Some(bytes);
            }
        }
        let mut read = Self::default();
        for field in fields(graph?) {
            match field? {
                (NODE, Field::Bytes(bytes)) => read.nodes.push(Node::read(bytes)?),
                (TENSOR, Field::Bytes(bytes)) => read.tensors.push(Tensor::read(bytes)?),
                _ => {}
            }
        }
        Some(read)
    }

    fn node(&self, wanted: impl Fn(&Node<'_>) -> bool) -> Option<&Node<'a>> {
        self.nodes.iter().find(|node| wanted(node))
    }

    fn tensor(&self, name: &[u8]) -> Option<&Tensor<'a>> {
        self.tensors.iter().find(|tensor| tensor.name == name)
    }

    /// The constant of a single number that goes into an operation at that place.
    fn single(&self, node: &Node<'_>, place: usize) -> Option<f32> {
        let numbers = self.tensor(node.inputs.get(place)?)?.numbers().ok()?;
        let [number] = *numbers.as_slice() else { return None };
        Some(number)
    }
}

impl<'a> Node<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut node = Self::default();
        for field in fields(bytes) {
            match field? {
                (INPUT, Field::Bytes(name)) => node.inputs.push(name),
                (OUTPUT, Field::Bytes(name)) => node.outputs.push(name),
                (OPERATION, Field::Bytes(name)) => node.operation = name,
                _ => {}
            }
        }
        Some(node)
    }
}

impl<'a> Tensor<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut tensor = Self::default();
        for field in fields(bytes) {
            match field? {
                (SIDES, Field::Number(side)) => tensor.sides.push(side),
                // Several numbers may be written as one field of bytes.
                (SIDES, Field::Bytes(sides)) => tensor.sides.extend(fields::numbers(sides)?),
                (KIND, Field::Number(kind)) => tensor.kind = kind,
                (NAME, Field::Bytes(name)) => tensor.name = name,
                (RAW, Field::Bytes(raw)) => tensor.raw = raw,
                (FLOATS, Field::Bytes(floats)) => tensor.floats = floats,
                (WHOLES, Field::Number(number)) => tensor.wholes.push(number),
                (WHOLES, Field::Bytes(numbers)) => tensor.wholes.extend(fields::numbers(numbers)?),
                _ => {}
            }
        }
        Some(tensor)
    }

    /// Its numbers, as they stand in the file.
    fn numbers(&self) -> Result<Vec<f32>, EmbedError> {
        // A negative number is written as one of 64 bits; its lowest byte is the number all the same.
        let low = self.wholes.iter().map(|number| number.to_le_bytes()[0]);
        let small = self.raw.iter().copied().chain(low);
        match self.kind {
            F32 => Ok(self
                .raw
                .as_chunks()
                .0
                .iter()
                .chain(self.floats.as_chunks().0)
                .map(|number| f32::from_le_bytes(*number))
                .collect()),
            U8 => Ok(small.map(f32::from).collect()),
            I8 => Ok(small.map(|number| f32::from(number.cast_signed())).collect()),
            kind => {
                let name = String::from_utf8_lossy(self.name);
                Err(broken(format!("its constant {name:?} has numbers of type {kind}, not in 32 or 8 bits")))
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A field of bytes.
    fn bytes(field: u8, bytes: impl AsRef<[u8]>) -> Vec<u8> {
        let (mut message, mut length) = (vec![field << 3 | 2], bytes.as_ref().len());
        while length > 127 {
            message.push(u8::try_from(length % 128).unwrap_or_default() | 128);
            length /= 128;
        }
        message.push(u8::try_from(length).unwrap_or_default());
        message.extend_from_slice(bytes.as_ref());
        message
    }

    fn node(operation: &str, inputs: &[&str], output: &str) -> Vec<u8> {
        let inputs: Vec<u8> = inputs.iter().flat_map(|input| bytes(1, input)).collect();
        bytes(1, [inputs, bytes(2, output), bytes(4, operation)].concat())
    }

    fn tensor(name: &str, kind: u64, sides: &[u8], numbers: Vec<u8>) -> Vec<u8> {
        let sides: Vec<u8> = sides.iter().flat_map(|side| [8, *side]).collect();
        bytes(5, [sides, vec![16, kind.to_le_bytes()[0]], bytes(8, name), numbers].concat())
    }

    fn model(graph: &[Vec<u8>]) -> Vec<u8> {
        // The version comes first; a network begins with other operations than the one that is looked for.
        [vec![8, 8], bytes(7, [node("Shape", &["input_ids"], "shape"), graph.concat()].concat())].concat()
    }

    fn floats(numbers: impl IntoIterator<Item = f32>) -> Vec<u8> {
        numbers.into_iter().flat_map(f32::to_le_bytes).collect()
    }

    /// A network in single precision whose vectors are 0, 1, 2 …, row by row.
    pub(in super::super) fn network(rows: u8, columns: u8) -> Vec<u8> {
        let numbers = floats((0..u16::from(rows) * u16::from(columns)).map(f32::from));
        model(&[
            node("Gather", &["words", "input_ids"], "looked up"),
            tensor("words", F32, &[rows, columns], bytes(9, numbers)),
        ])
    }

    /// A network in one byte a number: `kind` and zero point as they are told, the scale 0.5.
    fn quantized(kind: u64, zero: Vec<u8>) -> Vec<u8> {
        model(&[
            node("Gather", &["types", "token_type_ids"], "type"),
            node("Gather", &["words", "input_ids"], "looked up"),
            node("DequantizeLinear", &["type", "other", "other"], "other"),
            node("DequantizeLinear", &["looked up", "scale", "zero"], "restored"),
            tensor("words", kind, &[2, 2], bytes(9, [0, 100, 130, 255])),
            tensor("scale", F32, &[], bytes(4, floats([0.5]))),
            tensor("zero", kind, &[], zero),
        ])
    }

    #[test]
    fn vectors_are_read_in_single_precision_and_in_bytes() {
        let single = Matrix { columns: 2, numbers: vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0] };
        assert_eq!(piece_vectors(&network(3, 2)), Ok(single));
        // Zero points in the two ways in which they are written: 128, and -1 in 64 bits.
        let unsigned = Matrix { columns: 2, numbers: vec![-64.0, -14.0, 1.0, 63.5] };
        assert_eq!(piece_vectors(&quantized(U8, bytes(9, [128]))), Ok(unsigned));
        let minus_one = [vec![5 << 3], vec![0xff; 9], vec![1]].concat();
        let signed = Matrix { columns: 2, numbers: vec![0.5, 50.5, -62.5, 0.0] };
        assert_eq!(piece_vectors(&quantized(I8, minus_one)), Ok(signed));
    }

    #[test]
    fn the_bundled_network_has_its_vectors() {
        let network = include_bytes!("../../model/minilm-l6-int8.onnx");
        let vectors = piece_vectors(network).unwrap();
        assert_eq!((vectors.rows(), vectors.columns), (30_522, 384));
        let model = crate::StaticModel::bundled();
        let vector = |word: &str| {
            let mut pieces = Vec::new();
            model.tokenizer().encode(word, &mut pieces);
            crate::Vector::normalized(vectors.row(pieces[0] as usize))
        };
        let galaxy = vector("galaxy");
        assert!(galaxy.cosine(&vector("galaxies")) > galaxy.cosine(&vector("tuesday")) + 0.2);
    }

    #[test]
    fn what_has_no_such_vectors_is_refused_in_words() {
        let gather = || node("Gather", &["words", "input_ids"], "looked up");
        let words = |kind, sides: &[u8], numbers| model(&[gather(), tensor("words", kind, sides, bytes(9, numbers))]);
        for (network, said) in [
            (Vec::new(), "no ONNX file"),
            (b"PK\x03\x04 something else".to_vec(), "no ONNX file"),
            (model(&[]), "no matrix"),
            (model(&[gather()]), "no matrix"),
            (words(F32, &[1], floats([1.0])), "no matrix"),
            (words(F32, &[2, 0], Vec::new()), "not 2 x 0"),
            (words(F32, &[2, 2], floats([1.0])), "not 2 x 2"),
            (words(10, &[1, 1], vec![0, 0]), "type 10"),
            (words(F32, &[1, 1], floats([f32::NAN])), "not finite"),
        ] {
            let error = piece_vectors(&network).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
        // A network whose scale has another name than the one that is asked for.
        let whole = quantized(U8, bytes(9, [128]));
        let named = whole.windows(5).rposition(|part| part == b"scale").unwrap();
        let mut without = whole;
        without[named] = b'S';
        assert!(piece_vectors(&without).unwrap_err().to_string().contains("not finite"));
    }

    #[test]
    fn a_network_that_is_cut_off_or_damaged_does_no_harm() {
        let whole = quantized(U8, bytes(9, [128]));
        for end in 0..whole.len() {
            assert!(piece_vectors(&whole[..end]).is_err(), "cut off at {end}");
        }
        for at in 0..whole.len() {
            for change in [0x01, 0x08, 0x80, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] ^= change;
                // Refused or read otherwise: no more is asked of a file without a checksum.
                let _ = piece_vectors(&damaged);
            }
        }
    }
}
