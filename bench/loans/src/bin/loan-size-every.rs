//! The engine whole: see `loan_bench::entries`.

use std::hint::black_box;

fn main() {
    black_box(loan_bench::entries::every(black_box("")));
}
