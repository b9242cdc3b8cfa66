"""Tries settings of the peers against each other, to find how each is set up well on a machine.

`python3 tune.py --model VERSION_DIR --texts texts.jsonl [--rounds 2] [--seconds 6] [--envs FOLDER] [NAME…]` prints a table:
median at 1 in flight, requests a second at 32, CPU milliseconds a request at 32. The settings take turns; on a machine that
does other work too, believe the ratios. The client is a simple one: `perf` measures; this only chooses.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import threading
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from check import HERE, ROOT, Bench, Running, Wrong, descendants

IN_FLIGHT = 32
TICKS = os.sysconf("SC_CLK_TCK")

# name: peer, options
SETTINGS: dict[str, tuple[str, list[str]]] = {
    "fastapi, 1 thread, 2 at once": ("fastapi", ["--threads", "1", "--concurrency", "2"]),
    "fastapi, 1 thread, 4 at once": ("fastapi", ["--threads", "1", "--concurrency", "4"]),
    "fastapi, 1 thread, 40 at once (FastAPI's default)": ("fastapi", ["--threads", "1", "--concurrency", "40"]),
    "fastapi, 2 threads, 1 at once": ("fastapi", ["--threads", "2", "--concurrency", "1"]),
    "fastapi, 2 threads, 2 at once": ("fastapi", ["--threads", "2", "--concurrency", "2"]),
    "fastapi, 2 threads, 2 at once, no spinning": ("fastapi", ["--threads", "2", "--concurrency", "2", "--no-spin"]),
    "fastapi, 2 workers of 1 thread, 1 at once": ("fastapi", ["--threads", "1", "--workers", "2", "--concurrency", "1"]),
    "triton, 1 instance of 2 threads": ("triton", ["--threads", "2"]),
    "triton, 2 instances of 1 thread": ("triton", ["--threads", "1", "--instances", "2"]),
    "triton b16, 1 instance of 2 threads": ("triton", ["--threads", "2", "--batch", "16"]),
    "triton b16, 2 instances of 1 thread": ("triton", ["--threads", "1", "--instances", "2", "--batch", "16"]),
    "triton b16, 2 instances of 1 thread, 2 ms delay": (
        "triton", ["--threads", "1", "--instances", "2", "--batch", "16", "--queue-delay-us", "2000"],
    ),
    "mosec b1, 2 workers of 1 thread": ("mosec", ["--threads", "1", "--workers", "2", "--batch", "1"]),
    "mosec b1, 1 worker of 2 threads": ("mosec", ["--threads", "2", "--workers", "1", "--batch", "1"]),
    "mosec b16, 2 workers of 1 thread, 1 ms": ("mosec", ["--threads", "1", "--workers", "2", "--batch", "16", "--wait-ms", "1"]),
    "mosec b16, 1 worker of 2 threads, 1 ms": ("mosec", ["--threads", "2", "--workers", "1", "--batch", "16", "--wait-ms", "1"]),
    "mosec b16, 1 worker of 2 threads, 10 ms": ("mosec", ["--threads", "2", "--workers", "1", "--batch", "16", "--wait-ms", "10"]),
    "litserve b1, 2 workers of 1 thread": ("litserve", ["--threads", "1", "--workers", "2", "--batch", "1"]),
    "litserve b16, 1 worker of 2 threads, 1 ms": ("litserve", ["--threads", "2", "--batch", "16", "--wait-ms", "1"]),
    "litserve b16, 1 worker of 2 threads, 0 ms": ("litserve", ["--threads", "2", "--batch", "16", "--wait-ms", "0"]),
    "litserve b16, 2 workers of 1 thread, 1 ms": ("litserve", ["--threads", "1", "--workers", "2", "--batch", "16", "--wait-ms", "1"]),
}


@dataclass
class Found:
    """Of each round: milliseconds at 1 in flight, requests a second and CPU milliseconds a request at 32, resident MB."""

    median: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def cpu_seconds(processes: set[int]) -> float:
    """User and system time of all of them."""
    total = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def resident_mb(processes: set[int]) -> float:
    """What they hold, shared pages shared out among them."""
    total = 0
    for process in processes:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1e3 * 1.024


def load(running: Running, peer: str, texts: list[str], callers: int, seconds: float) -> tuple[list[float], float]:
    """A closed loop: latencies in seconds, and how long it took."""
    latencies: list[float] = []
    failures: list[str] = []
    lock = threading.Lock()
    at = iter(range(10**9))
    started = time.perf_counter()

    def call() -> None:
        connection = http.client.HTTPConnection(running.url, timeout=60)
        while time.perf_counter() - started < seconds and not failures:
            with lock:
                text = texts[next(at) % len(texts)]
            path, body = "/infer", {"text": text}
            if peer == "triton":
                path = "/v2/models/classifier/infer"
                body = {"inputs": [{"name": "text", "datatype": "BYTES", "shape": [1, 1], "data": [text]}]}
            begun = time.perf_counter()
            connection.request("POST", path, json.dumps(body), {"content-type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
            with lock:
                latencies.append(time.perf_counter() - begun)
                if answer.status != 200:
                    failures.append(f"{answer.status} {content[:200]!r}")

    threads = [threading.Thread(target=call) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures or not latencies:
        raise Wrong(f"{failures[:1]}")
    return latencies, time.perf_counter() - started


def measure(bench: Bench, peer: str, options: list[str], texts: list[str], seconds: float, found: Found) -> None:
    """One round of one setting."""
    with bench.peer(peer, *options) as running:
        load(running, peer, texts, IN_FLIGHT, seconds / 4)
        alone, _ = load(running, peer, texts, 1, seconds)
        found.median.append(statistics.median(alone) * 1e3)
        processes = descendants(running.process.pid) | {running.process.pid}
        before = cpu_seconds(processes)
        many, took = load(running, peer, texts, IN_FLIGHT, seconds)
        found.rate.append(len(many) / took)
        found.cpu.append((cpu_seconds(processes) - before) / len(many) * 1e3)
        found.memory.append(resident_mb(processes))


def main() -> None:
    """Prints the table after each round."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--graph", default="model.onnx")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--envs", type=Path, default=ROOT / "target" / "perf" / "envs")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("names", nargs="*", help="beginnings of the names of settings")
    args = parser.parse_args()
    settings = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8"))
    bench = Bench(args.model.resolve(), args.envs.resolve(), settings)
    texts = [json.loads(line)["text"] for line in args.texts.read_text(encoding="utf-8").splitlines()]
    chosen = {name: value for name, value in SETTINGS.items() if not args.names or name.startswith(tuple(args.names))}
    found = {name: Found() for name in chosen}
    for number in range(args.rounds):
        for name, (peer, options) in chosen.items():
            measure(bench, peer, ["--graph", args.graph, *options], texts, args.seconds, found[name])
        print(f"\nafter round {number + 1}: load average {os.getloadavg()[0]:.1f}")
        print("| setting | p50 at 1, ms | req/s at 32 | CPU ms a request | MB |\n|---|---|---|---|---|")
        for name, each in found.items():
            print(f"| {name} | {min(each.median):.0f} | {max(each.rate):.1f} | {min(each.cpu):.1f} | {max(each.memory):.0f} |", flush=True)


if __name__ == "__main__":
    main()
