//! Where papers come from: bytes in, records and problems out.
