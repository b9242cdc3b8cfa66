//! What the built component can reach, and what it brings: the interfaces it imports, its size, its memory, read from the binary.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers fail by panicking")]

mod support;

use wasmparser::{DataKind, Operator, Parser, Payload};

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

/// Growing changes the memory map of the process, for each instance and twice.
#[test]
fn an_instance_has_room_for_a_note_from_its_start() {
    let bytes = std::fs::read(support::component()).unwrap();
    let (mut initial, mut end) = (0, 0);
    for payload in Parser::new(0).parse_all(&bytes) {
        match payload.unwrap() {
            Payload::MemorySection(section) => {
                initial = section.into_iter().map(|memory| memory.unwrap().initial * 65_536).max().unwrap();
            }
            Payload::DataSection(section) => {
                for data in section {
                    let data = data.unwrap();
                    let DataKind::Active { offset_expr, .. } = data.kind else { continue };
                    if let Operator::I32Const { value } = offset_expr.get_operators_reader().read().unwrap() {
                        end = end.max(u64::from(value.cast_unsigned()) + data.data.len() as u64);
                    }
                }
            }
            _ => {}
        }
    }
    assert!(
        end > 1 << 20 && initial >= end + (1 << 20),
        "{initial} bytes, of which tables and stack take {end}"
    );
}
