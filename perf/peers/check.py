"""Starts every peer, sends texts, compares the answers with engine/expect.py, and sees that it ends with its children.

`python3 check.py [--model VERSION_DIR] [--envs FOLDER] [PEER…]`: environments are virtual ones, FOLDER/NAME, made where
they are missing (see peers.toml; 300 MB). Exits with 1 where a peer is not as it should be. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# Batches are padded, which moves the last digits; Triton's classification prints six.
CLOSE = 1e-3
START_SECONDS, END_SECONDS = 120.0, 30.0
AT_ONCE = 16
# No word of these looks like health information to Presidio, or the gateway would rightly answer for another text.
TEXTS = [
    "the patient feels well",
    "no pain at all and good appetite",
    "severe pain, worse than before, and the wound has opened again",
    "",
    "café naïve 患者 🙂",
    "she is recovering and walks without help " * 8,
    "bad " * 100,
    "good " * 25,
] * 4


class Wrong(Exception):
    """A peer that is not as it should be."""


@dataclass(frozen=True)
class Running:
    """A peer that answers."""

    process: subprocess.Popen[bytes]
    url: str


@dataclass(frozen=True)
class Bench:
    """What all checks share. `known` is what a text should get: probability by label."""

    model: Path
    envs: Path
    settings: dict[str, Any]
    known: list[dict[str, float]] = field(default_factory=list)

    def python(self, environment: str) -> Path:
        """The interpreter of an environment, which is made if it is not there."""
        entry, folder = self.settings["environments"][environment], self.envs / environment
        if not (folder / "complete").exists():
            print(f"making {folder} ({entry['mb']} MB to download)", flush=True)
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "--require-hashes", "--only-binary=:all:", "-r", HERE / entry["requirements"]], check=True)
            (folder / "complete").touch()
        return folder / "bin" / "python"

    def run(self, environment: str, program: str, *args: str | Path) -> list[Any]:
        """Lines of JSON that a program prints."""
        command = [self.python(environment), HERE / program, *args]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return [json.loads(line) for line in done.stdout.splitlines()]

    @contextmanager
    def peer(self, name: str, *args: str, by_stdin: bool = False) -> Iterator[Running]:
        """Starts one; at the end sees that it is gone, with all that it started."""
        entry = self.settings["peers"][name]
        port = free_port()
        command = [self.python(entry["environment"]), HERE / entry["program"], "--port", port, "--model", self.model, *args]
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen([*map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
            try:
                line = first_line(process)
                if line != {"listening": f"127.0.0.1:{port}"}:
                    raise Wrong(f"the line on standard output was {line}")
                yield Running(process, f"127.0.0.1:{port}")
                end(process, by_stdin, port)
            except BaseException:
                kill(descendants(process.pid))
                process.kill()
                log.seek(0)
                sys.stderr.write(log.read().decode(errors="replace")[-4000:])
                raise


def free_port() -> int:
    """One that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def first_line(process: subprocess.Popen[bytes]) -> Any:
    """What a peer prints when it answers."""
    assert process.stdout is not None
    with ThreadPoolExecutor(1) as waiter:
        coming = waiter.submit(process.stdout.readline)
        try:
            line = coming.result(START_SECONDS)
        except TimeoutError:
            process.kill()
            raise Wrong(f"it did not answer within {START_SECONDS:.0f} s") from None
    return json.loads(line) if line else f"nothing (exit status {process.wait()})"


def descendants(process: int) -> set[int]:
    """All that it started and that still runs."""
    found = set()
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            started = [int(child) for child in children.read_text().split()]
        except OSError:
            continue  # It has just ended.
        for child in started:
            found |= {child} | descendants(child)
    return found


def kill(processes: Iterable[int]) -> None:
    """Those of a peer that is not as it should be."""
    for each in processes:
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            pass


def alive(process: int) -> bool:
    """Whether it runs; one that ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def end(process: subprocess.Popen[bytes], by_stdin: bool, port: int) -> None:
    """Ends a peer and looks for what it left behind."""
    children = descendants(process.pid)
    if by_stdin:
        assert process.stdin is not None
        process.stdin.close()
    else:
        process.send_signal(signal.SIGTERM)
    how = "the end of standard input" if by_stdin else "SIGTERM"
    try:
        status = process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        raise Wrong(f"it still runs {END_SECONDS:.0f} s after {how}") from None
    if status != 0:
        raise Wrong(f"its exit status after {how} was {status}")
    give_up = time.monotonic() + 5
    while left := [each for each in children if alive(each)]:
        if time.monotonic() > give_up:
            kill(left)
            raise Wrong(f"after {how} it left processes behind: {left}")
        time.sleep(0.05)
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise Wrong(f"after {how} somebody still listens on its port")


def post(url: str, body: Any, headers: dict[str, str] | None = None, tls: ssl.SSLContext | None = None) -> tuple[int, Any]:
    """Status and JSON."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"} | (headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=60, context=tls) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def ask_json(running: Running, text: str) -> dict[str, float]:
    """POST /infer."""
    status, answer = post(f"http://{running.url}/infer", {"text": text})
    if status != 200:
        raise Wrong(f"status {status}: {answer}")
    if answer["score"] != max(answer["scores"].values()) or answer["scores"][answer["label"]] != answer["score"]:
        raise Wrong(f"label and score do not fit the scores: {answer}")
    return answer["scores"]


def ask_oip(running: Running, text: str) -> dict[str, float]:
    """The protocol as our pool's clients use it: scores and label by name, and scores with labels."""
    url = f"http://{running.url}/v2/models/classifier/infer"
    inputs = [{"name": "text", "datatype": "BYTES", "shape": [1, 1], "data": [text]}]
    status, plain = post(url, {"inputs": inputs})
    if status != 200:
        raise Wrong(f"status {status}: {plain}")
    outputs = {each["name"]: each for each in plain["outputs"]}
    asked = [{"name": "scores", "parameters": {"classification": 8}}]
    status, named = post(url, {"inputs": inputs, "outputs": asked})
    scores = {entry.split(":", 2)[2]: float(entry.split(":", 2)[0]) for entry in named["outputs"][0]["data"]}
    if outputs["label"]["data"] != [max(scores, key=scores.__getitem__)]:
        raise Wrong(f"the label is {outputs['label']['data']} and the scores {scores}")
    if max(abs(a - b) for a, b in zip(sorted(outputs["scores"]["data"]), sorted(scores.values()))) > CLOSE:
        raise Wrong(f"{outputs['scores']['data']} and {scores}")
    return scores


def compare(bench: Bench, ask: Callable[[str], dict[str, float]]) -> str:
    """All texts, many at once, so that batchers have something to do."""
    with ThreadPoolExecutor(AT_ONCE) as callers:
        answers = list(callers.map(ask, TEXTS))
    farthest = 0.0
    for text, scores, known in zip(TEXTS, answers, bench.known, strict=True):
        if scores.keys() != known.keys():
            raise Wrong(f"labels {sorted(scores)} instead of {sorted(known)}")
        farthest = max(farthest, *(abs(scores[label] - known[label]) for label in known))
        if farthest > CLOSE:
            raise Wrong(f"{scores} instead of {known} for a text of {len(text)} characters")
    return f"{len(TEXTS)} texts, farthest {farthest:.1e}"


def plain(bench: Bench, name: str, ask: Callable[[Running, str], dict[str, float]], *args: str, by_stdin: bool = False) -> str:
    """A peer that needs no other."""
    with bench.peer(name, *args, by_stdin=by_stdin) as running:
        return compare(bench, lambda text: ask(running, text))


def gateway(bench: Bench) -> str:
    """In front of Triton, with TLS."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (made,) = bench.run("gateway", "gateway/credentials.py", folder)
        triton = stack.enter_context(bench.peer("triton", "--batch", "16"))
        args = ["--pool", f"http://{triton.url}", "--keys", folder / "keys.json", "--issuer", made["issuer"]]
        args += ["--audience", made["audience"], "--tls-cert", folder / "tls.pem", "--tls-key", folder / "tls.key"]
        running = stack.enter_context(bench.peer("gateway", *map(str, args), "--workers", "2", by_stdin=True))
        tls = ssl.create_default_context(cafile=str(folder / "tls.pem"))
        tokens, url = made["tokens"], f"https://{running.url}/v1/classify"

        def send(body: Any, token: str | None) -> tuple[int, Any]:
            headers = {} if token is None else {"authorization": f"Bearer {token}"}
            return post(url, body, headers, tls)

        refusals = {name: 401 for name in ("forged", "expired", "other_audience", "other_issuer")} | {"other_scope": 403}
        for name, expected in refusals.items():
            if (status := send({"text": "x"}, tokens[name])[0]) != expected:
                raise Wrong(f"{status} instead of {expected} with the token `{name}`")
        for body, token, expected in (({"text": "x"}, None, 401), ({}, tokens["good"], 422), ({"inputs": 1}, tokens["good"], 422)):
            if (status := send(body, token)[0]) != expected:
                raise Wrong(f"{status} instead of {expected} for {body}")
        _, answer = send({"inputs": ["SSN 536-22-8726, mail bob@example.org", *TEXTS]}, tokens["good"])
        if answer["results"][0]["deid"] != {"US_SSN": 1, "EMAIL_ADDRESS": 1} or len(answer["results"]) != 1 + len(TEXTS):
            raise Wrong(f"{len(answer['results'])} results; the first one's findings are {answer['results'][0]['deid']}")

        def ask(text: str) -> dict[str, float]:
            status, answer = send({"inputs": text}, tokens["good"])
            if status != 200 or answer["results"][0]["deid"]:
                raise Wrong(f"status {status}: {answer}")
            return answer["results"][0]["scores"]

        return compare(bench, ask)


# Stands in for text-embeddings-inference: answers what it finds in the folder that it was given.
STAND_IN = """#!/usr/bin/env python3
import http.server, json, os, pathlib, sys
given = dict(arg[2:].split("=", 1) for arg in sys.argv[1:] if "=" in arg)
folder = pathlib.Path(given["model-id"])
found = {"sizes": {name: os.path.getsize(folder / name) for name in ("tokenizer.json", "onnx/model.onnx")}}
found["config"] = json.loads((folder / "config.json").read_text())
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())
http.server.HTTPServer((given["hostname"], int(given["port"])), Answer).serve_forever()
"""


def tei(bench: Bench) -> str:
    """Only the layout of the files: the program itself is not to be had."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "stand-in"
        program.write_text(STAND_IN, encoding="utf-8")
        program.chmod(0o755)
        with bench.peer("tei", "--binary", str(program)) as running:
            with urllib.request.urlopen(f"http://{running.url}/health") as answer:
                found = json.load(answer)
    sizes = {"tokenizer.json": (bench.model / "tokenizer.json").stat().st_size, "onnx/model.onnx": (bench.model / "model.onnx").stat().st_size}
    if found["sizes"] != sizes or not {"hidden_size", "num_hidden_layers", "id2label"} <= found["config"].keys():
        raise Wrong(f"it was given {found}")
    return "a stand-in found its files"


def loop(bench: Bench, texts: Path) -> str:
    """The ceiling's program: a figure for each plan, and the best of them named."""
    *plans, last = bench.run("servers", "engine/loop.py", "--model", bench.model, "--texts", texts, "--rounds", "1", "--seconds", "0.1")
    if last["best"] != max(plans, key=lambda each: each["items_per_s"]) or not all(each["items_per_s"] > 0 for each in plans):
        raise Wrong(f"{last} of {plans}")
    return f"{len(plans)} plans"


def speed(bench: Bench, name: str, texts: Path) -> str:
    """A de-identifier on a file."""
    entry = bench.settings["peers"][name]
    ((found,)) = bench.run(entry["environment"], entry["program"], texts)
    size = sum(len(text.encode()) for text in TEXTS)
    if found["bytes"] != size or found["notes"] != len(TEXTS) or min(found["seconds"], found["cpu_seconds"]) <= 0:
        raise Wrong(f"{found} for {len(TEXTS)} notes of {size} bytes")
    return f"{found['notes']} notes"


def main() -> None:
    """Runs the checks that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "gpu-pool" / "models" / "demo" / "1")
    parser.add_argument("--envs", type=Path, default=ROOT / "target" / "perf" / "envs")
    parser.add_argument("peers", nargs="*")
    args = parser.parse_args()
    settings = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8"))
    bench = Bench(args.model.resolve(), args.envs.resolve(), settings)
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        texts.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(TEXTS)), encoding="utf-8")
        bench.known.extend(each["scores"] for each in bench.run("servers", "engine/expect.py", "--model", args.model, "--texts", texts))
        checks: dict[str, list[Callable[[], str]]] = {
            "fastapi": [
                lambda: plain(bench, "fastapi", ask_json),
                lambda: plain(bench, "fastapi", ask_json, "--workers", "2", "--threads", "2", "--no-spin", by_stdin=True),
            ],
            "triton": [
                lambda: plain(bench, "triton", ask_oip),
                lambda: plain(bench, "triton", ask_oip, "--batch", "16", "--instances", "2", by_stdin=True),
            ],
            "gateway": [lambda: gateway(bench)],
            "mosec": [
                lambda: plain(bench, "mosec", ask_json, "--batch", "1"),
                lambda: plain(bench, "mosec", ask_json, "--batch", "16", "--workers", "2", by_stdin=True),
            ],
            "litserve": [
                lambda: plain(bench, "litserve", ask_json, "--batch", "1"),
                lambda: plain(bench, "litserve", ask_json, "--batch", "16", by_stdin=True),
            ],
            "engine": [lambda: loop(bench, texts)],
            "tei": [lambda: tei(bench)],
            "presidio": [lambda: speed(bench, "presidio", texts)],
            "philter": [lambda: speed(bench, "philter", texts)],
        }
        if unknown := set(args.peers) - checks.keys():
            parser.error(f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(checks)}")
        failed = False
        for name in args.peers or checks:
            for check in checks[name]:
                try:
                    print(f"{name}: {check()}", flush=True)
                except (Wrong, subprocess.CalledProcessError, OSError) as error:
                    failed = True
                    print(f"{name}: WRONG: {error}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
