//! The bundled transformer, as its users meet it.

use newsstand_embed::{EmbedError, Transformer, Vector};

fn embed(text: &str) -> Vector {
    let vector = Transformer::bundled().and_then(|model| model.embed(text));
    vector.unwrap_or_else(|error| unreachable!("{text:?}: {error}"))
}

#[test]
fn meanings_are_near_without_a_shared_word() {
    let query = embed("teaching robots to grasp objects");
    let near = embed("Dexterous manipulation with learned mechanical hands");
    let far = embed("Galaxy rotation curves without dark matter");
    assert_eq!(query.dims(), 384);
    assert!((query.cosine(&query) - 1.0).abs() < 1e-5);
    assert!(query.cosine(&near) > query.cosine(&far) + 0.3, "{} {}", query.cosine(&near), query.cosine(&far));
}

#[test]
fn the_order_of_words_matters() {
    let (a, b) = (embed("the dog bites the man"), embed("the man bites the dog"));
    assert!(a.cosine(&b) < 0.999);
    assert_eq!(a, embed("the dog bites the man"));
}

#[test]
fn hostile_texts_have_vectors_too() {
    assert!(embed("").is_zero());
    assert!(embed(" \n\u{200b}\u{0}\u{1}").is_zero());
    for text in ["🙂", "[CLS] [SEP] [MASK]", &"attention ".repeat(5_000), &"x".repeat(100_000)] {
        let vector = embed(text);
        assert!((vector.cosine(&vector) - 1.0).abs() < 1e-4);
    }
}

#[test]
fn only_the_first_pieces_are_read() {
    let (long, longer) = ("graph ".repeat(254), "graph ".repeat(300));
    assert_eq!(embed(&long), embed(&longer));
}

#[test]
fn a_paper_is_its_title_and_its_abstract() {
    let model = Transformer::bundled().unwrap();
    assert_eq!(model.embed_paper("Graph networks", "We learn.").unwrap(), embed("Graph networks We learn."));
    assert_eq!(model.on_own_threads(1).embed("Graph").unwrap(), embed("Graph"));
}

#[test]
fn what_is_no_network_is_refused() {
    for bytes in [&b""[..], b"abc", &[0xff; 4096]] {
        let error = Transformer::read(bytes.to_vec().into(), "[CLS]\n[SEP]\n").unwrap_err();
        assert!(matches!(error, EmbedError::Network(_)), "{error}");
    }
    let network = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/model/minilm-l6-int8.onnx")).unwrap();
    let cut = network.get(..network.len() / 2).unwrap().to_vec();
    assert!(Transformer::read(cut.into(), "[CLS]\n[SEP]\n").is_err());
    let error = Transformer::read(network.into(), "a\nb\n").unwrap_err();
    assert_eq!(error.to_string(), "the vocabulary has no [CLS]");
}
