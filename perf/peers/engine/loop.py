"""Row 8, the ceiling: ONNX Runtime in a loop on batches made beforehand. No server, no tokenizing, no waiting.

`loop.py --model VERSION_DIR --texts texts.jsonl [--graph FILE.onnx] [--threads N] [--rounds N] [--seconds S]` prints a line
of JSON for each plan, {"plan", "items_per_s", "tokens_per_s", "padding", "cpu_ms", "rounds"}, and at last {"best": {…}}. Plans take
turns, so that other work on the machine hits all alike; a plan's figure is the best of its rounds.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Iterator

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shared"))

import numpy as np

from classifier import MASK, Classifier, Settings
from texts import read

# As the pool does: how many texts wait when a batch is formed, and what a batch may hold (in int8, half the tokens).
WAITING, ROWS, BATCH, BUDGET = 32, 4, 16, 512

Rows = list[list[int]]
Batch = dict[str, np.ndarray]


@dataclass(frozen=True)
class Plan:
    """How texts become batches, on how many sessions of how many threads."""

    name: str
    batches: list[Batch]
    sessions: list[Classifier]


@dataclass(frozen=True)
class Found:
    """What a plan reached. `padding` is the share of computed positions that hold no token; `cpu_ms` is of one item, in the
    best round. `rounds` are items a second."""

    plan: str
    items_per_s: float
    tokens_per_s: float
    padding: float
    cpu_ms: float
    rounds: list[float]


@dataclass(frozen=True)
class Speed:
    """Of one round."""

    items_per_s: float
    cpu_ms: float


def chunks(rows: Rows, size: int) -> Iterator[Rows]:
    """In order, `size` at a time."""
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def by_length(rows: Rows, waiting: int, size: int) -> Iterator[Rows]:
    """Batches of near lengths among those that wait."""
    for group in chunks(rows, waiting):
        yield from chunks(sorted(group, key=len), size)


def by_budget(rows: Rows, waiting: int, budget: int) -> Iterator[Rows]:
    """Batches whose padded size stays within a budget of tokens; a longer text goes alone."""
    for group in chunks(rows, waiting):
        batch: Rows = []
        for row in sorted(group, key=len):
            if batch and len(row) * (len(batch) + 1) > budget:
                yield batch
                batch = []
            batch.append(row)
        yield batch


def plans(rows: Rows, together: Classifier, apart: list[Classifier]) -> list[Plan]:
    """`together` has all threads in one session, `apart` one thread in each."""
    ways = {
        "one at a time": chunks(rows, 1),
        f"order of arrival, {BATCH} rows": chunks(rows, BATCH),
        f"sorted within {WAITING}, {ROWS} rows": by_length(rows, WAITING, ROWS),
        f"{BUDGET} tokens within {2 * WAITING}": by_budget(rows, 2 * WAITING, BUDGET),
        f"{BUDGET // 2} tokens within {WAITING}": by_budget(rows, WAITING, BUDGET // 2),
        f"all sorted, {BATCH} rows": by_length(rows, len(rows), BATCH),
    }
    made = []
    for name, way in ways.items():
        batches = [together.pad(batch) for batch in way]
        made.append(Plan(f"{name}; 1 session", batches, [together]))
        if len(apart) > 1:
            made.append(Plan(f"{name}; {len(apart)} sessions of 1 thread", batches, apart))
    return made


def speed(plan: Plan, seconds: float, seed: int) -> Speed:
    """Goes through the batches again and again, each session on a thread of its own, for so long.

    In an order drawn by `seed`, and counted in tokens: a window may be too short for all batches, and those of the plan's own
    order begin with the shortest texts. A session's speed is its own, so that none is charged for waiting for the others' last batch.
    """
    order = list(range(len(plan.batches)))
    random.Random(seed).shuffle(order)
    tokens_of = [_tokens(batch) for batch in plan.batches]
    lock, at = threading.Lock(), 0
    tokens: list[int] = []
    rates: list[float] = []
    cpu = time.process_time()

    def work(session: Classifier) -> None:
        nonlocal at
        done, took, started = 0, 0.0, time.perf_counter()
        # At least once, however late a busy machine lets this thread begin.
        while not done or took < seconds:
            with lock:
                number = order[at % len(order)]
                at += 1
            session.run(plan.batches[number])
            done += tokens_of[number]
            took = time.perf_counter() - started
        with lock:
            tokens.append(done)
            rates.append(done / took)

    workers = [threading.Thread(target=work, args=(session,)) for session in plan.sessions]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    mean = sum(tokens_of) / sum(map(_items, plan.batches))
    return Speed(sum(rates) / mean, (time.process_time() - cpu) / (sum(tokens) / mean) * 1e3)


def measure(all_plans: list[Plan], rounds: int, seconds: float, seed: int) -> list[Found]:
    """Every plan, in turns."""
    taken: dict[str, list[Speed]] = {plan.name: [] for plan in all_plans}
    for number in range(rounds):
        for plan in all_plans:
            print(f"round {number + 1} of {rounds}: {plan.name}", file=sys.stderr)
            taken[plan.name].append(speed(plan, seconds, seed + number))
    found = []
    for plan in all_plans:
        tokens, cells, items = (sum(int(part(batch)) for batch in plan.batches) for part in (_tokens, _cells, _items))
        best = max(taken[plan.name], key=lambda each: each.items_per_s)
        tokens_per_s = best.items_per_s * tokens / items
        found.append(Found(plan.name, best.items_per_s, tokens_per_s, 1 - tokens / cells, best.cpu_ms, [each.items_per_s for each in taken[plan.name]]))
    return found


def _tokens(batch: Batch) -> int:
    return int(batch[MASK].sum())


def _cells(batch: Batch) -> int:
    return batch[MASK].size


def _items(batch: Batch) -> int:
    return len(batch[MASK])


def main() -> None:
    """Prints a line a plan."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--graph", default="model.onnx")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each plan in each round")
    parser.add_argument("--seed", type=int, default=0, help="of the order of batches; another in each round of a longer run")
    parser.add_argument("--provider", choices=("cpu", "cuda"), default="cpu")
    args = parser.parse_args()
    together = Classifier(Settings(args.model, args.graph, args.threads, args.provider))
    apart = []
    if args.provider == "cpu":
        apart = [Classifier(Settings(args.model, args.graph, 1, args.provider, spin=False)) for _ in range(args.threads)]
    for each in (together, *apart):
        each.warm(ROWS)
    rows = together.tokenise([each.text for each in read(args.texts)])
    found = measure(plans(rows, together, apart), args.rounds, args.seconds, args.seed)
    for each in found:
        print(json.dumps(asdict(each)), flush=True)
    print(json.dumps({"best": asdict(max(found, key=lambda each: each.items_per_s))}))


if __name__ == "__main__":
    main()
