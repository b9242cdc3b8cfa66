//! The standard library's sources and the C library for the target, out of Debian's packages: downloaded and unpacked,
//! never installed.
//!
//! apt runs with a state, a cache and a list of sources of its own, so the system's package lists stay as they are and
//! no rights are needed. The mirror is the one that the machine's own configuration names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::Unreachable;
use crate::progress::say;
use crate::setup::{fresh_folder, process, sums};

/// The suite that carries each compiler release's sources side by side.
const SUITE: &str = "trixie-backports";
/// Suites of Debian's main archive. What serves one of them serves [`SUITE`] too.
const MAIN_SUITES: [&str; 10] =
    ["bullseye", "bookworm", "trixie", "forky", "duke", "sid", "oldstable", "stable", "testing", "unstable"];
/// Where Debian's own packages put the archive's keys; with none of them apt uses those it trusts anyway.
const KEYRINGS: [&str; 2] =
    ["/usr/share/keyrings/debian-archive-keyring.pgp", "/usr/share/keyrings/debian-archive-keyring.gpg"];

/// One package file that is known.
#[derive(Debug, PartialEq, Eq)]
struct Pin {
    version: &'static str,
    sha256: &'static str,
}

/// The compiler releases whose packages were tried, newest first. The C library is architecture-independent.
const RUST_SRC: [(&str, Pin); 1] = [(
    "1.95.0",
    Pin {
        version: "1.95.0+dfsg1-2~bpo13+1",
        sha256: "7b76db5b880a77f9e52975d2baa6209d2f76d2c9c2789515c3088cb960e2c83b",
    },
)];
const WASI_LIBC: Pin = Pin {
    version: "0.0~git20260129.ec0effd-3~bpo13+1",
    sha256: "45eb80a2d4dcf7fe54c8e5c5d6a3cd165a3682fccc124c46f7abc6255c9b1bce",
};

/// What was unpacked.
#[derive(Debug)]
pub(super) struct Sources {
    /// The `library` folder of the compiler's sources.
    pub(super) rust: PathBuf,
    /// The folder of the C library for the target.
    pub(super) wasi_libc: PathBuf,
}

/// The sums that vouch for the packages of a release, for a stamp.
pub(super) fn sums(release: &str) -> String {
    let rust = rust_src(release).map_or("not pinned", |pin| pin.sha256);
    format!("rust-src {rust}\nwasi-libc {}", WASI_LIBC.sha256)
}

fn rust_src(release: &str) -> Option<&'static Pin> {
    RUST_SRC.iter().find(|(known, _)| *known == release).map(|(_, pin)| pin)
}

/// Brings and unpacks the sources of one compiler release below `work`.
pub(super) fn sources(work: &Path, release: &str) -> Result<Sources> {
    for program in ["apt-get", "apt-cache", "apt-config", "dpkg-deb", "tar"] {
        if !process::exists(program) {
            bail!(Unreachable(format!(
                "{program} is not here, so Debian's packages cannot be used. Install the target where rustup's server \
                 can be reached: rustup target add {}",
                super::TARGET
            )));
        }
    }
    let apt = Apt::with_own_state(&work.join("apt"))?;
    say(&format!("reading the package list of Debian's {SUITE}"));
    apt.update()?;
    let rust_deb = match rust_src(release) {
        Some(pin) => apt.download("rust-src", pin.version, Some(pin.sha256))?,
        None => {
            let version = apt.newest("rust-src", |version| version.starts_with(&format!("{release}+")))?;
            say(&format!(
                "rustc {release}: no SHA-256 for its sources stands in this repository; the signature of Debian's \
                 archive alone vouches for rust-src {version}"
            ));
            apt.download("rust-src", &version, None)?
        }
    };
    let libc_deb = apt.download("wasi-libc", WASI_LIBC.version, Some(WASI_LIBC.sha256))?;

    say("unpacking");
    let unpacked = work.join("unpacked");
    fresh_folder(&unpacked)?;
    let library = format!("usr/src/rustc-{release}/library");
    unpack(&rust_deb, &unpacked, &library)?;
    let wasi = format!("usr/lib/{}", super::TARGET);
    unpack(&libc_deb, &unpacked, &wasi)?;
    Ok(Sources { rust: unpacked.join(library), wasi_libc: unpacked.join(wasi) })
}

/// One folder of a package: the whole of `rust-src` is 400 MB, and a tenth of it is needed.
fn unpack(deb: &Path, to: &Path, folder: &str) -> Result<()> {
    let doing = format!("unpacking {}", deb.display());
    let mut reader = Command::new("dpkg-deb")
        .arg("--fsys-tarfile")
        .arg(deb)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| doing.clone())?;
    let archive = reader.stdout.take().context("no pipe from dpkg-deb")?;
    let written = Command::new("tar")
        .args(["--extract", "--no-same-owner", "--directory"])
        .arg(to)
        .arg(format!("./{folder}"))
        .stdin(Stdio::from(archive))
        .status()
        .with_context(|| doing.clone())?;
    let read = reader.wait().with_context(|| doing.clone())?;
    if !written.success() || !read.success() {
        bail!("{doing} failed: dpkg-deb ended with {read}, tar with {written}");
    }
    Ok(())
}

/// apt, with everything it writes, and what it reads of sources, in one folder.
#[derive(Debug)]
struct Apt {
    folder: PathBuf,
    config: PathBuf,
}

impl Apt {
    fn with_own_state(folder: &Path) -> Result<Self> {
        for below in ["state/lists/partial", "cache/archives/partial", "sources", "empty", "debs"] {
            fs::create_dir_all(folder.join(below)).with_context(|| format!("making {}", folder.display()))?;
        }
        let folder = folder.canonicalize()?;
        fs::write(folder.join("state/status"), "")?;

        let mirrors = mirrors(&folder)?;
        let mut sources = String::new();
        for mirror in &mirrors {
            sources
                .push_str(&source(mirror, KEYRINGS.iter().copied().find(|path| Path::new(path).is_file())));
        }
        fs::write(folder.join("sources/anteroom.sources"), sources)?;

        let dump = process::output(Command::new("apt-config").arg("dump"), "reading apt's configuration")?;
        let config = folder.join("apt.conf");
        fs::write(&config, own_config(&dump, &folder))?;
        Ok(Self { folder, config })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("APT_CONFIG", &self.config).env("LC_ALL", "C").current_dir(self.folder.join("debs"));
        command
    }

    fn update(&self) -> Result<()> {
        let mut update = self.command("apt-get");
        update.args(["-o", "APT::Update::Error-Mode=any", "--quiet", "update"]);
        process::output(&mut update, "reading the package list").map(drop).map_err(|error| {
            Unreachable(format!("the machine's Debian mirror does not serve {SUITE}: {error:#}")).into()
        })
    }

    /// The newest version of a package that is wanted.
    fn newest(&self, package: &str, wanted: impl Fn(&str) -> bool) -> Result<String> {
        let mut madison = self.command("apt-cache");
        let table = process::output(madison.args(["madison", package]), "asking for versions")?;
        let versions: Vec<&str> =
            table.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim).collect();
        match versions.iter().find(|version| wanted(version)) {
            Some(version) => Ok((*version).to_owned()),
            None => bail!(Unreachable(format!(
                "{SUITE} has no {package} for this compiler; it has {}",
                if versions.is_empty() { "none at all".to_owned() } else { versions.join(", ") }
            ))),
        }
    }

    fn download(&self, package: &str, version: &str, sha256: Option<&str>) -> Result<PathBuf> {
        self.newest(package, |found| found == version)?;
        let mut download = self.command("apt-get");
        download.args(["download", &format!("{package}={version}")]);
        if let Err(error) = process::shown(&mut download, &format!("downloading {package}")) {
            bail!(Unreachable(format!("{error:#}")));
        }
        let deb = the_deb(&self.folder.join("debs"), package)?;
        if let Some(expected) = sha256 {
            sums::verify(&deb, expected)?;
        }
        Ok(deb)
    }
}

fn the_deb(folder: &Path, package: &str) -> Result<PathBuf> {
    let prefix = format!("{package}_");
    fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&prefix) && name.ends_with(".deb")
        })
        .with_context(|| format!("apt-get download left no {package} in {}", folder.display()))
}

/// The mirrors of Debian's main archive that the machine itself uses, in its order.
fn mirrors(folder: &Path) -> Result<Vec<String>> {
    // Prints what an update would fetch, and fetches nothing. The folder for lists is ours, so it needs no rights.
    let mut uris = Command::new("apt-get");
    uris.env("LC_ALL", "C")
        .arg("-o")
        .arg(format!("Dir::State::lists={}", folder.join("state/lists").display()))
        .args(["update", "--print-uris"]);
    let printed = process::output(&mut uris, "asking apt for its sources")?;
    let found = mirrors_in(&printed);
    if found.is_empty() {
        bail!(Unreachable(format!(
            "this machine's apt has no mirror of Debian's archive, so none that has {SUITE}"
        )));
    }
    Ok(found)
}

fn mirrors_in(printed: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in printed.lines() {
        let Some(uri) = line.strip_prefix('\'').and_then(|rest| rest.split('\'').next()) else {
            continue;
        };
        let Some((base, suite)) = uri.strip_suffix("/InRelease").and_then(|uri| uri.rsplit_once("/dists/"))
        else {
            continue;
        };
        if MAIN_SUITES.contains(&suite) && !found.iter().any(|known| known == base) {
            found.push(base.to_owned());
        }
    }
    found
}

fn source(mirror: &str, keyring: Option<&str>) -> String {
    let signed_by = keyring.map(|path| format!("Signed-By: {path}\n")).unwrap_or_default();
    format!("Types: deb\nURIs: {mirror}\nSuites: {SUITE}\nComponents: main\n{signed_by}\n")
}

/// The machine's way to its mirror (proxies, certificates, time limits) and nothing else of its configuration: its
/// hooks would touch the system's own lists.
fn own_config(dump: &str, folder: &Path) -> String {
    let mut config = String::new();
    for line in dump.lines() {
        if line.starts_with("Acquire::") && !line.starts_with("Acquire::IndexTargets") {
            config.push_str(line);
            config.push('\n');
        }
    }
    let folder = folder.display();
    config.push_str(&format!(
        "Dir::Etc::main \"/dev/null\";\n\
         Dir::Etc::parts \"{folder}/empty\";\n\
         Dir::Etc::preferences \"/dev/null\";\n\
         Dir::Etc::preferencesparts \"{folder}/empty\";\n\
         Dir::Etc::sourcelist \"/dev/null\";\n\
         Dir::Etc::sourceparts \"{folder}/sources\";\n\
         Dir::State \"{folder}/state\";\n\
         Dir::State::lists \"{folder}/state/lists\";\n\
         Dir::State::status \"{folder}/state/status\";\n\
         Dir::Cache \"{folder}/cache\";\n\
         Acquire::Languages \"none\";\n\
         Acquire::Retries \"2\";\n\
         Acquire::AllowInsecureRepositories \"false\";\n\
         APT::Get::AllowUnauthenticated \"false\";\n\
         APT::Sandbox::User \"root\";\n"
    ));
    config
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrors_are_those_of_the_main_archive() {
        let printed = "\
'http://mirror.test/debian/dists/bookworm/InRelease' mirror.test_debian_dists_bookworm_InRelease 0 \n\
'http://mirror.test/debian/dists/bookworm-updates/InRelease' x 0 \n\
'http://mirror.test/debian-security/dists/bookworm-security/InRelease' x 0 \n\
'http://other.test/apt/dists/nodistro/InRelease' x 0 \n\
'http://mirror.test/debian/dists/bookworm/main/binary-amd64/Packages.xz' x 0 \n\
'mirror+file:/etc/apt/mirrors/debian.list/dists/trixie/InRelease' x 0 \n\
'http://mirror.test/debian/dists/sid/InRelease' x 0 \n";
        assert_eq!(
            mirrors_in(printed),
            ["http://mirror.test/debian", "mirror+file:/etc/apt/mirrors/debian.list"]
        );
        assert!(mirrors_in("'http://ubuntu.test/ubuntu/dists/noble/InRelease' x 0 \n").is_empty());
    }

    #[test]
    fn the_machines_proxy_is_kept_and_its_hooks_are_not() {
        let dump = "Acquire::http::Proxy \"http://proxy.test:3128\";\n\
                    Acquire::IndexTargets::deb::DEP-11::MetaKey \"x\";\n\
                    APT::Update::Post-Invoke:: \"rm -f /var/cache/apt/archives/*.deb\";\n\
                    Dir::State \"var/lib/apt\";\n";
        let config = own_config(dump, Path::new("/own"));
        assert!(config.starts_with("Acquire::http::Proxy \"http://proxy.test:3128\";\n"), "{config}");
        assert!(
            !config.contains("Post-Invoke") && !config.contains("DEP-11") && !config.contains("var/lib"),
            "{config}"
        );
        assert!(config.contains("Dir::State \"/own/state\";"), "{config}");
    }

    #[test]
    fn a_release_without_a_known_sum_is_not_taken_for_a_known_one() {
        assert!(rust_src("1.95.0").is_some());
        assert_eq!(rust_src("1.95.1"), None);
        assert!(sums("1.95.1").contains("rust-src not pinned"));
    }
}
