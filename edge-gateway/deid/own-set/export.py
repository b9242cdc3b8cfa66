#!/usr/bin/env python3
"""Writes the project's own labelled set as JSON lines, for scorers outside the project.

usage: export.py open|held [FILE ...] > set.jsonl

With no FILE, all of the part. One document per line: {"id", "text", "spans": [{"start", "end", "type"}], "meta": {"kind"}};
offsets count Unicode code points, ends are exclusive. The format of the sources is told in README.md, and the Rust
reader (tests/own_set/markup.rs) is the strict one: this one only reads what that one accepts.
"""
import json
import pathlib
import re
import sys

MARK = re.compile(r"\{\{([A-Z0-9_]+)\|((?:\\u\{[0-9A-Fa-f]+\}|.)*?)\}\}", re.S)
ESCAPE = re.compile(r"\\u\{([0-9A-Fa-f]+)\}")


def plain(source: str) -> str:
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)), source)


def documents(source: str):
    for part in re.split(r"^=== ", source, flags=re.M)[1:]:
        head, _, body = part.partition("\n")
        ident, kind = head.split(" ")
        body, text, spans, at = body.rstrip("\n"), "", [], 0
        for m in MARK.finditer(body):
            text += plain(body[at:m.start()])
            start = len(text)
            text += plain(m[2])
            spans.append({"start": start, "end": len(text), "type": m[1]})
            at = m.end()
        yield {"id": ident, "text": text + plain(body[at:]), "spans": spans, "meta": {"kind": kind}}


def main() -> None:
    folder = pathlib.Path(__file__).parent / sys.argv[1]
    files = [pathlib.Path(name) for name in sys.argv[2:]] or sorted(folder.glob("*.txt"))
    for file in files:
        for document in documents(file.read_text(encoding="utf-8")):
            print(json.dumps(document, ensure_ascii=False))


if __name__ == "__main__":
    main()
