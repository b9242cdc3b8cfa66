//! `fermyon:spin/key-value` and `fermyon:spin/variables`, version 2.0.0, and `wasi:keyvalue`'s stores and counters, as
//! Spin answers them.
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
        with: {
            "fermyon:spin/key-value.store": super::OpenStore,
            "wasi:keyvalue/store.bucket": super::OpenBucket,
        },
    });
}

use bindings::fermyon::spin::{key_value, variables};
use bindings::wasi::keyvalue::{atomics, store};

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

/// The same, opened by `wasi:keyvalue`.
#[allow(unreachable_pub, reason = "the generated code re-exports it")]
pub struct OpenBucket(kv::Store);

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

/// Adds the interfaces to a linker.
pub(crate) fn add_to_linker<T: Send + 'static>(
    linker: &mut wasmtime::component::Linker<T>,
    view: fn(&mut T) -> SpinView<'_>,
) -> wasmtime::Result<()> {
    key_value::add_to_linker::<T, HasSpin>(linker, view)?;
    store::add_to_linker::<T, HasSpin>(linker, view)?;
    atomics::add_to_linker::<T, HasSpin>(linker, view)?;
    variables::add_to_linker::<T, HasSpin>(linker, view)
}

impl From<kv::Failure> for key_value::Error {
    fn from(failure: kv::Failure) -> Self {
        Self::Other(failure.0.to_owned())
    }
}

impl From<kv::Failure> for store::Error {
    fn from(failure: kv::Failure) -> Self {
        Self::Other(failure.0.to_owned())
    }
}

/// Why a store was not opened.
enum NotOpened {
    NotListed,
    NotDefined,
    TooMany,
}

impl SpinView<'_> {
    fn store(&self, store: &Resource<OpenStore>) -> Result<kv::Store, key_value::Error> {
        // A handle that the guest does not own cannot get here; the table is asked all the same.
        let store =
            self.table.get(store).map_err(|_| key_value::Error::Other("no such handle".to_owned()))?;
        Ok(store.0.clone())
    }

    fn bucket(&self, bucket: &Resource<OpenBucket>) -> Result<kv::Store, store::Error> {
        Ok(self.table.get(bucket).map_err(|_| store::Error::NoSuchStore)?.0.clone())
    }

    /// Opens the store of this label: `wrap` makes the handle.
    fn open_as<T: Send + 'static>(
        &mut self,
        label: &str,
        wrap: fn(kv::Store) -> T,
    ) -> Result<Resource<T>, NotOpened> {
        if !self.state.shared.labels.contains(label) {
            return Err(NotOpened::NotListed);
        }
        let store = self.state.shared.stores.get(label).ok_or(NotOpened::NotDefined)?;
        if self.state.open >= MOST_OPEN_STORES {
            return Err(NotOpened::TooMany);
        }
        let handle = self.table.push(wrap(store.clone())).map_err(|_| NotOpened::TooMany)?;
        self.state.open += 1;
        Ok(handle)
    }
}

impl key_value::Host for SpinView<'_> {}

impl key_value::HostStore for SpinView<'_> {
    async fn open(&mut self, label: String) -> Result<Resource<OpenStore>, key_value::Error> {
        self.open_as(&label, OpenStore).map_err(|why| match why {
            NotOpened::NotListed => key_value::Error::AccessDenied,
            NotOpened::NotDefined => key_value::Error::NoSuchStore,
            NotOpened::TooMany => key_value::Error::StoreTableFull,
        })
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

impl store::Host for SpinView<'_> {
    async fn open(&mut self, label: String) -> Result<Resource<OpenBucket>, store::Error> {
        self.open_as(&label, OpenBucket).map_err(|why| match why {
            NotOpened::NotListed => store::Error::AccessDenied,
            NotOpened::NotDefined => store::Error::NoSuchStore,
            NotOpened::TooMany => store::Error::Other("store table full".to_owned()),
        })
    }
}

impl store::HostBucket for SpinView<'_> {
    async fn get(
        &mut self,
        bucket: Resource<OpenBucket>,
        key: String,
    ) -> Result<Option<Vec<u8>>, store::Error> {
        Ok(self.bucket(&bucket)?.get(&key).await?)
    }

    async fn set(
        &mut self,
        bucket: Resource<OpenBucket>,
        key: String,
        value: Vec<u8>,
    ) -> Result<(), store::Error> {
        Ok(self.bucket(&bucket)?.set(key, value).await?)
    }

    async fn delete(&mut self, bucket: Resource<OpenBucket>, key: String) -> Result<(), store::Error> {
        Ok(self.bucket(&bucket)?.delete(&key).await?)
    }

    async fn exists(&mut self, bucket: Resource<OpenBucket>, key: String) -> Result<bool, store::Error> {
        Ok(self.bucket(&bucket)?.exists(&key).await?)
    }

    async fn list_keys(
        &mut self,
        bucket: Resource<OpenBucket>,
        cursor: Option<String>,
    ) -> Result<store::KeyResponse, store::Error> {
        if cursor.is_some() {
            return Err(store::Error::Other("list_keys: cursor not supported".to_owned()));
        }
        Ok(store::KeyResponse { keys: self.bucket(&bucket)?.keys().await?, cursor: None })
    }

    async fn drop(&mut self, bucket: Resource<OpenBucket>) -> wasmtime::Result<()> {
        self.table.delete(bucket)?;
        self.state.open -= 1;
        Ok(())
    }
}

impl atomics::Host for SpinView<'_> {
    async fn increment(
        &mut self,
        bucket: Resource<OpenBucket>,
        key: String,
        delta: i64,
    ) -> Result<i64, store::Error> {
        Ok(self.bucket(&bucket)?.increment(key, delta).await?)
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
