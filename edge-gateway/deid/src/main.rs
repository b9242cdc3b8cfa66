//! The `deid` command: text, files and folders in, de-identified text out, or the scorer's JSONL. Wiring only.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
