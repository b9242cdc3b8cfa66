//! `cargo xtask sbom`: what is in the edge's component and in the images, as CycloneDX 1.6.
//!
//! The crates are those that are linked for the target, as cargo resolves them for that one package: no build scripts, no procedural
//! macros, no tests. Their sums are Cargo.lock's. The same sources give the same bytes: there is no time and no random number in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::build::{COMPONENT, WASM_TARGET};
use crate::progress::say;
use crate::setup::process;
use crate::workspace::{Workspace, cargo};

/// Where images of the pool run.
const LINUX: &str = "x86_64-unknown-linux-gnu";

/// One bill of materials.
struct Subject {
    /// Of the file, and of what it is about.
    name: &'static str,
    package: &'static str,
    target: &'static str,
    /// What holds ONNX Runtime's version and sums, below the workspace.
    onnxruntime: Option<&'static str>,
}

const SUBJECTS: [Subject; 4] = [
    Subject { name: "edge", package: "edge-gateway", target: WASM_TARGET, onnxruntime: None },
    Subject {
        name: "gpu-pool",
        package: "gpu-pool",
        target: LINUX,
        onnxruntime: Some("k8s/images/onnxruntime-cuda.txt"),
    },
    Subject {
        name: "gpu-pool-cpu",
        package: "gpu-pool",
        target: LINUX,
        onnxruntime: Some("k8s/images/onnxruntime-cpu.txt"),
    },
    Subject { name: "audit-sink", package: "edge-audit", target: LINUX, onnxruntime: None },
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    /// None for the workspace's own.
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

#[derive(Deserialize)]
struct Manifest {
    name: String,
    version: String,
    license: Option<String>,
    files: BTreeMap<String, File>,
}

#[derive(Deserialize)]
struct File {
    sha256: String,
}

/// Writes one file for each subject into `out` [default: `target/sbom`]; those of the pool name the versions in `models` too.
///
/// # Errors
/// Where cargo cannot resolve the workspace offline, a model has no manifest, or a file cannot be written.
pub fn sbom(workspace: &Workspace, out: Option<&Path>, models: Option<&Path>) -> Result<()> {
    let out = out.map_or_else(|| workspace.root().join("target/sbom"), Path::to_path_buf);
    fs::create_dir_all(&out).with_context(|| format!("making {}", out.display()))?;
    let sums = sums(&fs::read_to_string(workspace.root().join("Cargo.lock"))?);
    let models = models.map_or(Ok(Vec::new()), model_components)?;
    for subject in &SUBJECTS {
        let mut bill = crates(workspace, subject, &sums)?;
        let mut extra = Vec::new();
        if let Some(file) = subject.onnxruntime {
            extra.push(onnxruntime(&fs::read_to_string(workspace.root().join(file))?)?);
            extra.extend(models.iter().cloned());
        }
        add(&mut bill, extra);
        let bytes = Sha256::digest(serde_json::to_vec(&bill)?);
        bill["serialNumber"] = json!(format!("urn:uuid:{}", uuid(&bytes)));
        let path = out.join(format!("{}.cdx.json", subject.name));
        fs::write(&path, serde_json::to_vec_pretty(&bill)?)
            .with_context(|| format!("writing {}", path.display()))?;
        say(&format!("{}: {} components", path.display(), bill["components"].as_array().map_or(0, Vec::len)));
    }
    Ok(())
}

/// The crates that are linked into a package, and what needs what.
fn crates(
    workspace: &Workspace,
    subject: &Subject,
    sums: &BTreeMap<(String, String), String>,
) -> Result<Value> {
    let mut tree = cargo();
    tree.current_dir(workspace.root()).args(["tree", "--locked", "--offline", "--prefix", "none"]);
    tree.args(["--edges", "normal,no-proc-macro", "--format", "{p}", "--package", subject.package]);
    let listed = process::output(tree.args(["--target", subject.target]), "cargo tree")?;
    // `name v1.2.3`, and for the workspace's own a path behind it.
    let linked: BTreeSet<(&str, &str)> = listed
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?.strip_prefix('v')?))
        })
        .collect();
    let mut metadata = cargo();
    metadata.current_dir(workspace.root()).args([
        "metadata",
        "--locked",
        "--offline",
        "--format-version",
        "1",
    ]);
    let text = process::output(metadata.args(["--filter-platform", subject.target]), "cargo metadata")?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata")?;

    let known: BTreeMap<&str, &Package> = metadata
        .packages
        .iter()
        .filter(|package| linked.contains(&(package.name.as_str(), package.version.as_str())))
        .map(|package| (package.id.as_str(), package))
        .collect();
    if known.len() != linked.len() {
        bail!("cargo tree and cargo metadata disagree about {}", subject.package);
    }
    let root = known
        .values()
        .find(|package| package.name == subject.package)
        .with_context(|| format!("no package {}", subject.package))?;
    let components: Vec<Value> = known
        .values()
        .filter(|package| package.id != root.id)
        .map(|package| component(package, sums))
        .collect();
    let dependencies: Vec<Value> = metadata
        .resolve
        .nodes
        .iter()
        .filter_map(|node| {
            let needed = node.dependencies.iter().filter_map(|id| known.get(id.as_str()));
            let needed: BTreeSet<String> = needed.map(|package| purl(package)).collect();
            Some(json!({ "ref": purl(known.get(node.id.as_str())?), "dependsOn": needed }))
        })
        .collect();
    let mut about = component(root, sums);
    about["type"] = json!("application");
    let built = workspace.root().join(COMPONENT);
    if subject.target == WASM_TARGET && built.is_file() {
        about["hashes"] =
            json!([{ "alg": "SHA-256", "content": hex::encode(Sha256::digest(fs::read(built)?)) }]);
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "tools": { "components": [{ "type": "application", "name": "cargo xtask sbom" }] },
            "component": about,
        },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// The package URL, which is also how the bill names it within itself.
fn purl(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

fn component(package: &Package, sums: &BTreeMap<(String, String), String>) -> Value {
    let purl = purl(package);
    let mut made = json!({
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
    });
    // The workspace's own are in no registry, so nothing may look like it.
    if package.source.is_some() {
        made["purl"] = json!(purl);
    }
    if let Some(license) = &package.license {
        // An older way to write `OR`, which is no SPDX expression.
        made["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
    }
    if let Some(sum) = sums.get(&(package.name.clone(), package.version.clone())) {
        made["hashes"] = json!([{ "alg": "SHA-256", "content": sum }]);
    }
    made
}

/// Sums of Cargo.lock by name and version: those of the crates' archives.
fn sums(lock: &str) -> BTreeMap<(String, String), String> {
    let field = |block: &str, name: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "))?;
        Some(line.trim_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|block| {
            Some(((field(block, "name")?, field(block, "version")?), field(block, "checksum")?))
        })
        .collect()
}

/// ONNX Runtime, as the images take it out of its wheel: `name==version`, and the wheel's sums.
fn onnxruntime(requirements: &str) -> Result<Value> {
    let line = requirements.lines().find(|line| line.contains("==")).context("no requirement")?;
    let (name, version) = line.trim_end_matches([' ', '\\']).split_once("==").context("no version")?;
    let wheels: Vec<Value> = requirements
        .lines()
        .filter_map(|line| line.split_once("--hash=sha256:"))
        .map(|(_, sum)| {
            let sum = sum.trim_end_matches([' ', '\\']);
            json!({ "type": "distribution", "url": format!("pkg:pypi/{name}@{version}"),
                    "hashes": [{ "alg": "SHA-256", "content": sum }] })
        })
        .collect();
    let purl = format!("pkg:pypi/{name}@{version}");
    Ok(json!({
        "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
        "description": "Loaded at run time; the library out of one of these wheels",
        "licenses": [{ "license": { "id": "MIT" } }],
        "externalReferences": wheels,
    }))
}

/// Every version in a model repository, with the sums of its manifest.
fn model_components(repository: &Path) -> Result<Vec<Value>> {
    let mut found = Vec::new();
    for manifest in manifests(repository)? {
        let text =
            fs::read_to_string(&manifest).with_context(|| format!("reading {}", manifest.display()))?;
        let manifest: Manifest =
            serde_json::from_str(&text).with_context(|| format!("reading {}", manifest.display()))?;
        let name = format!("model:{}@{}", manifest.name, manifest.version);
        let files: Vec<Value> = manifest
            .files
            .iter()
            .map(|(file, File { sha256 })| {
                json!({ "type": "file", "bom-ref": format!("{name}/{file}"), "name": file,
                        "hashes": [{ "alg": "SHA-256", "content": sha256 }] })
            })
            .collect();
        let mut model = json!({ "type": "machine-learning-model", "bom-ref": name, "name": manifest.name,
                                "version": manifest.version, "components": files });
        if let Some(license) = manifest.license {
            model["licenses"] = json!([{ "expression": license }]);
        }
        found.push(model);
    }
    if found.is_empty() {
        bail!("{} holds no version of a model", repository.display());
    }
    Ok(found)
}

/// `<repository>/<model>/<version>/manifest.json`, in order.
fn manifests(repository: &Path) -> Result<Vec<PathBuf>> {
    let entries = |folder: &Path| -> Result<Vec<PathBuf>> {
        let read = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
        let mut found: Vec<PathBuf> = read.filter_map(|entry| Some(entry.ok()?.path())).collect();
        found.retain(|path| path.is_dir());
        found.sort();
        Ok(found)
    };
    let mut found = Vec::new();
    for model in entries(repository)? {
        found.extend(entries(&model)?.into_iter().map(|version| version.join("manifest.json")));
    }
    found.retain(|path| path.is_file());
    Ok(found)
}

/// Puts components in, as what the subject itself needs.
fn add(bill: &mut Value, extra: Vec<Value>) {
    let root = bill["metadata"]["component"]["bom-ref"].clone();
    let names: Vec<Value> = extra.iter().map(|component| component["bom-ref"].clone()).collect();
    if let Some(components) = bill["components"].as_array_mut() {
        components.extend(extra);
    }
    if let Some(dependencies) = bill["dependencies"].as_array_mut() {
        let of_root = dependencies.iter_mut().find(|entry| entry["ref"] == root);
        if let Some(needed) = of_root.and_then(|entry| entry["dependsOn"].as_array_mut()) {
            needed.extend(names);
        }
    }
}

/// A UUID of version 8 (RFC 9562, 5.8): the first bytes of a sum.
fn uuid(sum: &[u8]) -> String {
    let mut bytes: Vec<u8> = sum.iter().copied().take(16).collect();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex::encode(bytes);
    [&text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::{onnxruntime, sums, uuid};

    #[test]
    fn sums_are_by_name_and_version() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"12\"\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n";
        let sums = sums(lock);
        assert_eq!(sums.len(), 1);
        assert_eq!(sums[&("a".to_owned(), "1.0.0".to_owned())], "12");
    }

    #[test]
    fn onnxruntime_is_read_from_its_requirement() {
        let made =
            onnxruntime("# why\nonnxruntime==1.2.3 \\\n    --hash=sha256:ab \\\n    --hash=sha256:cd\n")
                .unwrap();
        assert_eq!(made["purl"], "pkg:pypi/onnxruntime@1.2.3");
        assert_eq!(made["externalReferences"][1]["hashes"][0]["content"], "cd");
        assert!(onnxruntime("# nothing\n").is_err());
    }

    #[test]
    fn a_uuid_is_of_version_eight() {
        assert_eq!(uuid(&[0xff; 32]), "ffffffff-ffff-8fff-bfff-ffffffffffff");
    }
}
