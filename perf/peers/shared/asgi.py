"""Runs a FastAPI application under uvicorn, in one process or several that share a listening socket."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable

import uvicorn
from fastapi import FastAPI

import lifetime

# How a worker is told the socket that it inherits.
FD = "ANTEROOM_PEER_FD"


class _Server(uvicorn.Server):
    """Says that it listens once it does."""

    def __init__(self, config: uvicorn.Config, port: int) -> None:
        super().__init__(config)
        self._port = port

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            lifetime.say_listening(self._port)


def serve(make: Callable[[], FastAPI], port: int, workers: int = 1, **settings: Any) -> None:
    """Serves until SIGTERM or the end of standard input. `settings` are uvicorn's (TLS, for example)."""
    inherited = os.environ.get(FD)
    if workers > 1 and inherited is None:
        sys.exit(_parent(port, workers))
    listener = lifetime.listen(port) if inherited is None else socket.socket(fileno=int(inherited))
    config = uvicorn.Config(make(), log_level="warning", access_log=False, timeout_graceful_shutdown=5, **settings)
    server = _Server(config, port)

    def stop() -> None:
        server.should_exit = True

    lifetime.end_with_stdin(stop)
    # uvicorn drains on SIGTERM and then raises it once more; this makes the exit status 0.
    signal.signal(signal.SIGTERM, lambda *_: None)
    server.run(sockets=[listener])


def _parent(port: int, workers: int) -> int:
    """Starts the workers, each of them this program again; listens once all of them do."""
    listener = lifetime.listen(port)
    env = os.environ | {FD: str(listener.fileno())}
    command = [sys.executable, str(Path(sys.argv[0]).resolve()), *sys.argv[1:]]
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    children = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, pass_fds=[listener.fileno()])
        for _ in range(workers)
    ]
    lifetime.end_with_stdin(ending.set)
    if all(child.stdout is not None and child.stdout.readline() for child in children) and not ending.is_set():
        lifetime.say_listening(port)
    while not ending.is_set() and all(child.poll() is None for child in children):
        ending.wait(0.2)
    for child in children:
        child.terminate()
    give_up = time.monotonic() + lifetime.END_SECONDS
    for child in children:
        try:
            child.wait(max(0.0, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return 0 if ending.is_set() else 1

