"""A client of the Open Inference Protocol over connections that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator

import httpx

# As our edge's defaults; the load generator may have this many in flight.
CONNECT_SECONDS, ANSWER_SECONDS, CONNECTIONS = 1.0, 60.0, 512
# What Triton's batcher takes of one request.
ROWS = 16


class PoolError(Exception):
    """What the caller is told; `status` is the answer's."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Classified:
    """Results in the order of the texts: label, score, scores."""

    model: str
    version: str
    results: list[dict[str, Any]]


class Pool:
    """An asynchronous context."""

    def __init__(self, origin: str, model: str) -> None:
        self._path = f"/v2/models/{model}/infer"
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=60)
        timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
        self._client = httpx.AsyncClient(base_url=origin, limits=limits, timeout=timeout, trust_env=False)

    async def __aenter__(self) -> Pool:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def classify(self, texts: list[str]) -> Classified:
        """All texts, in groups that the batcher takes."""
        parts = [await self._infer(texts[at : at + ROWS]) for at in range(0, len(texts), ROWS)]
        return Classified(parts[0].model, parts[0].version, [result for part in parts for result in part.results])

    async def _infer(self, texts: list[str]) -> Classified:
        body = {
            "inputs": [{"name": "text", "datatype": "BYTES", "shape": [len(texts), 1], "data": texts}],
            # Brings the labels' names: "probability:index:label", best first.
            "outputs": [{"name": "scores", "parameters": {"classification": 64}}],
        }
        try:
            answer = await self._client.post(self._path, json=body)
        except httpx.TimeoutException:
            raise PoolError(504, "The pool did not answer in time.") from None
        except httpx.HTTPError:
            raise PoolError(503, "The pool cannot be reached.") from None
        if answer.status_code != 200:
            raise PoolError(503 if answer.status_code == 503 else 502, "The pool refused.")
        found = answer.json()
        return Classified(found["model_name"], found["model_version"], list(_results(found["outputs"][0])))


def _results(output: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One for each row."""
    rows, labels = output["shape"]
    for row in range(rows):
        scores = {}
        for entry in output["data"][row * labels : (row + 1) * labels]:
            probability, _, label = entry.split(":", 2)
            scores[label] = float(probability)
        best = max(scores, key=scores.__getitem__)
        yield {"label": best, "score": scores[best], "scores": scores}
