//! Variants of one model version: the same classifier as another graph, made by `cargo xtask model optimize` and entered in
//! the manifest with how far it is from the export.

use serde::Deserialize;

/// Most padding in a batch, in percent, where all of it is computed.
const PADDING_PERCENT: usize = 15;

/// The same where only attention computes it. Each run costs as much as twenty tokens by itself, so another row is worth more padding:
/// with 16 in flight a bound of 50 % takes a tenth off the 99th percentile that 30 % has (simulated on measured costs,
/// `perf/README.md`).
const UNPADDED_PADDING_PERCENT: usize = 50;

/// The same where attention is a larger part, as all else is done in lower precision.
const FAST_PADDING_PERCENT: usize = 30;

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

    /// Most padding that a batch for this graph may have, in percent of its padded tokens.
    #[must_use]
    pub const fn padding_percent(self) -> usize {
        match self {
            Self::Export => PADDING_PERCENT,
            Self::Unpadded => UNPADDED_PADDING_PERCENT,
            Self::Int8 | Self::Fp16 => FAST_PADDING_PERCENT,
        }
    }

    /// By its name in manifests.
    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Export, Self::Unpadded, Self::Int8, Self::Fp16]
            .into_iter()
            .find(|variant| variant.as_str() == name)
    }

    /// The largest difference of a logit from the references that anybody may tolerate. Past it the comparison would let
    /// another model through. Exact graphs differ by rounding (1e-6 on CPU, up to 0.01 where a GPU multiplies in TF32); what
    /// lower precision costs is measured where the variant is made.
    fn most_tolerated(self) -> f32 {
        match self {
            Self::Export | Self::Unpadded => 0.05,
            Self::Fp16 => 0.25,
            Self::Int8 => 1.0,
        }
    }

    /// Says what is wrong with a tolerance for this graph.
    pub(super) fn check_tolerance(self, tolerance: f32) -> Result<(), String> {
        let most = self.most_tolerated();
        if (0.0..=most).contains(&tolerance) {
            return Ok(());
        }
        Err(format!("the tolerance of {} is {tolerance}, and must be from 0 to {most}", self.as_str()))
    }
}

/// Which variant serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// The un-padded one where the version has it, since it is exact and never slower where it was measured; else the export.
    #[default]
    Auto,
    /// The same on a GPU: half precision where the version has it, since tensor cores compute in it; it was entered only because it agreed
    /// with the export. Which is faster has not been measured yet.
    AutoOnGpu,
    /// This one; a version without it is refused.
    Named(Variant),
}

impl Choice {
    /// The variants that serve if they are there, the first before the others; else the export does. `None` where it must be one.
    pub(super) fn preferred(self) -> Option<&'static [Variant]> {
        match self {
            Self::Auto => Some(&[Variant::Unpadded]),
            Self::AutoOnGpu => Some(&[Variant::Fp16, Variant::Unpadded]),
            Self::Named(_) => None,
        }
    }

    /// What it comes to on a GPU.
    #[must_use]
    pub fn on_gpu(self) -> Self {
        if self == Self::Auto { Self::AutoOnGpu } else { self }
    }
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
