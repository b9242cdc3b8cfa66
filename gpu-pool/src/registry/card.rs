//! What the pool needs to know of a model: labels, window, pad token, activation, out of Hugging Face's `config.json`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::LoadError;
use crate::classify::Activation;

/// The part of `config.json` that matters here.
#[derive(Debug, Deserialize)]
struct Config {
    id2label: Option<BTreeMap<String, String>>,
    max_position_embeddings: Option<usize>,
    pad_token_id: Option<u32>,
    vocab_size: Option<u32>,
    problem_type: Option<String>,
    #[serde(default)]
    model_type: String,
}

/// Families whose positions start behind the pad token, so that their window is shorter than their position table.
const OFFSET_POSITIONS: [&str; 4] = ["roberta", "xlm-roberta", "camembert", "xlm-roberta-xl"];

/// A model as the pool sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The labels, by index.
    pub labels: Vec<String>,
    /// The most tokens of one row, special tokens included.
    pub window: usize,
    /// What fills a row up.
    pub pad: u32,
    /// Ids are below this, where `config.json` says so.
    pub vocabulary: Option<u32>,
    /// How logits become scores.
    pub activation: Activation,
}

impl Card {
    /// Reads `config.json`.
    pub fn parse(json: &[u8]) -> Result<Self, LoadError> {
        let wrong = |what: &str| LoadError::new(format!("config.json: {what}"));
        let config: Config = serde_json::from_slice(json).map_err(|e| wrong(&e.to_string()))?;
        let id2label = config.id2label.ok_or_else(|| wrong("id2label is missing"))?;
        let labels: Option<Vec<String>> =
            (0..id2label.len()).map(|index| id2label.get(&index.to_string()).cloned()).collect();
        let labels = labels.filter(|labels| !labels.is_empty());
        let labels = labels.ok_or_else(|| wrong("id2label does not number its labels from 0"))?;
        if config.vocab_size == Some(0) {
            return Err(wrong("vocab_size is 0"));
        }
        let positions =
            config.max_position_embeddings.ok_or_else(|| wrong("max_position_embeddings is missing"))?;
        let pad = config.pad_token_id.unwrap_or(0);
        let offset =
            if OFFSET_POSITIONS.contains(&config.model_type.as_str()) { pad as usize + 1 } else { 0 };
        let activation = match config.problem_type.as_deref() {
            Some("regression") => return Err(wrong("a regression model has no labels to answer")),
            Some("multi_label_classification") => Activation::Sigmoid,
            _ if labels.len() == 1 => Activation::Sigmoid,
            _ => Activation::Softmax,
        };
        let window = positions.saturating_sub(offset);
        Ok(Self { labels, window, pad, vocabulary: config.vocab_size, activation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str) -> Result<Card, String> {
        Card::parse(json.as_bytes()).map_err(|e| e.to_string())
    }

    #[test]
    fn reads_what_hugging_face_writes() {
        let card = check(
            r#"{"model_type":"distilbert","id2label":{"0":"NEGATIVE","1":"POSITIVE"},"label2id":{"NEGATIVE":0},
                "max_position_embeddings":512,"pad_token_id":0,"vocab_size":30522,"n_layers":6}"#,
        )
        .expect("card");
        assert_eq!(card.labels, ["NEGATIVE", "POSITIVE"]);
        assert_eq!((card.window, card.vocabulary, card.activation), (512, Some(30522), Activation::Softmax));
    }

    #[test]
    fn positions_and_activations_of_other_families() {
        let rest = r#""id2label":{"0":"x"},"max_position_embeddings":514,"pad_token_id":1}"#;
        let roberta = check(&format!(r#"{{"model_type":"roberta",{rest}"#)).expect("card");
        assert_eq!((roberta.window, roberta.activation), (512, Activation::Sigmoid));
    }

    #[test]
    fn says_what_is_missing() {
        assert_eq!(check("{}").expect_err("no labels"), "config.json: id2label is missing");
        let gap = check(r#"{"id2label":{"0":"a","2":"b"},"max_position_embeddings":9}"#);
        let empty = check(r#"{"id2label":{"0":"a"},"max_position_embeddings":9,"vocab_size":0}"#);
        assert_eq!(empty.expect_err("no vocabulary"), "config.json: vocab_size is 0");
        assert_eq!(gap.expect_err("gap"), "config.json: id2label does not number its labels from 0");
    }
}
