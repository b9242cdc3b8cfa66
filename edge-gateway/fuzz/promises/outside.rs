//! The outside of an instance: settings as in the manifest, a clock that stands, a pool that answers as it is told.

use edge_gateway::settings::{Settings, Source};
use edge_gateway::world::{
    Arrived, Body, BodyError, Call, Duplex, Gone, Reply, SendError, Store, StoreError, World,
};
use std::collections::VecDeque;

const MANIFEST: &str = include_str!("../../../spin.toml");

/// Calls the pool, or whoever else is asked.
pub(super) type Network<'a> = &'a dyn Fn(&Call<'_>) -> Result<Reply, SendError>;

pub(super) struct Outside<'a>(pub(super) Network<'a>);

impl Outside<'_> {
    /// The manifest's own defaults, for an issuer of ours.
    pub(super) fn settings(&self) -> Settings {
        Settings::read(&Source::new(self)).map_err(|problem| problem.detail).unwrap()
    }
}

impl World for Outside<'_> {
    fn variable(&self, name: &str) -> Option<String> {
        assert_eq!(name, "settings");
        let mut lines = String::from(
            "auth_issuer=https://issuer.example\nauth_audience=us\nauth_keys_url=https://issuer.example/jwks\n\
             auth_keys_origins=https://issuer.example\n",
        );
        for line in MANIFEST.lines() {
            let Some((name, rest)) = line.split_once(" = { default = \"") else { continue };
            let composed = name.starts_with("auth_keys_origin") || name == "auth_keys_path";
            if !composed && name != "deid_policy" {
                lines.push_str(&format!("{name}={}\n", rest.split('"').next().unwrap()));
            }
        }
        Some(lines)
    }
    fn now_ms(&self) -> u64 {
        1_800_000_000_000
    }
    fn random(&self) -> u128 {
        7
    }
    fn load(&self, _: Store, _: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }
    fn save(&self, _: Store, _: &str, _: &[u8]) -> Result<(), StoreError> {
        Ok(())
    }
    fn delete(&self, _: Store, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
    fn increment(&self, _: Store, _: &str, _: i64) -> Result<i64, StoreError> {
        Ok(1)
    }
    fn send(&self, call: Call<'_>) -> Result<Reply, SendError> {
        (self.0)(&call)
    }
    fn pause(&self, _: u64) {}
    fn log(&self, _: &str) {}
}

/// A caller that sends pieces and takes everything.
#[derive(Default)]
pub(super) struct Caller {
    pub(super) sends: VecDeque<Vec<u8>>,
    pub(super) got: Vec<u8>,
    pub(super) finished: bool,
}

impl Body for Caller {
    fn next(&mut self) -> Result<Option<Vec<u8>>, BodyError> {
        Ok(self.sends.pop_front())
    }
}

impl Duplex for Caller {
    fn next_within(&mut self, _: u64) -> Result<Arrived, BodyError> {
        Ok(self.sends.pop_front().map_or(Arrived::End, Arrived::Piece))
    }
    fn open(&mut self, _: &[(&'static str, String)]) -> Result<(), Gone> {
        Ok(())
    }
    fn write(&mut self, bytes: &[u8]) -> Result<(), Gone> {
        self.got.extend_from_slice(bytes);
        Ok(())
    }
    fn finish(&mut self) {
        self.finished = true;
    }
}
