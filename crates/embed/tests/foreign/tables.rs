//! Tables in model2vec's layout.

use newsstand_embed::{StaticModel, Vector, WordPiece};

use crate::files::{Written, floats, safetensors};

const VOCABULARY: &str = "[UNK]\n[CLS]\n[SEP]\nred\ngreen\nblue\n";

/// Rows of three dimensions: a long one for what is unknown, nothing for the marks, one axis a colour.
const ROWS: [f32; 18] = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.5];

fn read(tensors: &[Written]) -> Result<StaticModel, String> {
    let tokenizer = (WordPiece::new(VOCABULARY), 1);
    StaticModel::with_tokenizer(safetensors(tensors).into(), tokenizer).map_err(|error| error.to_string())
}

fn near(vector: &Vector, expected: [f32; 3]) {
    let expected = Vector::normalized(expected);
    assert!(vector.cosine(&expected) > 0.9999, "{vector:?} {expected:?}");
}

#[test]
fn a_text_is_the_mean_of_its_pieces() {
    for name in ["embeddings", "embedding.weight"] {
        let model = read(&[floats(name, &[6, 3], &ROWS)]).unwrap();
        assert_eq!(model.dims(), 3);
        near(&model.embed("red green"), [2.0, 1.0, 0.0]);
        near(&model.embed("Red, red! unheard-of red blue"), [6.0, 0.0, 0.5]);
        assert!(model.embed("unheard of").is_zero());
        let parts = model.parts("red green red");
        let sum: Vec<f32> = (0..3).map(|at| parts.iter().map(|(_, part)| part[at]).sum()).collect();
        near(&Vector::normalized(sum), [4.0, 1.0, 0.0]);
        assert!(!model.is_trainable());
    }
}

#[test]
fn pieces_may_have_weights_and_share_rows() {
    let weights = floats("weights", &[6], &[0.0, 0.0, 0.0, 0.5, 1.0, 8.0]);
    let model = read(&[floats("embeddings", &[6, 3], &ROWS), weights]).unwrap();
    near(&model.embed("red green blue"), [1.0, 1.0, 4.0]);
    let places: [i64; 6] = [0, 0, 0, 1, 1, 2];
    let mapping = || Written {
        name: "mapping".to_owned(),
        dtype: "I64",
        shape: vec![6],
        bytes: places.iter().flat_map(|place| place.to_le_bytes()).collect(),
    };
    let rows = || floats("embeddings", &[3, 3], &ROWS[6..15].iter().map(|x| x + 1.0).collect::<Vec<_>>());
    let model = read(&[rows(), mapping()]).unwrap();
    near(&model.embed("red"), [3.0, 1.0, 1.0]);
    assert_eq!(model.embed("red"), model.embed("green"));
    near(&model.embed("blue"), [1.0, 2.0, 1.0]);
    let weights = floats("weights", &[6], &[0.0, 0.0, 0.0, 3.0, 1.0, 1.0]);
    near(&read(&[rows(), mapping(), weights]).unwrap().embed("red blue"), [10.0, 5.0, 4.0]);
}

#[test]
fn half_precision_and_bytes_are_read() {
    let halves: Vec<u8> =
        ROWS.iter().flat_map(|x| if *x > 1.5 { [0, 0x40] } else { [0, if *x > 0.0 { 0x3c } else { 0 }] }).collect();
    let half = Written { name: "embeddings".to_owned(), dtype: "F16", shape: vec![6, 3], bytes: halves };
    near(&read(&[half]).unwrap().embed("red green"), [2.0, 1.0, 0.0]);
    let bytes = ROWS.iter().map(|x| if *x > 1.5 { 127 } else { u8::from(*x > 0.0) }).collect();
    let small = Written { name: "embeddings".to_owned(), dtype: "I8", shape: vec![6, 3], bytes };
    near(&read(&[small]).unwrap().embed("red green"), [127.0, 1.0, 0.0]);
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let rows = |name: &str, shape: &[usize]| floats(name, shape, &ROWS[..shape.iter().product()]);
    let places = |places: [i32; 6]| Written {
        name: "mapping".to_owned(),
        dtype: "I32",
        shape: vec![6],
        bytes: places.iter().flat_map(|place| place.to_le_bytes()).collect(),
    };
    let mut broken = ROWS;
    broken[4] = f32::NAN;
    for (tensors, words) in [
        (vec![rows("embeddings", &[5, 3])], "6 words, the table 5 rows"),
        (vec![rows("embeddings", &[18])], "is [18], not rows x dimensions"),
        (vec![rows("embeddings", &[6, 0])], "not rows x dimensions"),
        (vec![rows("something", &[6, 3])], "\"embedding\" is missing"),
        (vec![floats("embeddings", &[6, 3], &broken)], "not finite"),
        (vec![rows("embeddings", &[6, 3]), rows("weights", &[5])], "not one number for each of 6 pieces"),
        (vec![rows("embeddings", &[6, 3]), places([0, 1, 2, 3, 4, 6])], "names row 6 of 6"),
        (vec![rows("embeddings", &[6, 3]), places([0, 1, 2, 3, 4, -1])], "no place"),
        (vec![Written { dtype: "BOOL", ..rows("embeddings", &[6, 0]) }], "not rows x dimensions"),
        (vec![Written { dtype: "F9", ..rows("embeddings", &[6, 3]) }], "unknown type F9"),
    ] {
        let error = read(&tensors).unwrap_err();
        assert!(error.contains(words), "{words}: {error}");
    }
}
