//! The use cases, one a file. Wires sources, store, search and text together.
