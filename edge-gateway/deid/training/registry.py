"""The kinds of documents: each file registers some, with a weight, and `load` imports them all.

Never: a kind that reads another kind's pools other than those of `background`.
"""
from __future__ import annotations

import importlib
import os
import pkgutil

KINDS: dict = {}          # name -> (function(doc), weight, only in the unseen split)


def kind(name: str, weight: float = 1.0, unseen_only: bool = False):
    def register(function):
        if name in KINDS:
            raise ValueError(f"kind {name} registered twice")
        KINDS[name] = (function, weight, unseen_only)
        return function
    return register


def load() -> dict:
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kinds")
    for module in sorted(m.name for m in pkgutil.iter_modules([folder])):
        importlib.import_module(f"{__package__}.kinds.{module}")
    return KINDS
