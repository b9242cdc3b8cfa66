"""Errors of the gateway, as problem details (RFC 9457)."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from fastapi.responses import JSONResponse


class Problem(Exception):
    """A request that is refused. `detail` is written by us and never repeats what was sent."""

    def __init__(self, status: int, name: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.name, self.detail = status, name, detail

    @staticmethod
    def request_id(sent: str | None) -> str:
        """The caller's, or one of ours."""
        return sent or uuid.uuid4().hex

    def answer(self, request_id: str | None) -> JSONResponse:
        """The response."""
        body = {
            "type": f"urn:anteroom:problem:{self.name}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "instance": self.request_id(request_id),
        }
        return JSONResponse(body, self.status, media_type="application/problem+json")
