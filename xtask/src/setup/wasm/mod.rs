//! Makes `wasm32-wasip2` usable by the rustc in use, in one of three ways, tried in this order:
//!
//! 1. it is there already;
//! 2. `rustup target add`;
//! 3. the standard library is built from Debian's package of its sources ([`debian`], [`sysroot`]), for machines that
//!    reach a package mirror but not rustup's server.
//!
//! Never writes into rustup's folders itself, and never lets rustup update or install a toolchain: the third way makes a
//! private sysroot and hands back the environment that selects it.

mod debian;
mod rustup;
mod sysroot;

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::process;
use crate::progress::say;
use crate::workspace::{self, Workspace};

/// The target that the edge component is built for.
pub const TARGET: &str = "wasm32-wasip2";
/// Set to 1 to take the third way even where the target is there: for trying it, and for its test.
pub const FROM_SOURCE: &str = "ANTEROOM_WASM_FROM_SOURCE";

/// Where and how to make the target usable.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder for what is made; a private sysroot takes about 80 MB.
    pub dir: PathBuf,
    /// Take the third way, whatever is there.
    pub from_source: bool,
}

impl Options {
    /// The workspace's own folder, and the environment's wish.
    #[must_use]
    pub fn from_env(workspace: &Workspace) -> Self {
        let from_source =
            env::var(FROM_SOURCE).is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
        Self { dir: workspace.setup_dir(), from_source }
    }
}

/// The target is usable, with this environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WasmTarget {
    sysroot: Option<PathBuf>,
}

impl WasmTarget {
    /// The private sysroot, where one was needed.
    #[must_use]
    pub fn sysroot(&self) -> Option<&Path> {
        self.sysroot.as_deref()
    }

    /// What to set for each cargo command that builds for the target (with `--target`), and for no other: it changes
    /// the flags, so a command for this machine's own target would build everything again.
    ///
    /// Flags that the user has set are kept.
    #[must_use]
    pub fn environment(&self) -> Vec<(String, String)> {
        self.environment_over(|name| env::var(name).ok())
    }

    /// Sets [`environment`](Self::environment) on one command.
    pub fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.envs(self.environment())
    }

    fn environment_over(&self, variable: impl Fn(&str) -> Option<String>) -> Vec<(String, String)> {
        let Some(sysroot) = &self.sysroot else {
            return Vec::new();
        };
        // Cargo takes flags from the first of these that is set and ignores the rest. Only the first form can hold a
        // path with a space, so everything else is turned into it.
        let existing =
            variable("CARGO_ENCODED_RUSTFLAGS").map(|flags| flags.split('\x1f').map(str::to_owned).collect());
        let plain =
            |name| variable(name).map(|flags: String| flags.split_whitespace().map(str::to_owned).collect());
        let mut flags: Vec<String> = existing
            .or_else(|| plain("RUSTFLAGS"))
            .or_else(|| plain("CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS"))
            .unwrap_or_default();
        flags.retain(|flag| !flag.is_empty());
        flags.push(format!("--sysroot={}", sysroot.display()));
        vec![("CARGO_ENCODED_RUSTFLAGS".to_owned(), flags.join("\x1f"))]
    }
}

/// The machine reaches none of the sources of the target: nothing is wrong that this program could mend.
#[derive(Debug)]
pub struct Unreachable(String);

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreachable {}

/// Makes the target usable.
///
/// # Errors
/// [`Unreachable`] where neither rustup's server nor a Debian mirror answers; anything else is a failure of what was
/// reached: a wrong sum, a build that stopped.
pub fn ensure(options: &Options) -> Result<WasmTarget> {
    let _lock = super::lock(&options.dir)?;
    let compiler = Compiler::in_use()?;
    if !options.from_source {
        if compiler.builds_for_wasm(&options.dir, None)? {
            return Ok(WasmTarget { sysroot: None });
        }
        let own = sysroot::place(&options.dir, &compiler);
        if sysroot::is_current(&own, &compiler) && compiler.builds_for_wasm(&options.dir, Some(&own))? {
            return Ok(WasmTarget { sysroot: Some(own) });
        }
        rustup::add_target(&compiler)?;
        if compiler.builds_for_wasm(&options.dir, None)? {
            return Ok(WasmTarget { sysroot: None });
        }
        say(
            "rustup could not add the target: building it from Debian's package of the standard library's sources",
        );
    }
    let own = sysroot::place(&options.dir, &compiler);
    if !(sysroot::is_current(&own, &compiler) && compiler.builds_for_wasm(&options.dir, Some(&own))?) {
        from_source(&options.dir, &compiler, &own)?;
    }
    Ok(WasmTarget { sysroot: Some(own) })
}

fn from_source(dir: &Path, compiler: &Compiler, own: &Path) -> Result<()> {
    let work = dir.join("wasm-work");
    super::fresh_folder(&work)?;
    let sources = debian::sources(&work, &compiler.release)?;
    let libraries = sysroot::build_std(&work, &sources.rust, compiler)?;
    sysroot::assemble(own, compiler, &libraries, &sources.wasi_libc)?;
    if !compiler.builds_for_wasm(dir, Some(own))? {
        bail!("the standard library was built for {TARGET}, but a program does not link against it");
    }
    // 400 MB that nobody needs again. Left behind after a failure, where it helps to find the reason.
    super::remove_folder(&work)
}

/// The rustc in use.
#[derive(Debug)]
pub(crate) struct Compiler {
    /// `1.95.0`
    release: String,
    /// The whole of `rustc -vV`: what a sysroot belongs to.
    verbose: String,
    commit: String,
    sysroot: PathBuf,
}

impl Compiler {
    fn in_use() -> Result<Self> {
        let verbose = process::output(workspace::rustc().arg("-vV"), "asking rustc for its version")?;
        let line = |name: &str| {
            verbose.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
        };
        let release = line("release:").context("rustc -vV names no release")?;
        let commit = line("commit-hash:").unwrap_or_default();
        let sysroot =
            process::output(workspace::rustc().args(["--print", "sysroot"]), "asking rustc for its sysroot")?;
        Ok(Self { release, commit, verbose, sysroot: PathBuf::from(sysroot.trim()) })
    }

    /// Whether a program links for the target: the library, the start files and the linker are all there.
    fn builds_for_wasm(&self, dir: &Path, sysroot: Option<&Path>) -> Result<bool> {
        let check = dir.join("wasm-check");
        super::fresh_folder(&check)?;
        let source = check.join("check.rs");
        fs::write(&source, "fn main() { println!(\"linked\"); }\n")?;
        let mut rustc = workspace::rustc();
        rustc.args(["--edition=2024", "--crate-name=check", "-Cpanic=abort", "--target", TARGET, "-o"]);
        rustc.arg(check.join("check.wasm")).arg(&source);
        if let Some(sysroot) = sysroot {
            rustc.arg("--sysroot").arg(sysroot);
        }
        let compiled = rustc.output().context("starting rustc")?.status.success();
        super::remove_folder(&check)?;
        Ok(compiled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(set: &[(&str, &str)]) -> Vec<(String, String)> {
        let target = WasmTarget { sysroot: Some(PathBuf::from("/a b/sysroot")) };
        target.environment_over(|name| {
            set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_selects_the_sysroot_and_keeps_the_users_flags() {
        let encoded = |value: &str| vec![("CARGO_ENCODED_RUSTFLAGS".to_owned(), value.to_owned())];
        assert_eq!(flags(&[]), encoded("--sysroot=/a b/sysroot"));
        assert_eq!(flags(&[("RUSTFLAGS", "-g  -Cx=y")]), encoded("-g\x1f-Cx=y\x1f--sysroot=/a b/sysroot"));
        assert_eq!(
            flags(&[("CARGO_ENCODED_RUSTFLAGS", "-A\x1fb c"), ("RUSTFLAGS", "-ignored")]),
            encoded("-A\x1fb c\x1f--sysroot=/a b/sysroot")
        );
        assert_eq!(
            flags(&[("CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS", "-Cz=1")]),
            encoded("-Cz=1\x1f--sysroot=/a b/sysroot")
        );
    }

    #[test]
    fn a_target_of_the_toolchains_own_needs_no_environment() {
        assert!(WasmTarget { sysroot: None }.environment().is_empty());
    }

    #[test]
    fn the_compiler_in_use_says_what_it_is() {
        let compiler = Compiler::in_use().unwrap();
        assert!(compiler.release.starts_with("1."), "{compiler:?}");
        assert!(compiler.sysroot.join("lib/rustlib").is_dir(), "{compiler:?}");
    }
}
