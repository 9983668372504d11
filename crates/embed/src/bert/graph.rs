//! A network in ONNX format (<https://onnx.ai/onnx/repo-docs/IR.html>), put together operation by operation. The numbers of fields are
//! those of `onnx.proto`.

use super::protobuf::Message;

/// The version of the format, and that of the operations: 20 has `Gelu`.
const FORMAT: u64 = 8;
const OPERATIONS: u64 = 20;

/// Types of numbers.
const FLOAT: u64 = 1;
const INT64: u64 = 7;

/// A setting of an operation.
pub(super) enum Setting<'a> {
    /// A number of single precision.
    Float(f32),
    /// A whole number.
    Whole(u64),
    /// Whole numbers.
    Wholes(&'a [u64]),
    /// A word.
    Word(&'a str),
}

/// The operations and constants so far.
#[derive(Debug, Default)]
pub(super) struct Graph {
    message: Message,
    /// How many values have been named.
    values: usize,
}

impl Graph {
    /// Adds a matrix, or with one side a row; answers with its name.
    pub(super) fn constant(&mut self, shape: &[usize], numbers: &[f32]) -> String {
        let raw: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.tensor(FLOAT, shape, &raw)
    }

    /// Adds a row of whole numbers; answers with its name.
    pub(super) fn wholes(&mut self, numbers: &[i64]) -> String {
        let raw: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        self.tensor(INT64, &[numbers.len()], &raw)
    }

    fn tensor(&mut self, kind: u64, shape: &[usize], raw: &[u8]) -> String {
        let (name, mut tensor) = (self.name(), Message::default());
        for side in shape {
            tensor = tensor.number(1, *side as u64);
        }
        self.message.add(5, tensor.number(2, kind).bytes(8, &name).bytes(9, raw));
        name
    }

    /// Adds an operation; answers with the name of its output.
    pub(super) fn node(&mut self, operation: &str, inputs: &[&str], settings: &[(&str, Setting<'_>)]) -> String {
        let (output, mut node) = (self.name(), Message::default());
        for input in inputs {
            node = node.bytes(1, input);
        }
        node = node.bytes(2, &output).bytes(3, &output).bytes(4, operation);
        for (name, setting) in settings {
            let named = Message::default().bytes(1, name);
            node = node.bytes(
                5,
                match setting {
                    Setting::Float(number) => named.float(2, *number).number(20, 1),
                    Setting::Whole(number) => named.number(3, *number).number(20, 2),
                    Setting::Word(word) => named.bytes(4, word).number(20, 3),
                    Setting::Wholes(numbers) => {
                        numbers.iter().fold(named, |named, number| named.number(8, *number)).number(20, 7)
                    }
                },
            );
        }
        self.message.add(1, node);
        output
    }

    fn name(&mut self) -> String {
        self.values += 1;
        format!("value_{}", self.values)
    }

    /// The network whose output is called so and has so many dimensions; it takes `input_ids` and `attention_mask`.
    pub(super) fn network(mut self, (output, dims): (&str, usize)) -> Vec<u8> {
        self.node_named("Identity", output, "last_hidden_state");
        let texts = [Side::Any("texts"), Side::Any("pieces")];
        let mut graph = self.message.bytes(2, "bert");
        for input in ["input_ids", "attention_mask"] {
            graph = graph.bytes(11, value(input, INT64, &texts));
        }
        let [text, piece] = texts;
        graph = graph.bytes(12, value("last_hidden_state", FLOAT, &[text, piece, Side::Of(dims as u64)]));
        let operations = Message::default().bytes(1, "").number(2, OPERATIONS);
        Message::default().number(1, FORMAT).bytes(8, operations).bytes(7, graph).into_bytes()
    }

    fn node_named(&mut self, operation: &str, input: &str, output: &str) {
        let node = Message::default().bytes(1, input).bytes(2, output).bytes(3, output).bytes(4, operation);
        self.message.add(1, node);
    }
}

/// The length of a side.
enum Side<'a> {
    Of(u64),
    Any(&'a str),
}

/// What an input or output is.
fn value(name: &str, kind: u64, shape: &[Side<'_>]) -> Message {
    let mut sides = Message::default();
    for side in shape {
        sides = sides.bytes(
            1,
            match side {
                Side::Of(length) => Message::default().number(1, *length),
                Side::Any(name) => Message::default().bytes(2, name),
            },
        );
    }
    let tensor = Message::default().number(1, kind).bytes(2, sides);
    Message::default().bytes(1, name).bytes(2, Message::default().bytes(1, tensor))
}
