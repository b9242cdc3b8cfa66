//! `fermyon:spin/key-value` and `fermyon:spin/variables`, version 2.0.0, as Spin answers them.
//!
//! For whom: the linker in [`crate::engine`]. Never: logging a key, a value or a variable.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wasmtime::component::{HasData, Resource, ResourceTable};

use crate::config::{self, Value};
use crate::kv;

/// Code made from `wit/`.
#[allow(missing_docs, unreachable_pub, clippy::all, reason = "generated")]
mod bindings {
    wasmtime::component::bindgen!({
        path: "wit",
        world: "anteroom:host/spin-imports",
        imports: { default: async },
        with: { "fermyon:spin/key-value.store": super::OpenStore },
    });
}

use bindings::fermyon::spin::{key_value, variables};

/// Stores that one instance may have open at once, as in Spin.
const MOST_OPEN_STORES: usize = 256;

/// What all instances share.
pub(crate) struct Shared {
    variables: BTreeMap<String, Value>,
    labels: BTreeSet<String>,
    stores: BTreeMap<String, kv::Store>,
}

impl Shared {
    pub(crate) fn new(config: &config::Config) -> anyhow::Result<Self> {
        Ok(Self {
            variables: config.variables.clone(),
            labels: config.store_labels.clone(),
            stores: kv::open_all(&config.runtime.stores, config.limits.redis_timeout)?,
        })
    }
}

/// A store that a guest has opened.
#[allow(unreachable_pub, reason = "the generated code re-exports it")]
pub struct OpenStore(kv::Store);

/// One instance's side.
pub(crate) struct SpinState {
    shared: Arc<Shared>,
    open: usize,
}

impl SpinState {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, open: 0 }
    }
}

/// The view that the generated code calls.
pub(crate) struct SpinView<'a> {
    pub(crate) state: &'a mut SpinState,
    pub(crate) table: &'a mut ResourceTable,
}

/// Names [`SpinView`] for the linker.
struct HasSpin;

impl HasData for HasSpin {
    type Data<'a> = SpinView<'a>;
}

/// Adds both interfaces to a linker.
pub(crate) fn add_to_linker<T: Send + 'static>(
    linker: &mut wasmtime::component::Linker<T>,
    view: fn(&mut T) -> SpinView<'_>,
) -> wasmtime::Result<()> {
    key_value::add_to_linker::<T, HasSpin>(linker, view)?;
    variables::add_to_linker::<T, HasSpin>(linker, view)
}

impl From<kv::Failure> for key_value::Error {
    fn from(failure: kv::Failure) -> Self {
        Self::Other(failure.0.to_owned())
    }
}

impl SpinView<'_> {
    fn store(&self, store: &Resource<OpenStore>) -> Result<kv::Store, key_value::Error> {
        // A handle that the guest does not own cannot get here; the table is asked all the same.
        let store =
            self.table.get(store).map_err(|_| key_value::Error::Other("no such handle".to_owned()))?;
        Ok(store.0.clone())
    }
}

impl key_value::Host for SpinView<'_> {}

impl key_value::HostStore for SpinView<'_> {
    async fn open(&mut self, label: String) -> Result<Resource<OpenStore>, key_value::Error> {
        if !self.state.shared.labels.contains(&label) {
            return Err(key_value::Error::AccessDenied);
        }
        let store = self.state.shared.stores.get(&label).ok_or(key_value::Error::NoSuchStore)?;
        if self.state.open >= MOST_OPEN_STORES {
            return Err(key_value::Error::StoreTableFull);
        }
        let handle =
            self.table.push(OpenStore(store.clone())).map_err(|_| key_value::Error::StoreTableFull)?;
        self.state.open += 1;
        Ok(handle)
    }

    async fn get(
        &mut self,
        store: Resource<OpenStore>,
        key: String,
    ) -> Result<Option<Vec<u8>>, key_value::Error> {
        Ok(self.store(&store)?.get(&key).await?)
    }

    async fn set(
        &mut self,
        store: Resource<OpenStore>,
        key: String,
        value: Vec<u8>,
    ) -> Result<(), key_value::Error> {
        Ok(self.store(&store)?.set(key, value).await?)
    }

    async fn delete(&mut self, store: Resource<OpenStore>, key: String) -> Result<(), key_value::Error> {
        Ok(self.store(&store)?.delete(&key).await?)
    }

    async fn exists(&mut self, store: Resource<OpenStore>, key: String) -> Result<bool, key_value::Error> {
        Ok(self.store(&store)?.exists(&key).await?)
    }

    async fn get_keys(&mut self, store: Resource<OpenStore>) -> Result<Vec<String>, key_value::Error> {
        Ok(self.store(&store)?.keys().await?)
    }

    async fn drop(&mut self, store: Resource<OpenStore>) -> wasmtime::Result<()> {
        self.table.delete(store)?;
        self.state.open -= 1;
        Ok(())
    }
}

impl variables::Host for SpinView<'_> {
    async fn get(&mut self, name: String) -> Result<String, variables::Error> {
        match self.state.shared.variables.get(&name) {
            Some(value) => Ok(value.expose().to_owned()),
            None => Err(match config::check_variable_name(&name) {
                Ok(()) => variables::Error::Undefined(format!("no variable {name:?} for this component")),
                Err(why) => variables::Error::InvalidName(why.to_owned()),
            }),
        }
    }
}
