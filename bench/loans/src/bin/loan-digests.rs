//! `loan-digests`: a digest a chunk of random loans; `loan-digests NUMBER`: what one of them comes out as.
#![allow(
    clippy::print_stdout,
    reason = "its output is its purpose: end2end/tests/same-bytes.test.mjs reads it"
)]

use loan_bench::{
    digest,
    random::{self, CHUNK, LOANS},
};

fn main() {
    match std::env::args().nth(1).map(|word| word.parse()) {
        None => (0..LOANS / CHUNK).for_each(|chunk| println!("{:016x}", digest::of_chunk(chunk))),
        Some(Ok(number)) => print!("{}", digest::text(&random::loan(number))),
        Some(Err(error)) => eprintln!("loan-digests [NUMBER]: {error}"),
    }
}
