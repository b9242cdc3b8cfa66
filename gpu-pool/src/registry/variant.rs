//! Variants of one model version: the same classifier as another graph, made by `cargo xtask model optimize` and entered in
//! the manifest with how far it is from the export.

use serde::Deserialize;

/// A graph of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// `model.onnx`, as it was exported.
    Export,
    /// No padding is computed; the same answers but for rounding.
    Unpadded,
    /// Un-padded, with 8-bit weights and activations: for CPUs.
    Int8,
    /// Un-padded, in half precision: for GPUs.
    Fp16,
}

impl Variant {
    /// Its name in manifests, answers and flags.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Export => "export",
            Self::Unpadded => "unpadded",
            Self::Int8 => "int8",
            Self::Fp16 => "fp16",
        }
    }
}

/// Which variant serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// The un-padded one where the version has it, since it is exact and never slower where it was measured; else the export.
    #[default]
    Auto,
    /// This one; a version without it is refused.
    Named(Variant),
}

/// The words of `--variant`.
pub const CHOICES: [(&str, Choice); 5] = [
    ("auto", Choice::Auto),
    ("export", Choice::Named(Variant::Export)),
    ("unpadded", Choice::Named(Variant::Unpadded)),
    ("int8", Choice::Named(Variant::Int8)),
    ("fp16", Choice::Named(Variant::Fp16)),
];

/// What the manifest says of a variant.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Entry {
    /// The graph's file.
    pub(super) file: String,
    /// The largest difference of a logit from `reference.json` that is tolerated, in place of the one that stands there.
    pub(super) reference_tolerance: Option<f32>,
}

/// The graph that was chosen.
#[derive(Debug, PartialEq)]
pub(super) struct Chosen<'m> {
    pub(super) variant: Variant,
    pub(super) file: &'m str,
    pub(super) reference_tolerance: Option<f32>,
}
