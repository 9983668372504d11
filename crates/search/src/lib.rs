//! Finding: the lexical index, the vectors, their fusion, filters and explanations.
