//! Text in, better text out: normalising, math, keyphrases, the central sentence, citations.
