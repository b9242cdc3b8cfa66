//! The models that can be pulled by name, and what is pinned of each.
//!
//! The hub's revision is a commit of the model's repository, so it fixes the content of every file; the hub states the
//! SHA-256 of large files, which is checked. A sum that stands here is checked as well, and does not rest on the hub's
//! word. To add one: pull, compare with an independent download, copy it from the printed line.

/// A model on a hub.
#[derive(Debug, Clone)]
pub struct Model {
    /// Its name in our model repository.
    pub name: &'static str,
    /// Its version there: raise it when the revision changes.
    pub version: &'static str,
    /// Its name on the hub, `organisation/model`.
    pub repository: &'static str,
    /// The full commit of the hub's repository.
    pub revision: &'static str,
    /// Its licence, as an SPDX expression.
    pub license: &'static str,
    /// What is fetched.
    pub files: &'static [RemoteFile],
}

/// One file of a model.
#[derive(Debug, Clone)]
pub struct RemoteFile {
    /// Its path in the hub's repository.
    pub path: &'static str,
    /// Its name in a version's folder.
    pub name: &'static str,
    /// Its SHA-256, where one was established independently of the hub. `None`: the sum is recorded at the first pull and
    /// holds from then on.
    pub sha256: Option<&'static str>,
}

/// Every model that `cargo xtask model pull` knows.
pub const MODELS: &[Model] = &[
    // Pinned: the repository, the revision (the one that the transformers library names as its default for sentiment
    // analysis) and the files. Not pinned: the files' sums, for no copy could be had where this was written.
    Model {
        name: "distilbert-sst2",
        version: "1",
        repository: "distilbert/distilbert-base-uncased-finetuned-sst-2-english",
        revision: "714eb0fa89d2f80546fda750413ed43d93601a13",
        license: "Apache-2.0",
        files: &[
            RemoteFile { path: "onnx/model.onnx", name: "model.onnx", sha256: None },
            RemoteFile { path: "onnx/tokenizer.json", name: "tokenizer.json", sha256: None },
            RemoteFile { path: "onnx/config.json", name: "config.json", sha256: None },
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::plain_name;

    #[test]
    fn every_model_is_pinned_to_a_whole_commit_and_has_what_a_version_needs() {
        for model in MODELS {
            assert_eq!(model.revision.len(), 40, "{model:?}");
            assert!(model.revision.chars().all(|c| c.is_ascii_hexdigit()), "{model:?}");
            assert!(model.version.chars().all(|c| c.is_ascii_digit()), "{model:?}");
            assert!(plain_name(model.name).is_ok());
            for name in ["model.onnx", "tokenizer.json", "config.json"] {
                assert!(model.files.iter().any(|file| file.name == name), "{model:?} has no {name}");
            }
            for file in model.files {
                assert!(plain_name(file.name).is_ok());
                assert!(file.sha256.is_none_or(|sum| sum.len() == 64), "{file:?}");
            }
        }
    }
}
