//! Brings a real Triton server for a test: NVIDIA's package with the server and its Python backend in it.
//!
//! It is 70 MB to fetch and only a test needs it: where it cannot run, set-up says so and the test is skipped.

use std::path::PathBuf;

use anyhow::Result;

use super::{process, python};
use crate::progress::say;
use crate::workspace::Workspace;

/// Tells the edge's test where the packages are.
pub const VARIABLE: &str = "ANTEROOM_TRITON";
/// What pins the packages, below the workspace.
const REQUIREMENTS: &str = "edge-gateway/tests/triton-models/requirements.txt";
/// glibc that the server is built for.
const OLDEST_GLIBC: (u32, u32) = (2, 35);
/// Pythons, by the number after `3.`, for which there are both a stub of the backend and numpy.
const PYTHONS: std::ops::RangeInclusive<u32> = 10..=12;

/// Makes sure the packages are there, and returns their folder; `None` where they could not run.
///
/// # Errors
/// Where pip cannot bring the packages, or they do not have the sums they should.
pub fn ensure(workspace: &Workspace) -> Result<Option<PathBuf>> {
    let code =
        "import sys, platform as p; print(sys.platform, p.machine(), *sys.version_info[:2], *p.libc_ver())";
    let said = process::output(python::python3().args(["-c", code]), "asking python3 what it is")?;
    if let Some(reason) = unfit(&said) {
        say(&format!("{reason}: the test with a real Triton server is skipped"));
        return Ok(None);
    }
    Ok(Some(python::ensure_only(workspace, &workspace.root().join(REQUIREMENTS))?.dir().to_owned()))
}

/// Why Triton does not run here, from what Python said: `linux x86_64 3 11 glibc 2.36`.
fn unfit(said: &str) -> Option<String> {
    let words: Vec<&str> = said.split_whitespace().collect();
    let [system, machine, major, minor, libc @ ..] = words.as_slice() else {
        return Some("python3 does not say what it is".to_owned());
    };
    if (*system, *machine) != ("linux", "x86_64") {
        return Some(format!("this is {system} on {machine}, not Linux on x86_64"));
    }
    if *major != "3" || !minor.parse().is_ok_and(|minor| PYTHONS.contains(&minor)) {
        return Some(format!(
            "Python {major}.{minor} is none of 3.{} to 3.{}",
            PYTHONS.start(),
            PYTHONS.end()
        ));
    }
    let glibc = match libc {
        ["glibc", version] => {
            version.split_once('.').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)))
        }
        _ => None,
    };
    if glibc.is_none_or(|version: (u32, u32)| version < OLDEST_GLIBC) {
        return Some(format!("there is no glibc {}.{} here", OLDEST_GLIBC.0, OLDEST_GLIBC.1));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::unfit;

    #[test]
    fn where_it_cannot_run_the_reason_is_said() {
        for (said, reason) in [
            ("linux x86_64 3 11 glibc 2.36\n", None),
            ("linux x86_64 3 12 glibc 2.35\n", None),
            ("linux x86_64 3 10 glibc 3.0\n", None),
            ("linux aarch64 3 11 glibc 2.36\n", Some("aarch64")),
            ("darwin arm64 3 12\n", Some("darwin")),
            ("linux x86_64 3 13 glibc 2.41\n", Some("3.13")),
            ("linux x86_64 3 9 glibc 2.36\n", Some("3.9")),
            ("linux x86_64 3 11 glibc 2.31\n", Some("glibc 2.35")),
            ("linux x86_64 3 11\n", Some("glibc 2.35")),
            ("\n", Some("python3")),
        ] {
            let unfit = unfit(said);
            match reason {
                None => assert_eq!(unfit, None, "{said}"),
                Some(reason) => {
                    assert!(unfit.as_ref().is_some_and(|u| u.contains(reason)), "{said}: {unfit:?}")
                }
            }
        }
    }
}
