//! What every system should answer: from ONNX Runtime on the export, each text alone (`perf/peers/engine/expect.py`). Kept, as it
//! takes a while and changes only with the model or the texts.

use crate::load::answers::Answer;
use crate::systems::peers::{self, Peers};
use crate::texts::Texts;
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Line {
    label: String,
    scores: BTreeMap<String, f64>,
}

#[derive(Serialize)]
struct Sent<'a> {
    id: usize,
    text: &'a str,
}

/// Writes texts as the Python programs read them.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_texts(texts: &Texts, file: &Path) -> Result<()> {
    let lines = texts
        .items
        .iter()
        .enumerate()
        .map(|(id, text)| serde_json::to_string(&Sent { id, text: &text.body }));
    let lines = lines.collect::<std::result::Result<Vec<String>, _>>()?;
    fs::write(file, lines.join("\n") + "\n").with_context(|| format!("writing {}", file.display()))
}

/// The labels of a model, in the order of its scores.
///
/// # Errors
/// Where `config.json` does not say.
pub fn labels(version: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(version.join("config.json")).context("reading config.json")?;
    let config: serde_json::Value = serde_json::from_str(&text).context("reading config.json")?;
    let names = config["id2label"].as_object().context("config.json has no id2label")?;
    (0..names.len())
        .map(|id| {
            Ok(names
                .get(&id.to_string())
                .and_then(|name| name.as_str())
                .context("a label is missing")?
                .to_owned())
        })
        .collect()
}

/// The expected answers to a set of texts.
///
/// # Errors
/// Where the program cannot be run.
pub fn expected(peers: &Peers, version: &Path, texts: &Texts, work: &Path) -> Result<Vec<Answer>> {
    fs::create_dir_all(work)?;
    let labels = labels(version)?;
    let manifest = fs::read(version.join("manifest.json")).context("reading manifest.json")?;
    let mut sum = Sha256::new().chain_update(&manifest);
    for text in &texts.items {
        sum = sum.chain_update(text.body.as_bytes()).chain_update([0]);
    }
    let kept: PathBuf = work.join(format!("{}.json", &hex::encode(sum.finalize())[..16]));
    if let Ok(text) = fs::read_to_string(&kept)
        && let Ok(lines) = serde_json::from_str::<Vec<(String, Vec<f64>)>>(&text)
    {
        return Ok(lines.into_iter().map(|(label, scores)| Answer { label: Some(label), scores }).collect());
    }
    let file = work.join(format!("{}.jsonl", texts.name));
    write_texts(texts, &file)?;
    let mut command = peers.script("servers", Path::new("engine/expect.py"))?;
    command.arg("--model").arg(version).arg("--texts").arg(&file);
    let lines: Vec<Line> = peers::lines(&mut command, |_| ()).context("the expected answers")?;
    ensure!(lines.len() == texts.items.len(), "the expected answers are not as many as the texts");
    let ordered = lines.into_iter().map(|line| {
        let scores =
            labels.iter().map(|label| line.scores.get(label).copied().context("a label without a score"));
        Ok((line.label, scores.collect::<Result<Vec<f64>>>()?))
    });
    let ordered = ordered.collect::<Result<Vec<(String, Vec<f64>)>>>()?;
    fs::write(&kept, serde_json::to_string(&ordered)?)?;
    Ok(ordered.into_iter().map(|(label, scores)| Answer { label: Some(label), scores }).collect())
}
