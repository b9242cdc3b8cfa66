"""Names of the world without numbers of people: the locales of three packages that make up names for tests."""

import importlib
import json
import subprocess
import sys
import tempfile
import zipfile

from entries import FEMALE, MALE
from romanise import spellings

# A name that such a list has and the censuses of the United States have not, or as a rarity.
LISTED = 3
# One that the censuses do know is not raised above this.
KNOWN = 2
# A word that is so common in English is left to the censuses and to the lists written by hand.
COMMON = 5
# Lists that are nonsense, made up for effect, or not of people's present names.
SKIPPED = {"en_BORK", "eo", "base", "es", "en_US", "la"}
GENDERS = {"female": FEMALE, "male": MALE}


def put(lists, source, name, field, gender, language):
    """Adds every spelling of a name."""
    for key in spellings(name, language):
        known = lists.has([key])
        if known.get("common", 0) >= COMMON and not known.get(field):
            continue
        level = KNOWN if known.get(field) else LISTED
        lists.put(source, [key], 0 if known.get("gender") else gender, **{field: level})


def faker(cache, lists):
    """Faker of Python: a class for each locale with tuples or dictionaries of names."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(cache.path("Faker")) as archive:
            archive.extractall(folder)
        sys.path.insert(0, folder)
        try:
            for file in cache.names("Faker"):
                if not file.startswith("faker/providers/person/") or file.count("/") < 4:
                    continue
                locale = file.split("/")[3]
                if locale not in SKIPPED:
                    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
                    of_provider(lists, locale, provider)
        finally:
            sys.path.remove(folder)


def of_provider(lists, locale, provider):
    """All lists of names of one locale."""
    for attribute in sorted(set(dir(provider))):
        names = getattr(provider, attribute)
        if "name" not in attribute or not isinstance(names, (tuple, list, dict, set)):
            continue
        if any(word in attribute for word in ("language", "kana", "pairs", "format", "without_suffix", "prefix")):
            continue
        field = "surname" if "last" in attribute else "given"
        gender = FEMALE if "female" in attribute else MALE if "male" in attribute else 0
        for name in sorted(n for n in names if isinstance(n, str)):
            if name not in ("John", "Jane", "Doe"):
                # The romanised names of Taiwan join syllables by a hyphen.
                for part in name.split("-") if "romanized" in attribute else [name]:
                    put(lists, "Faker", part, field, gender if field == "given" else 0, locale.split("_")[0])


def faker_js(cache, lists):
    """Faker of JavaScript, read by node."""
    with tempfile.TemporaryDirectory() as folder:
        cache.tar("faker-js").extractall(folder, filter="data")
        script = str(cache.here / "names_of_faker.mjs")
        command = ["node", script, f"{folder}/package/dist/index.js"]
        found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    for locale, kinds in sorted(found.items()):
        if locale in SKIPPED:
            continue
        for kind, field in (("first", "given"), ("middle", "given"), ("last", "surname")):
            for sex, names in sorted(kinds[kind].items()):
                for name in names if isinstance(names, list) else []:
                    # Vietnamese given names have several words, each a name.
                    for part in name.split(" ") if locale == "vi" else [name]:
                        gender = GENDERS.get(sex, 0) if field == "given" else 0
                        put(lists, "faker-js", part, field, gender, locale.split("_")[0])


def mimesis(cache, lists):
    """Mimesis: one JSON file for each locale."""
    for file in cache.names("mimesis"):
        if not file.endswith("/person.json"):
            continue
        locale = file.split("/")[2]
        person = json.loads(cache.read("mimesis", file))
        for kind, field in (("names", "given"), ("surnames", "surname"), ("patronymics", "given")):
            groups = person.get(kind, [])
            groups = groups if isinstance(groups, dict) else {"": groups}
            for sex, names in sorted(groups.items()):
                for name in names:
                    gender = GENDERS.get(sex, 0) if field == "given" else 0
                    put(lists, "mimesis", name, field, gender, locale.split("-")[0])


def nicknames(cache, lists):
    """Short forms of English names: "name,relation,short form"."""
    lines = cache.read("nicknames", "nicknames/names.csv").decode("utf-8").splitlines()
    for line in lines[1:]:
        first, _, second = line.split(",")
        for name in (first, second):
            put(lists, "nicknames", name, "given", 0, "en")
