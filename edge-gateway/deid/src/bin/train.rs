//! `deid-train`: makes `data/model.bin`. Usage: `deid-train --out FILE --epochs N --held FILE… --names FILE… --figures FILE…`,
//! files in JSON lines. Each of the two models learns from the files behind its name, from one that is named twice twice.

use deid::train::{Labelled, Texts, train};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::ops::Range;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut texts, mut held, mut out, mut epochs) = (Texts::default(), Vec::new(), None, 6);
    let mut files: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let mut into = String::new();
    for argument in std::env::args().skip(1) {
        if argument.starts_with("--") {
            into = argument;
            continue;
        }
        match into.as_str() {
            "--held" => read(&argument, &mut held)?,
            "--out" => out = Some(argument),
            "--epochs" => epochs = argument.parse()?,
            "--names" | "--figures" => {
                if !files.contains_key(&argument) {
                    let first = texts.texts.len();
                    read(&argument, &mut texts.texts)?;
                    files.insert(argument.clone(), first..texts.texts.len());
                }
                let places = files.get(&argument).cloned().unwrap_or_default();
                if into == "--names" { texts.names.extend(places) } else { texts.figures.extend(places) }
            }
            _ => {
                return Err(
                    format!("{argument}: say --names, --figures, --held, --out or --epochs first").into()
                );
            }
        }
    }
    let out = out.ok_or("--out FILE is missing")?;
    eprintln!(
        "{} texts for names and places, {} for figures, {} held back",
        texts.names.len(),
        texts.figures.len(),
        held.len()
    );
    let (weights, scores) = train(&texts, &held, epochs);
    let share = |part: u64, rest: u64| 100.0 * part as f64 / (part + rest).max(1) as f64;
    for (what, score) in ["names and places", "figures"].iter().zip(scores) {
        eprintln!(
            "{what}: recall {:.2}, precision {:.2} of {}",
            share(score.hit, score.missed),
            share(score.hit, score.wrong),
            score.words
        );
    }
    std::fs::write(out, weights)?;
    Ok(())
}

fn read(file: &str, into: &mut Vec<Labelled>) -> Result<(), Box<dyn std::error::Error>> {
    let lines = std::io::BufReader::new(std::fs::File::open(file).map_err(|e| format!("{file}: {e}"))?);
    for line in lines.lines() {
        let document: serde_json::Value = serde_json::from_str(&line?)?;
        let spans = document["spans"].as_array().into_iter().flatten();
        let number = |value: &serde_json::Value| value.as_u64().unwrap_or(0) as usize;
        into.push(Labelled {
            text: document["text"].as_str().unwrap_or_default().to_owned(),
            spans: spans
                .map(|s| {
                    (
                        number(&s["start"]),
                        number(&s["end"]),
                        s["type"].as_str().unwrap_or_default().to_owned(),
                    )
                })
                .collect(),
        });
    }
    Ok(())
}
