"""Prints the runs of combining characters (general categories Mn and Me) for src/marks.rs.

Usage: python3 tables/marks.py. The ranges are those of the Unicode Character Database in Python's `unicodedata`; runs that only
unassigned code points part are one.
"""
import unicodedata


def runs() -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in range(0x300, 0x110000):
        if unicodedata.category(chr(code)) not in ("Mn", "Me"):
            continue
        if found and all(unicodedata.category(chr(c)) == "Cn" for c in range(found[-1][1] + 1, code)):
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


if __name__ == "__main__":
    print(unicodedata.unidata_version)
    print("\n".join(f"(0x{first:X}, 0x{last:X})," for first, last in runs()))
