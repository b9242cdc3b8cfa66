//! `deid-bench --guest FILE`: measures and prints one table, and the same as JSON. `cargo xtask deid-bench` builds the guest
//! and calls it.

#[cfg(target_family = "wasm")]
fn main() {}

#[cfg(not(target_family = "wasm"))]
mod table;

#[cfg(not(target_family = "wasm"))]
fn main() -> anyhow::Result<()> {
    table::main()
}
