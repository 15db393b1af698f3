//! The loan engine, measured and compared with itself: the same code natively and in WebAssembly.
//!
//! `benches/loans.rs` times [`cases`] natively and `end2end/bench/loans.mjs` does in Node, through
//! `examples/loan-engine.rs`. `src/bin/loan-digests.rs` prints what [`random`] loans come out as, and
//! `end2end/tests/same-bytes.test.mjs` compares it with what the module says. `src/bin/loan-size-*.rs` say
//! what the engine weighs.

pub mod cases;
pub mod digest;
pub mod entries;
pub mod random;
