//! Makes the document of `/openapi.json` out of the readable one: the same JSON without the white space between its parts.
//! Tells the linker how much memory an instance has at its start.

use std::path::Path;
use std::{env, fs, io};

const SOURCE: &str = "openapi.json";

/// Bytes: tables and stack are 3.2 MB of it, and a note needs a few hundred kB. Growing costs each instance two changes of the
/// process's memory map, once when it grows and once when the next one begins; what nobody touches costs nothing.
const INITIAL_MEMORY: usize = 5 << 20;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={SOURCE}");
    if env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|target| target == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--initial-memory={INITIAL_MEMORY}");
    }
    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&folder).join(SOURCE), compact(&fs::read_to_string(SOURCE)?))
}

/// JSON without the white space outside of its strings. That it is still the same JSON is a test's to say.
fn compact(json: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    let kept = json.chars().filter(|c| {
        let keep = in_string || !c.is_ascii_whitespace();
        if *c == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && *c == '\\' && !escaped;
        keep
    });
    kept.collect()
}
