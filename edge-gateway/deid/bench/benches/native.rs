//! Criterion, natively: MB/s by kind of text, 1 kB and 8 kB notes, worst families, start cost.
//! `cargo bench -p deid-bench --features criterion`.

#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use deid::{Known, KnownValues, Policy, deidentify};
use deid_bench::texts::{ADVERSARIES, KINDS, repeated};
use std::hint::black_box;

fn kinds(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("kind");
    for kind in KINDS {
        let text = kind.documents();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(kind.name, |bencher| bencher.iter(|| deid_bench::once(black_box(&text))));
    }
    group.finish();
}

fn lengths(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("visit note of bytes");
    let (policy, known) = (Policy::default(), Known::none());
    for bytes in [0, 100, 1 << 10, 8 << 10, 64 << 10, 1 << 20] {
        let text = KINDS[0].sized(bytes);
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(bytes.to_string(), |bencher| {
            bencher.iter(|| deidentify(black_box(&text), &policy, &known));
        });
    }
    group.finish();
}

fn known(criterion: &mut Criterion) {
    let values = || KnownValues {
        names: vec!["Adaline Perrywinkle".into(), "Marguerite Perrywinkle".into()],
        ids: vec!["40-77-1932".into()],
        dates: vec!["1957-02-11".into()],
        addresses: vec!["19 Osprey Lane, Bangor, ME 04401".into()],
        phones: vec!["(207) 555-0133".into()],
        ..KnownValues::default()
    };
    criterion.bench_function("known values, compiled", |bencher| {
        bencher.iter_batched(values, |values| Known::try_from(values).is_ok(), BatchSize::SmallInput);
    });
    let text = KINDS[0].sized(8 << 10);
    let policy = Policy::default();
    if let Ok(known) = Known::try_from(values()) {
        criterion.bench_function("8 kB with known values", |bencher| {
            bencher.iter(|| deidentify(black_box(&text), &policy, &known));
        });
    }
}

fn worst(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("adversary");
    group.sample_size(10).measurement_time(std::time::Duration::from_millis(300));
    group.warm_up_time(std::time::Duration::from_millis(50));
    for piece in ADVERSARIES {
        let text = repeated(piece, 64 << 10);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{piece:?}"), |bencher| {
            bencher.iter(|| deid_bench::once(black_box(&text)))
        });
    }
    group.finish();
}

criterion_group!(benches, kinds, lengths, known, worst);
criterion_main!(benches);
