//! The same program without the engine: see `loan_bench::entries`.

use std::hint::black_box;

fn main() {
    black_box(loan_bench::entries::none(black_box("")));
}
