//! Makes the document of `/openapi.json` out of the readable one: the same JSON without the white space between its parts.

use std::path::Path;
use std::{env, fs, io};

const SOURCE: &str = "openapi.json";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={SOURCE}");
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
