//! Text to vector: the tokenizer and the bundled static embedding table.
