//! wasmtime: compiles the component once, and gives every request an instance of its own.
//!
//! For whom: [`crate::serve`]. Here stand the bounds on what a guest may use. Never: keeping an
//! instance for a second request, or giving the guest files, sockets or the host's environment.

use std::sync::Arc;

use wasmtime::component::{Component, Linker, ResourceTable};
use wasmtime::error::Context as _;
use wasmtime::{
    Cache, CacheConfig, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig,
    ResourceLimiter, Store, UpdateDeadline,
};
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::p2::bindings::ProxyPre;
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use crate::clock::{GuestClock, WallClock};
use crate::config::Config;
use crate::guest_log::{GuestLog, GuestOutput};
use crate::outbound::{Hooks, Outbound};
use crate::spin::{self, Shared, SpinState, SpinView};
use crate::ticker::Ticker;

/// Table elements of one instance: a function table of the edge has a few thousand.
const TABLE_ELEMENTS: usize = 100_000;

/// How much of what an instance wrote stays mapped and is set back for the next one, where the kernel says which pages
/// were written (`PAGEMAP_SCAN`, Linux 6.7): pages that were only read, as the tables of names, stay mapped as well, and the
/// next request has no page fault on them. That makes a first kilobyte of text 2.6 times as fast. It costs an idle slot
/// this much memory at most.
const KEEP_RESIDENT: usize = 2 << 20;

/// The same where the kernel does not: so much is set back for every request, written or not.
const KEEP_RESIDENT_UNSCANNED: usize = 512 << 10;

/// The same of tables.
const KEEP_RESIDENT_TABLE: usize = 64 << 10;

/// Handles of one instance, all kinds together; a request needs a few dozen.
const MOST_HANDLES: usize = 10_000;

/// What one request's store holds.
pub(crate) struct State {
    wasi: WasiCtx,
    http: WasiHttpCtx,
    hooks: Hooks,
    spin: SpinState,
    table: ResourceTable,
    bounds: Bounds,
}

impl State {
    /// Whether the guest was refused memory.
    pub(crate) fn wanted_more_memory(&self) -> bool {
        self.bounds.refused
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { ctx: &mut self.http, table: &mut self.table, hooks: &mut self.hooks }
    }
}

fn spin_view(state: &mut State) -> SpinView<'_> {
    SpinView { state: &mut state.spin, table: &mut state.table }
}

/// Bounds the memories of one instance together; wasmtime asks before each one grows.
struct Bounds {
    memory: usize,
    used: usize,
    /// It asked for more than it may have: whatever it died of then was that.
    refused: bool,
}

impl ResourceLimiter for Bounds {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let used = self.used + desired.saturating_sub(current);
        let fits = used <= self.memory;
        if fits {
            self.used = used;
        } else {
            self.refused = true;
            tracing::warn!(limit = self.memory, "the guest asked for more memory than it may have");
        }
        Ok(fits)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= TABLE_ELEMENTS)
    }
}

/// The compiled component and what its instances share.
pub(crate) struct Guest {
    pre: ProxyPre<State>,
    ticker: Arc<Ticker>,
    memory: usize,
    shared: Arc<Shared>,
    outbound: Arc<Outbound>,
    log: Arc<dyn GuestLog>,
    clock: Option<Arc<GuestClock>>,
    environment: Vec<(String, String)>,
}

impl Guest {
    /// Compiles (or takes from the cache) and links. Takes seconds of one core without a cache.
    pub(crate) fn prepare(config: &Config) -> anyhow::Result<Self> {
        let engine = engine(config)?;
        let component = Component::from_file(&engine, &config.wasm)
            .with_context(|| format!("{} is not a component this host can run", config.wasm.display()))?;
        let mut linker = Linker::<State>::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker)?;
        spin::add_to_linker(&mut linker, spin_view)?;
        let pre =
            linker.instantiate_pre(&component).context("the component imports what this host has not")?;
        let pre = ProxyPre::new(pre).context("the component does not export wasi:http/incoming-handler")?;
        let clock = engine.weak();
        let ticker = Ticker::start(move || {
            if let Some(engine) = clock.upgrade() {
                engine.increment_epoch();
            }
        })?;
        Ok(Self {
            pre,
            ticker: Arc::new(ticker),
            memory: config.limits.memory,
            shared: Arc::new(Shared::new(config)?),
            outbound: Arc::new(Outbound::new(config)?),
            log: config.guest_log.clone(),
            clock: config.guest_clock.clone(),
            environment: config.environment.clone().into_iter().collect(),
        })
    }

    /// The component, linked.
    pub(crate) fn pre(&self) -> &ProxyPre<State> {
        &self.pre
    }

    /// The clock that guests run over.
    pub(crate) fn ticker(&self) -> &Arc<Ticker> {
        &self.ticker
    }

    /// A store for one request.
    pub(crate) fn store(&self) -> Store<State> {
        let mut table = ResourceTable::new();
        table.set_max_capacity(MOST_HANDLES);
        let mut wasi = WasiCtx::builder();
        wasi.envs(&self.environment)
            .stdout(GuestOutput::new(self.log.clone()))
            .stderr(GuestOutput::new(self.log.clone()));
        if let Some(clock) = &self.clock {
            wasi.wall_clock(WallClock(clock.clone()));
        }
        let state = State {
            wasi: wasi.build(),
            http: WasiHttpCtx::new(),
            hooks: Hooks::new(self.outbound.clone()),
            spin: SpinState::new(self.shared.clone()),
            table,
            bounds: Bounds { memory: self.memory, used: 0, refused: false },
        };
        let mut store = Store::new(self.pre.engine(), state);
        store.limiter(|state| &mut state.bounds);
        store.set_epoch_deadline(1);
        // Tokio's own yield lets the input and output driver have its turn, a plain re-wake does not.
        store.epoch_deadline_callback(|_| {
            Ok(UpdateDeadline::YieldCustom(1, Box::pin(tokio::task::yield_now())))
        });
        store
    }
}

fn engine(config: &Config) -> anyhow::Result<Engine> {
    let instances = config.limits.instances;
    let scanned = PoolingAllocationConfig::is_pagemap_scan_available();
    let mut pool = PoolingAllocationConfig::new();
    // A component is several core modules: the program itself and the adapters around it.
    pool.total_component_instances(instances)
        .total_core_instances(instances.saturating_mul(8))
        .total_memories(instances)
        .total_tables(instances.saturating_mul(4))
        .total_stacks(instances)
        .table_elements(TABLE_ELEMENTS)
        .max_memory_size(config.limits.memory)
        .max_unused_warm_slots(instances.min(100))
        .pagemap_scan(Enabled::Auto)
        .linear_memory_keep_resident(if scanned { KEEP_RESIDENT } else { KEEP_RESIDENT_UNSCANNED })
        .table_keep_resident(KEEP_RESIDENT_TABLE);
    let mut settings = wasmtime::Config::new();
    settings
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool))
        .epoch_interruption(true)
        // A trap is answered with its kind only; frames would name what the guest was doing.
        .wasm_backtrace_max_frames(None);
    if let Some(folder) = &config.cache_dir {
        settings.cache(Some(open_cache(folder)?));
    }
    Ok(Engine::new(&settings).context("the instance pool could not be made: is address space limited?")?)
}

/// The cache of compiled code. Its files are executed, so the folder is for this user alone.
fn open_cache(folder: &std::path::Path) -> anyhow::Result<Cache> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the cache folder {}", folder.display()))?;
    let mut settings = CacheConfig::new();
    settings.with_directory(folder.canonicalize()?);
    Ok(Cache::new(settings)?)
}
