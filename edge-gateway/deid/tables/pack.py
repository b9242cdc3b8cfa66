"""Packs the values into the table that `src/lists.rs` reads: a perfect hash by displacement.

Layout (all numbers little-endian): magic "ANLT", u32 version, u32 buckets, u32 slots; 4,096 u16, the values that occur
(the first is 0); a u16 displacement for each bucket; for each slot 26 bits, the first in the low bits: a fingerprint of
14 bits, then the number of the value; four bytes of zeros, so that the last slot can be read like any other.
Everything below must be what `src/lists.rs` does.
"""

import collections
import struct

import numpy

MAGIC, VERSION = b"ANLT", 2
HEADER = 16
VALUES = 4096
SLOT_BITS, FINGERPRINT_BITS = 26, 14
FINGERPRINT = (1 << FINGERPRINT_BITS) - 1
# Keys to a bucket, on average: more make the table of displacements smaller and the search longer.
PER_BUCKET = 5
# Share of the slots in use.
LOAD = 0.98
MASK = (1 << 64) - 1
M1, M2, M3 = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F
STEP, STIR = 0x9E3779B1, 0x85EBCA6B


def word_hash(word):
    """64 bits of a lower-case word of 1 to 24 letters."""
    data = word.encode("ascii")
    n = len(data)
    middle = 0
    if n > 8:
        first, last = int.from_bytes(data[:8], "little"), int.from_bytes(data[-8:], "little")
        if n > 16:
            middle = int.from_bytes(data[8:16], "little")
    elif n >= 4:
        first, last = int.from_bytes(data[:4], "little"), int.from_bytes(data[-4:], "little")
    else:
        first, last = data[0] | data[n // 2] << 8 | data[-1] << 16, 0
    h = ((first ^ n << 56) * M1) & MASK
    h = ((h ^ h >> 32 ^ last) * M2) & MASK
    h = ((h ^ h >> 32 ^ middle) * M3) & MASK
    return h ^ h >> 29


def key_hash(words):
    """64 bits of a word, or of several."""
    h = word_hash(words[0])
    for word in words[1:]:
        h = ((h ^ word_hash(word) >> 1) * M2) & MASK
        h ^= h >> 32
    return h


def most_keys(size):
    """How many keys a table of this many bytes holds."""
    return int((size - HEADER - 2 * VALUES - 32) / (2 / PER_BUCKET + SLOT_BITS / 8 / LOAD)) - 1


def pack(values):
    """The table's bytes."""
    keys = sorted(values)
    hashes = numpy.array([key_hash(key) for key in keys], dtype=numpy.uint64)
    if len(set(hashes.tolist())) != len(keys):
        raise SystemExit("two keys with one hash: change a multiplier")
    slots = int(len(keys) / LOAD)
    buckets = len(keys) // PER_BUCKET
    high = hashes >> numpy.uint64(32)
    low = (hashes & numpy.uint64(0xFFFFFFFF)).astype(numpy.uint32)
    bucket = (high * numpy.uint64(buckets)) >> numpy.uint64(32)
    order = numpy.argsort(bucket, kind="stable")
    edges = numpy.searchsorted(bucket[order], numpy.arange(buckets + 1))
    members = sorted(range(buckets), key=lambda b: (edges[b] - edges[b + 1], b))
    displacements = numpy.zeros(buckets, dtype=numpy.uint16)
    taken = numpy.zeros(slots, dtype=bool)
    entries = [0] * slots
    numbers = numbered(values)
    every = numpy.arange(1 << 16, dtype=numpy.uint32) * numpy.uint32(STEP)
    for b in members:
        inside = order[edges[b] : edges[b + 1]]
        if len(inside) == 0:
            break
        displacement, places = place(low[inside], every, taken, slots)
        displacements[b] = displacement
        taken[places] = True
        for index, slot in zip(inside, places, strict=True):
            entries[slot] = int(high[index]) & FINGERPRINT | numbers[values[keys[index]]] << FINGERPRINT_BITS
    head = MAGIC + struct.pack("<III", VERSION, buckets, slots)
    table = numpy.zeros(VALUES, dtype="<u2")
    for value, number in numbers.items():
        table[number] = value
    # Four slots are 13 bytes.
    entries += [0] * (-slots % 4)
    fours = (sum(entries[at + i] << SLOT_BITS * i for i in range(4)) for at in range(0, len(entries), 4))
    body = b"".join(four.to_bytes(13, "little") for four in fours)
    return head + table.tobytes() + displacements.astype("<u2").tobytes() + body + bytes(4)


def numbered(values):
    """A number for each value that occurs, the commonest first, so that they lie together in memory."""
    times = collections.Counter(values.values())
    order = [0, *sorted(times, key=lambda value: (-times[value], value))]
    if len(order) > VALUES:
        raise SystemExit(f"{len(order)} different values: more than {VALUES}")
    return {value: number for number, value in enumerate(order)}


def place(low, every, taken, slots):
    """The first displacement that puts all keys of a bucket into free slots of their own."""
    for start, end in ((0, 64), (64, 1024), (1024, 1 << 16)):
        places = spots(low, every[start:end], slots)
        free = ~taken[places].any(axis=1)
        for at in numpy.flatnonzero(free):
            row = places[at]
            if len(set(row.tolist())) == len(row):
                return start + int(at), row
    raise SystemExit("no displacement fits: lower LOAD or PER_BUCKET")


def spots(low, steps, slots):
    """The slot of every key of a bucket (columns) at every displacement (rows)."""
    mixed = (low[None, :] ^ steps[:, None]) * numpy.uint32(STIR)
    mixed ^= mixed >> numpy.uint32(15)
    mixed = (mixed * numpy.uint32(STEP)).astype(numpy.uint64)
    return ((mixed * numpy.uint64(slots)) >> numpy.uint64(32)).astype(numpy.int64)


def look_up(data, words):
    """What the reader finds: for checks."""
    _, buckets, slots = struct.unpack_from("<III", data, 4)
    h = key_hash(words)
    high, low = h >> 32, h & 0xFFFFFFFF
    start = HEADER + 2 * VALUES
    (displacement,) = struct.unpack_from("<H", data, start + 2 * (high * buckets >> 32))
    mixed = ((low ^ displacement * STEP & 0xFFFFFFFF) * STIR) & 0xFFFFFFFF
    mixed ^= mixed >> 15
    slot = ((mixed * STEP & 0xFFFFFFFF) * slots) >> 32
    at = slot * SLOT_BITS
    (entry,) = struct.unpack_from("<I", data, start + 2 * buckets + at // 8)
    entry >>= at % 8
    (value,) = struct.unpack_from("<H", data, HEADER + 2 * (entry >> FINGERPRINT_BITS & VALUES - 1))
    return value if entry & FINGERPRINT == high & FINGERPRINT else 0
