"""Renews the pinned requirements of peers.toml: `python3.11 lock.py [ENVIRONMENT…]`, with a pip of 2024 or later.

Asks pip what it would install for each Python of the range on Linux x86_64 (glibc), and writes name, version and the
sum of every wheel. Prints the licences, which README.md lists.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
GLIBC = range(5, 37)
PYTHONS = ("3.11", "3.12", "3.13")


def resolve(wants: list[str], python: str) -> list[dict[str, Any]]:
    """What pip would install."""
    platforms = [f"--platform=manylinux_2_{minor}_x86_64" for minor in reversed(GLIBC)]
    platforms += ["--platform=manylinux2014_x86_64", "--platform=manylinux2010_x86_64", "--platform=manylinux1_x86_64", "--platform=linux_x86_64"]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--report=-"]
        command += ["--only-binary=:all:", f"--target={folder}", f"--python-version={python}", *platforms, *wants]
        return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["install"]


def bytes_of(url: str) -> int:
    """Size of a wheel."""
    with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=30) as answer:
        return int(answer.headers.get("content-length") or 0)


def licence(metadata: dict[str, Any]) -> str:
    """As the package states it."""
    stated = [each.rsplit("::", 1)[-1].strip() for each in metadata.get("classifier", []) if each.startswith("License ::")]
    text = metadata.get("license_expression") or " / ".join(stated) or metadata.get("license") or "not stated"
    return text.strip().splitlines()[0]


def main() -> None:
    """Writes the files of the environments that are named, or all."""
    environments = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8"))["environments"]
    for name in sys.argv[1:] or environments:
        entry = environments[name]
        least, below = (part.strip("<>=") for part in entry["python"].split(","))
        pythons = [p for p in PYTHONS if [*map(int, least.split("."))] <= [*map(int, p.split("."))] < [*map(int, below.split("."))]]
        sums: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
        print(f"\n{name}:")
        total = 0
        for python in pythons:
            for package in resolve(entry["wants"], python):
                metadata, download = package["metadata"], package["download_info"]
                key = (metadata["name"].lower().replace("_", "-").replace(".", "-"), metadata["version"])
                if python == pythons[0]:
                    total += bytes_of(download["url"])
                    print(f"  {key[0]} {key[1]}: {licence(metadata)}")
                seen, hashes = sums.setdefault(key, (set(), set()))
                seen.add(python)
                hashes.add(download["archive_info"]["hashes"]["sha256"])
        print(f"  {total / 1e6:.0f} MB")
        lines = [f"# Made by lock.py from peers.toml; Linux x86_64 (glibc), Python {', '.join(pythons)}, wheels only."]
        for (package, version), (seen, hashes) in sorted(sums.items()):
            marker = "" if len(seen) == len(pythons) else " ; " + " or ".join(f'python_version == "{p}"' for p in sorted(seen))
            lines.append(" \\\n".join([f"{package}=={version}{marker}", *(f"    --hash=sha256:{each}" for each in sorted(hashes))]))
        (HERE / entry["requirements"]).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
