//! `cargo xtask bench loans`, the native half.

use criterion::{Criterion, criterion_group, criterion_main};
use loan_bench::cases::CASES;

fn loans(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("loans");
    for case in &CASES {
        group.bench_function(case.name, |bencher| bencher.iter(case.run));
    }
    group.finish();
}

criterion_group!(benches, loans);
criterion_main!(benches);
