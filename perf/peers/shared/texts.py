"""Reads files of texts: lines of JSON, {"id", "text"}."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Text:
    """One line. `id` is a string or a whole number."""

    id: str | int
    text: str


def read(path: Path) -> list[Text]:
    """All lines that are not blank."""
    with path.open(encoding="utf-8") as file:
        rows = (json.loads(line) for line in file if line.strip())
        return [Text(row["id"], row["text"]) for row in rows]
