"""Names and places that stand in no list, made of syllables of a dozen sound patterns.

For: lists.py, so that the trained model learns from the context what no list can tell it. Never: a
pattern copied from a list; a made name may meet a real one by chance, which does no harm.
"""
from __future__ import annotations

from random import Random

# (onsets, vowels, codas, endings of a name)
_PATTERNS = [
    ("b br c cl d dr f g gr h j k l m n p r s st t th tr v w", "a e i o u ea ai", "n r l s t nd rt ll ck m", "son ton ley er man ell ard en ick"),
    ("b d f g k l m n r s v z t ch", "a e i o u", "n r l s", "elli ini ato etti ano ucci ello ardi"),
    ("b ch d f g j l m n p r s t v z ll", "a e i o u ue ie", "n r l s", "ez ano illo era ado ales uente"),
    ("b d dz g k l m n p r s sz w z cz", "a e i o u y", "n r l k cz", "ski cka wicz ek czyk owski iak"),
    ("b d f g k l m n r s v z zh kh", "a e i o u ya", "n r l v", "ov enko in ova ich yan adze uk"),
    ("b ch d g h j k l m n p s sh t v y bh dh", "a i u e aa", "n r l m", "an a wala ji kar deep ani esh"),
    ("b d ch ng k l m n o s t w y", "a e i o u", "n m", "we chi uku oma eze ole ndu wa"),
    ("ch g h j k m n p s sh t w x y zh l", "a i u e ao ia uo", "n ng", ""),
    ("h k m n r s sh t y z w", "a i u e o", "n", "ka moto shi ta no ra mi"),
    ("b d f g h j k l m n r s t v th", "a e i o u ei", "n r l t", "sen berg dal lund strom vik gaard"),
    ("b d f g h kh j m n q r s sh t w y z", "a i u aa", "n r l m d", "ani i eh ullah iri oud"),
    ("b d g h k l m n p t v w", "a e i o u ai au", "", "lani kea moa fonua tangi"),
]
_PLACE_ENDINGS = """ville burg ton field ford wood dale mouth haven port view ridge land brook stead worth by ham
ia ona ello ica ada aka grad stadt hausen weiler ingen sk ovo ice pur abad nagar ayama mura hai zhou dong""".split()
_PLACE_BEFORE = "New North South East West Lake Fort Mount Port Saint San Santa Los Las El La Bad Grand Upper Lower Old".split()
_PLACE_AFTER = "Springs Falls Heights Beach Park City Grove Hills Valley Point Junction Creek Center Corners Landing".split()


def _stem(rng: Random, count: int, pattern) -> str:
    onsets, vowels, codas, _ = pattern
    parts = []
    for i in range(count):
        parts.append(rng.choice(onsets.split()) if i or rng.random() < 0.85 else "")
        parts.append(rng.choice(vowels.split()))
        if codas and rng.random() < 0.4:
            parts.append(rng.choice(codas.split()))
    return "".join(parts)


def invented_name(rng: Random) -> str:
    pattern = rng.choice(_PATTERNS)
    ends = pattern[3].split()
    stem = _stem(rng, rng.choice((1, 2, 2)), pattern)
    if ends and rng.random() < 0.55:
        stem += rng.choice(ends)
    if len(stem) < 3:
        stem += rng.choice(("an", "el", "io", "ra"))
    return stem.capitalize()


def invented_place(rng: Random) -> str:
    name = _stem(rng, rng.choice((1, 1, 2)), rng.choice(_PATTERNS)).capitalize()
    if rng.random() < 0.75:
        name += rng.choice(_PLACE_ENDINGS)
    if len(name) < 4:
        name += "ton"
    r = rng.random()
    if r < 0.12:
        return f"{rng.choice(_PLACE_BEFORE)} {name}"
    if r < 0.20:
        return f"{name} {rng.choice(_PLACE_AFTER)}"
    return name


_DRUG_ENDINGS = "mab nib pril sartan olol statin azole cillin mycin vir gliptin gliflozin tide zumab ximab parin oxetine pam axel".split()
_BRAND_ENDINGS = "va ra xa zo ta ix yn iq eo ent or ast eva ity zia qo".split()


def invented_drug(rng: Random) -> str:
    """A drug that nobody sells: lower case and generic, or a capitalised brand."""
    stem = _stem(rng, 2, (("b c d f g k l m n p r s t v x z"), "a e i o u y", "l n r x", ""))
    if rng.random() < 0.5:
        return stem + rng.choice(_DRUG_ENDINGS)
    return (stem + rng.choice(_BRAND_ENDINGS)).capitalize()
