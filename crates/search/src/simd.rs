//! The inner loops over vectors, compiled for what the processor can do: with [`mapped`](crate::mapped) and
//! [`scheduling`](crate::scheduling) the only places of this crate that need `unsafe`. The plain loops are what every faster path must equal.

mod dot;
mod estimates;
mod frequencies;
mod fused;
mod prefetch;

pub(crate) use dot::Operand;
pub(crate) use estimates::{Line, Out, PEAK, ROWS, Rows, bits_set, estimates, highest};
pub(crate) use frequencies::{Frequencies, PACKED, PACKED_BYTES, Sums, add_saturated, keep_wanted};
pub(crate) use fused::Fusion;
pub(crate) use prefetch::prefetch;
