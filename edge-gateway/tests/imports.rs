//! What the built component can reach: the interfaces it imports, read from the binary.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod support;

use wasmparser::{Parser, Payload};

/// Every import of the outermost component.
fn imports(bytes: &[u8]) -> Vec<String> {
    let (mut found, mut depth) = (Vec::new(), 0);
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.unwrap() {
            // Modules and components nested inside import from the outermost one, under names of their own.
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 1 => {
                found.extend(section.into_iter().map(|import| import.unwrap().name.name.to_owned()));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn the_component_imports_only_wasi_0_2_and_spins_variables() {
    let bytes = std::fs::read(support::component()).unwrap();
    assert!(Parser::is_component(&bytes));
    let found = imports(&bytes);
    assert!(found.iter().any(|name| name.starts_with("wasi:http/outgoing-handler@0.2.")), "{found:?}");
    for name in &found {
        let wasi = name.starts_with("wasi:")
            && name.split_once('@').is_some_and(|(_, version)| version.starts_with("0.2."));
        assert!(wasi || name == "fermyon:spin/variables@2.0.0", "the component imports {name}");
    }
    // No way to the network but outbound HTTP, and none to files that were not given.
    assert!(!found.iter().any(|name| name.starts_with("wasi:sockets/")), "{found:?}");
}

#[test]
fn the_component_stays_within_its_size() {
    let bytes = std::fs::metadata(support::component()).unwrap().len();
    assert!(bytes <= 4 << 20, "{bytes} bytes; an instance starts on every request");
}
