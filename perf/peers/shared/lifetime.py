"""What every peer has in common with the program that starts it: options, the line that says it answers, and its end.

A peer ends on SIGTERM, or when its standard input closes, and takes its children with it.
Standard library only: the supervisor of a peer should not cost memory that the table would count against that peer.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Callable, Mapping, NoReturn

HOST = "127.0.0.1"
# How a service that a server starts by itself is told the options; its workers inherit it.
OPTIONS = "ANTEROOM_PEER"
# Loading 268 MB takes seconds on a busy machine; a peer that takes longer than this has failed.
START_SECONDS = 300.0
# Less than this, and a server that drains would be cut short; more, and a test waits for what hangs.
END_SECONDS = 15.0
POLL_SECONDS = 0.02
PR_SET_PDEATHSIG = 1


def options(about: str | None) -> argparse.ArgumentParser:
    """The options that all peers take."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=Path, required=True, metavar="VERSION_DIR", help="tokenizer.json, config.json, graphs")
    parser.add_argument("--graph", default="model.onnx", metavar="FILE.onnx", help="file in VERSION_DIR")
    parser.add_argument("--threads", type=int, default=1, help="intra-op threads of each session")
    parser.add_argument("--no-spin", action="store_true", help="threads of ONNX Runtime sleep instead of spinning when idle")
    parser.add_argument("--provider", choices=("cpu", "cuda"), default="cpu")
    return parser


def batching(parser: argparse.ArgumentParser, wait: str) -> argparse.ArgumentParser:
    """The options of servers with a batcher and processes that compute. `wait` says what is special about `--wait-ms`."""
    parser.add_argument("--batch", type=int, default=16, help="the most that a batch holds; 1: none")
    parser.add_argument("--wait-ms", type=int, default=1, help=f"how long a batch may wait to fill; {wait}")
    parser.add_argument("--workers", type=int, default=1, help="processes that compute")
    return parser


def say_listening(port: int) -> None:
    """The one line on standard output."""
    print(json.dumps({"listening": f"{HOST}:{port}"}), flush=True)


def end_with_stdin(then: Callable[[], None] | None = None) -> None:
    """Ends the process as SIGTERM would, or calls `then`, when standard input closes."""

    def wait() -> None:
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass
        if then is None:
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            then()

    threading.Thread(target=wait, name="stdin", daemon=True).start()


def die_with_parent() -> None:
    """Run in a child between fork and exec: Linux ends it when its parent is killed."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def answers(url: str, body: Mapping[str, object] | None = None) -> bool:
    """Whether a GET of the URL, or a POST of the body as JSON, is a 200."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {} if data is None else {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def supervise(command: list[str], ready: Callable[[], bool], port: int, env: dict[str, str] | None = None) -> NoReturn:
    """Starts a server in a process group of its own, says when it answers, and ends with it. Its output goes to standard error."""
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    server = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=env, start_new_session=True, preexec_fn=die_with_parent
    )
    end_with_stdin(ending.set)
    give_up = time.monotonic() + START_SECONDS
    while not ending.is_set() and server.poll() is None and not ready():
        if time.monotonic() > give_up:
            print(f"no answer on port {port} within {START_SECONDS:.0f} s", file=sys.stderr)
            ending.set()
        ending.wait(POLL_SECONDS)
    if not ending.is_set() and server.poll() is None:
        say_listening(port)
    while not ending.is_set() and server.poll() is None:
        ending.wait(0.2)
    sys.exit(_end(server, asked=ending.is_set()))


def infers(port: int) -> Callable[[], bool]:
    """Whether a server of the form POST /infer {"text"} computes, for `supervise`."""
    return lambda: answers(f"http://{HOST}:{port}/infer", {"text": "ready"})


def supervise_service(program: Path, args: argparse.Namespace, env: Mapping[str, str] | None = None) -> NoReturn:
    """Starts a service that cannot read our command line (its server reads that itself, or starts workers anew), with the options in
    the environment, and `supervise`s it. It answers POST /infer."""
    values = vars(args) | {"model": str(args.model.resolve())}
    told = os.environ | {OPTIONS: json.dumps(values)} | dict(env or {})
    supervise([sys.executable, str(program.resolve())], infers(args.port), args.port, told)


def service_options() -> dict[str, Any]:
    """What `supervise_service` was given, in the service."""
    return json.loads(os.environ[OPTIONS])


def _end(server: subprocess.Popen[bytes], asked: bool) -> int:
    """Ends the whole group; 0 where somebody asked for it."""
    _signal_group(server, signal.SIGTERM)
    try:
        server.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    # Also what a server that crashed has left behind.
    _signal_group(server, signal.SIGKILL)
    code = server.wait()
    return 0 if asked else code or 1


def _signal_group(server: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(server.pid, number)
    except ProcessLookupError:
        pass


def listen(port: int) -> socket.socket:
    """A listening socket that workers can share."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    listener.listen(2048)
    listener.set_inheritable(True)
    return listener
