"""Row 1: FastAPI, uvicorn, onnxruntime, tokenizers. POST /infer {"text"} -> {"label", "score", "scores"}.

The endpoint is an ordinary function, which FastAPI runs in its thread pool: ONNX Runtime leaves the interpreter's lock
while it computes, so the event loop goes on. `--concurrency` is how many may compute at once (FastAPI's own default is
40, which on few cores means that many threads in each other's way); `--workers` is how many processes there are.
"""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import AsyncIterator

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import anyio.to_thread
from fastapi import FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel

import asgi
import lifetime
from classifier import Classifier, settings_of


class Submission(BaseModel):
    """What is sent."""

    text: str


def application(classifier: Classifier, concurrency: int) -> FastAPI:
    """The application."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = concurrency
        yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)

    # JSONResponse directly: FastAPI's own way through jsonable_encoder is slower.
    @app.post("/infer")
    def infer(submission: Submission) -> JSONResponse:
        return JSONResponse(asdict(classifier.answers([submission.text])[0]))

    @app.get("/healthz")
    async def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    return app


def main() -> None:
    """Reads the options and serves."""
    parser = lifetime.options(__doc__)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--concurrency", type=int, default=2, help="inferences at once in a worker")
    args = parser.parse_args()

    def make() -> FastAPI:
        classifier = Classifier(settings_of(vars(args)))
        classifier.warm()
        return application(classifier, args.concurrency)

    asgi.serve(make, args.port, args.workers)


if __name__ == "__main__":
    main()
