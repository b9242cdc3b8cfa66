//! `deid-train`: makes `data/model.bin`. Usage: `deid-train --out FILE --epochs N --held FILE… --train FILE…`, files in JSON lines.

use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut train, mut held, mut out, mut epochs) = (Vec::new(), Vec::new(), None, 6);
    let mut into = "";
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--train" => into = "train",
            "--held" => into = "held",
            "--out" => into = "out",
            "--epochs" => into = "epochs",
            value => match into {
                "train" => read(value, &mut train)?,
                "held" => read(value, &mut held)?,
                "out" => out = Some(value.to_owned()),
                "epochs" => epochs = value.parse()?,
                _ => return Err(format!("{value}: say --train, --held, --out or --epochs first").into()),
            },
        }
    }
    let out = out.ok_or("--out FILE is missing")?;
    eprintln!("{} texts to train on, {} held back", train.len(), held.len());
    let weights = deid::train::train(&train, &held, epochs, |epoch, names, chains| {
        let share = |part: u64, rest: u64| 100.0 * part as f64 / (part + rest).max(1) as f64;
        for (what, score) in [("names and places", names), ("figures", chains)] {
            eprintln!(
                "round {epoch}, {what}: recall {:.2}, precision {:.2} of {}",
                share(score.hit, score.missed),
                share(score.hit, score.wrong),
                score.words
            );
        }
    });
    std::fs::write(out, weights)?;
    Ok(())
}

fn read(file: &str, into: &mut Vec<deid::train::Labelled>) -> Result<(), Box<dyn std::error::Error>> {
    let lines = std::io::BufReader::new(std::fs::File::open(file).map_err(|e| format!("{file}: {e}"))?);
    for line in lines.lines() {
        let document: serde_json::Value = serde_json::from_str(&line?)?;
        let spans = document["spans"].as_array().into_iter().flatten();
        let number = |value: &serde_json::Value| value.as_u64().unwrap_or(0) as usize;
        into.push(deid::train::Labelled {
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
