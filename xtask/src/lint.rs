//! `cargo xtask lint`: what CI holds every change to.

use crate::build::{WASM_TARGET, check};
use crate::progress::say;
use crate::setup;
use crate::workspace::{Workspace, cargo};
use anyhow::Result;

/// Formatting, clippy for both targets, dependencies.
///
/// # Errors
/// Where any of them finds something.
pub fn lint(workspace: &Workspace) -> Result<()> {
    let tools = setup::all(workspace)?;
    say("formatting");
    check(cargo().args(["fmt", "--all", "--check"]).current_dir(workspace.root()), "cargo fmt --check")?;
    say("clippy");
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    check(cargo().args(clippy).current_dir(workspace.root()), "clippy")?;
    // The program that makes the de-identifier's weights is behind a feature.
    let trainer = ["clippy", "--package", "deid", "--features", "train", "--bins", "--", "-D", "warnings"];
    check(cargo().args(trainer).current_dir(workspace.root()), "clippy of the trainer")?;
    say("clippy, component");
    let component = ["clippy", "--package", "edge-gateway", "--target", WASM_TARGET, "--", "-D", "warnings"];
    let mut command = cargo();
    command.args(component).current_dir(workspace.root());
    check(tools.wasm.apply(&mut command), "clippy of the component")?;
    // Advisories need a database from outside; licences, sources and bans do not.
    let deny = cargo().args(["deny", "--version"]).output().is_ok_and(|o| o.status.success());
    if deny {
        say("cargo deny");
        let flags = ["deny", "--offline", "check", "bans", "licenses", "sources"];
        check(cargo().args(flags).current_dir(workspace.root()), "cargo deny")?;
    } else {
        say(
            "cargo-deny is not installed: licences and sources were not checked (cargo install --locked cargo-deny)",
        );
    }
    Ok(())
}
