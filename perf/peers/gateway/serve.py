"""Row 4: the paper's hybrid: FastAPI with PyJWT and Presidio in front of Triton.

POST /v1/classify {"inputs": text or [text, …]} with a bearer token -> what our edge answers: {"request_id", "model", "model_version",
"results": [{"label", "score", "scores", "windows", "deid"}]}; GET /healthz. `--keys` is a file of public keys (JWKS, or one in
PEM) or an http(s) address of a JWKS; `--pool` the address of a server of the Open Inference Protocol, `--pool-model` its model.
`--model` and `--graph` are taken, as by all peers, and not used: nothing is computed here. `--tls-cert` and `--tls-key` switch HTTPS on.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, AsyncIterator

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

import asgi
import lifetime
from deidentify import Deidentifier
from pool import Pool, PoolError
from problem import Problem
from token_check import TokenCheck

# As our edge's defaults.
MAX_TEXTS, MAX_CHARS = 64, 200_000
Text = Annotated[str, Field(max_length=MAX_CHARS)]
Texts = Annotated[list[Text], Field(min_length=1, max_length=MAX_TEXTS)]
# De-identification holds the interpreter's lock, so more threads than this would only take turns.
THREADS = 4


class Submission(BaseModel):
    """What is sent: one text or several, as to our edge. `text` and `texts` are other names for the two."""

    model_config = ConfigDict(extra="forbid", strict=True)
    inputs: Text | Texts | None = None
    text: Text | None = None
    texts: Texts | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> Submission:
        """Exactly one of the three."""
        if sum(each is not None for each in (self.inputs, self.text, self.texts)) != 1:
            raise ValueError("send `inputs`")
        return self

    def all(self) -> list[str]:
        """In order."""
        sent = next(each for each in (self.inputs, self.text, self.texts) if each is not None)
        return [sent] if isinstance(sent, str) else sent


class Authenticated:
    """Checks the token before the body is looked at. A dependency of the endpoint would come after; FastAPI's own kind of middleware costs more."""

    def __init__(self, app: ASGIApp, check: TokenCheck) -> None:
        self._app, self._check = app, check

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] != "/healthz":
            headers = Headers(scope=scope)
            try:
                self._check(headers.get("authorization"))
            except Problem as problem:
                await problem.answer(headers.get("x-request-id"))(scope, receive, send)
                return
        await self._app(scope, receive, send)


def application(args: Namespace) -> FastAPI:
    """The application. Everything slow is made here, before it listens."""
    check = TokenCheck(args.keys, args.issuer, args.audience, args.scope)
    deidentifier = Deidentifier()
    deidentifier.deidentify("Dr. Who, 555-0100, who@example.org, seen on 2020-01-01.")
    pool = Pool(args.pool, args.pool_model)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        async with pool:
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)

    @app.exception_handler(Problem)
    async def refused(request: Request, problem: Problem) -> JSONResponse:
        return problem.answer(request.headers.get("x-request-id"))

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, _: RequestValidationError) -> JSONResponse:
        return Problem(422, "invalid", "Send {\"inputs\": text or [text, …]}.").answer(request.headers.get("x-request-id"))

    app.add_middleware(Authenticated, check=check)

    @app.post("/v1/classify")
    async def classify(submission: Submission, request: Request) -> JSONResponse:
        done = await anyio.to_thread.run_sync(deidentifier.deidentify_all, submission.all())
        try:
            classified = await pool.classify([text for text, _ in done])
        except PoolError as error:
            raise Problem(error.status, "pool", str(error)) from None
        results = [
            {**result, "windows": 1, "deid": counts} for result, (_, counts) in zip(classified.results, done, strict=True)
        ]
        return JSONResponse(
            {
                "request_id": Problem.request_id(request.headers.get("x-request-id")),
                "model": classified.model,
                "model_version": classified.version,
                "results": results,
            }
        )

    @app.get("/healthz")
    async def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    return app


def main() -> None:
    """Reads the options and serves."""
    parser = lifetime.options(__doc__)
    parser.add_argument("--pool", required=True, metavar="URL")
    parser.add_argument("--pool-model", default="classifier")
    parser.add_argument("--keys", required=True, metavar="FILE_OR_URL")
    parser.add_argument("--issuer", required=True)
    parser.add_argument("--audience", required=True)
    parser.add_argument("--scope", default="classify")
    parser.add_argument("--tls-cert", metavar="FILE", help="PEM, with the chain")
    parser.add_argument("--tls-key", metavar="FILE")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    if (args.tls_cert is None) != (args.tls_key is None):
        parser.error("--tls-cert and --tls-key go together")
    tls = {} if args.tls_cert is None else {"ssl_certfile": args.tls_cert, "ssl_keyfile": args.tls_key}
    asgi.serve(lambda: application(args), args.port, args.workers, **tls)


if __name__ == "__main__":
    main()
