//! wasmtime around the guest, with the settings of the edge's host (`edge-gateway/host/src/engine.rs`): pooled instances,
//! one fresh instance per call, epochs that tick. Those settings cost speed, so figures without them would flatter.
//!
//! A second engine counts instead of running free: fuel is the number of WebAssembly instructions, the same everywhere.

use std::path::Path;
use std::time::{Duration, Instant};
use wasmtime::component::{Component, Linker, ResourceTable};
use wasmtime::error::Context as _;
use wasmtime::{
    Engine, InstanceAllocationStrategy, PoolingAllocationConfig, ResourceLimiter, Store, UpdateDeadline,
};
use wasmtime_wasi::p2::bindings::CommandPre;
use wasmtime_wasi::p2::pipe::{MemoryInputPipe, MemoryOutputPipe};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

/// As in the host: how often a running guest is asked to let others run.
const TICK: Duration = Duration::from_millis(2);
/// As in the host: what of an instance's memory stays mapped, where the kernel says what was written and where not.
const KEEP_RESIDENT: usize = 2 << 20;
const KEEP_RESIDENT_UNSCANNED: usize = 512 << 10;
const KEEP_RESIDENT_TABLE: usize = 64 << 10;
/// As in the host.
const TABLE_ELEMENTS: usize = 100_000;
/// Room for the largest text that is measured and for everything made of it.
const MAX_MEMORY: usize = 512 << 20;
/// Fuel without end: it is counted, not limited.
const FUEL: u64 = u64::MAX / 2;
/// Printed numbers of one run.
const MAX_OUTPUT: usize = 16 << 20;

struct State {
    wasi: WasiCtx,
    table: ResourceTable,
    memory: Peak,
}

/// How far the memories of one instance grew.
#[derive(Default)]
struct Peak(usize);

impl ResourceLimiter for Peak {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        self.0 += desired.saturating_sub(current);
        Ok(self.0 <= MAX_MEMORY)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= TABLE_ELEMENTS)
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

/// What one instance did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The guest's own times, one per round.
    pub rounds: Vec<Duration>,
    /// From before the instance was made until it was gone.
    pub whole: Duration,
    /// Bytes of linear memory at the end; it never shrinks.
    pub memory: usize,
    /// Instructions executed; only [`Wasm::counting`] knows.
    pub instructions: u64,
}

/// The compiled guest.
pub struct Wasm {
    pre: CommandPre<State>,
    runtime: tokio::runtime::Runtime,
    counts: bool,
}

impl Wasm {
    /// As the edge's host runs components.
    ///
    /// # Errors
    /// Where the file is no component or does not fit this runner.
    pub fn like_the_host(guest: &Path) -> anyhow::Result<Wasm> {
        let scanned = PoolingAllocationConfig::is_pagemap_scan_available();
        let mut pool = PoolingAllocationConfig::new();
        pool.total_component_instances(4)
            .total_core_instances(32)
            .total_memories(4)
            .total_tables(16)
            .total_stacks(4)
            .table_elements(TABLE_ELEMENTS)
            .max_memory_size(MAX_MEMORY)
            .linear_memory_keep_resident(if scanned { KEEP_RESIDENT } else { KEEP_RESIDENT_UNSCANNED })
            .pagemap_scan(wasmtime::Enabled::Auto)
            .table_keep_resident(KEEP_RESIDENT_TABLE);
        let mut settings = wasmtime::Config::new();
        settings
            .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
            .epoch_interruption(true)
            .wasm_backtrace_max_frames(None);
        let wasm = Wasm::new(&settings, guest, false)?;
        let engine = wasm.pre.engine().weak();
        std::thread::spawn(move || {
            while let Some(engine) = engine.upgrade() {
                engine.increment_epoch();
                drop(engine);
                std::thread::sleep(TICK);
            }
        });
        Ok(wasm)
    }

    /// Counts instructions; slower, and times mean nothing.
    ///
    /// # Errors
    /// As [`Wasm::like_the_host`].
    pub fn counting(guest: &Path) -> anyhow::Result<Wasm> {
        let mut settings = wasmtime::Config::new();
        settings.consume_fuel(true);
        Wasm::new(&settings, guest, true)
    }

    fn new(settings: &wasmtime::Config, guest: &Path, counts: bool) -> anyhow::Result<Wasm> {
        let engine = Engine::new(settings)?;
        let component = Component::from_file(&engine, guest)
            .with_context(|| format!("{} is not a component", guest.display()))?;
        let mut linker = Linker::<State>::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        let pre = CommandPre::new(linker.instantiate_pre(&component)?)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Wasm { pre, runtime, counts })
    }

    /// Runs the guest in a fresh instance.
    ///
    /// # Errors
    /// Where the guest fails or traps.
    pub fn run(&self, arguments: &[&str], text: &str) -> anyhow::Result<Outcome> {
        let output = MemoryOutputPipe::new(MAX_OUTPUT);
        let mut wasi = WasiCtx::builder();
        wasi.arg("guest").args(arguments).stdin(MemoryInputPipe::new(text.to_owned())).stdout(output.clone());
        let state = State { wasi: wasi.build(), table: ResourceTable::new(), memory: Peak::default() };
        let start = Instant::now();
        let mut store = Store::new(self.pre.engine(), state);
        store.limiter(|state| &mut state.memory);
        if self.counts {
            store.set_fuel(FUEL)?;
        } else {
            store.set_epoch_deadline(1);
            store.epoch_deadline_callback(|_| {
                Ok(UpdateDeadline::YieldCustom(1, Box::pin(tokio::task::yield_now())))
            });
        }
        let ended = self.runtime.block_on(async {
            let command = self.pre.instantiate_async(&mut store).await?;
            command.wasi_cli_run().call_run(&mut store).await
        })?;
        let instructions = if self.counts { FUEL - store.get_fuel()? } else { 0 };
        let memory = store.data().memory.0;
        drop(store);
        let whole = start.elapsed();
        anyhow::ensure!(ended.is_ok(), "the guest failed");
        let printed = String::from_utf8(output.contents().to_vec())?;
        let rounds = printed
            .lines()
            .map(|line| Ok(Duration::from_nanos(line.parse()?)))
            .collect::<anyhow::Result<_>>()?;
        Ok(Outcome { rounds, whole, memory, instructions })
    }

    /// Instructions per byte of text, without those of an instance that only reads it.
    ///
    /// # Errors
    /// As [`Wasm::run`].
    pub fn work(&self, text: &str) -> anyhow::Result<u64> {
        let all = self.run(&["once"], text)?.instructions;
        let reading = self.run(&["nothing"], text)?.instructions;
        Ok(all.saturating_sub(reading))
    }
}
