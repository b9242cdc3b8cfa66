//! What is said of devices that are made up here. The libraries are tried with the real program in `tests/pool/gpu.rs`.

use super::*;

fn device(uuid: &str, name: &str, capability: (u32, u32), free: u64) -> Device {
    let total = 16_384 * MIB;
    Device {
        uuid: uuid.into(),
        name: name.into(),
        capability: Some(capability),
        used: total - free * MIB,
        total,
    }
}

fn t4() -> Device {
    device("GPU-aaaa", "Tesla T4", (7, 5), 15_000)
}

fn wheel() -> Provider {
    let capability = |(major, minor)| Capability { major, minor };
    Provider {
        needed: vec!["libcudart.so.13".into()],
        code: [(7, 5), (8, 0), (9, 0), (12, 0)].map(capability).into(),
        ..Provider::default()
    }
}

fn settings(device: u16) -> Settings {
    Settings { device, ..Settings::default() }
}

fn said(gpus: &[Device], settings: &Settings, visibility: &Visibility) -> String {
    devices(&wheel(), Some(13), gpus, settings, visibility).join("\n")
}

#[test]
fn a_gpu_that_will_do_is_not_complained_of() {
    assert_eq!(said(&[t4()], &settings(0), &Visibility::default()), "");
    assert_eq!(
        said(&[device("GPU-b", "NVIDIA H100", (9, 0), 80_000 / 8)], &settings(0), &Visibility::default()),
        ""
    );
}

#[test]
fn each_cause_is_told_from_the_others() {
    let any = Visibility::default();
    assert!(said(&[t4()], &settings(1), &any).contains("no device 1: there is 1, number 0"));
    assert!(said(&[], &settings(0), &any).contains("no device 0: there are 0"));
    let old = device("GPU-v", "Tesla V100", (7, 0), 15_000);
    let told = said(&[old], &settings(0), &any);
    assert!(told.contains("compute capability 7.0") && told.contains("7.5, 8.0, 9.0, 12.0"), "{told}");
    let full = device("GPU-f", "Tesla T4", (7, 5), 100);
    let told = said(std::slice::from_ref(&full), &settings(0), &any);
    assert!(told.contains("100 MiB of memory free of 16384") && told.contains("512"), "{told}");
    let told = devices(&wheel(), Some(12), &[t4()], &settings(0), &any).join("\n");
    assert!(told.contains("supports CUDA 12, and this ONNX Runtime is made with CUDA 13"), "{told}");
}

#[test]
fn memory_that_was_promised_must_be_free() {
    let wants = |mib: u64| Settings { memory: Some(mib * MIB), ..settings(0) };
    let any = Visibility::default();
    assert_eq!(said(&[t4()], &wants(14_000), &any), "");
    assert!(said(&[t4()], &wants(15_001), &any).contains("at least 15001 are needed (--gpu-memory-mb)"));
}

#[test]
fn numbers_are_those_that_cuda_counts_by() {
    let gpus = [t4(), device("GPU-bbbb", "Tesla T4", (7, 5), 10)];
    let shown = |list: &str| Visibility { devices: Some(list.into()), by_bus: false };
    assert_eq!(said(&gpus, &settings(0), &Visibility::default()), "");
    assert!(said(&gpus, &settings(1), &Visibility::default()).contains("10 MiB"));
    assert!(said(&gpus, &settings(0), &shown("1")).contains("10 MiB"));
    assert!(said(&gpus, &settings(0), &shown("GPU-bb")).contains("10 MiB"));
    assert_eq!(said(&gpus, &settings(1), &shown("GPU-bb,0")), "");
    // The list ends at what is not there.
    for list in ["", "-1", "7,0", "GPU-cc,0"] {
        assert!(said(&gpus, &settings(0), &shown(list)).contains("no device 0: there are 0"), "{list}");
    }
    assert_eq!(said(&gpus, &settings(0), &shown("MIG-1234")), "", "which GPU that is on is not known");
}

#[test]
fn of_gpus_that_differ_and_whose_order_is_not_known_one_good_one_is_enough() {
    let gpus = [device("GPU-v", "Tesla V100", (7, 0), 15_000), t4()];
    assert_eq!(said(&gpus, &settings(0), &Visibility::default()), "");
    let by_bus = Visibility { devices: None, by_bus: true };
    assert!(said(&gpus, &settings(0), &by_bus).contains("7.0"));
    assert_eq!(said(&gpus, &settings(1), &by_bus), "");
}
