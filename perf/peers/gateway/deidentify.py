"""Presidio with what installs from PyPI: its pattern recognisers on spaCy's blank English.

Its usual set-up adds a spaCy model for names and places, which comes from elsewhere. Without it Presidio is several times
faster and finds hardly any name: the gateway's speed is flattered, and what it lets through is not fit for use.
"""

from __future__ import annotations

from collections import Counter

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from presidio_anonymizer import AnonymizerEngine
from spacy.language import Language
from spacy.tokens import Doc

# Presidio's default. A lower one would remove any number of nine digits as a bank account.
THRESHOLD = 0.35
# Wants a model, which is not there.
NEEDS_MODEL = "SpacyRecognizer"


@Language.component("anteroom_lower_lemmas")
def lower_lemmas(doc: Doc) -> Doc:
    """Presidio's context words are compared with lemmas, which a blank language does not make."""
    for token in doc:
        token.lemma_ = token.lower_
    return doc


class BlankEnglish(SpacyNlpEngine):
    """A tokenizer and no model."""

    def load(self) -> None:
        """Makes the language; there is nothing to load."""
        english = spacy.blank("en")
        english.add_pipe("anteroom_lower_lemmas")
        self.nlp = {"en": english}


class Deidentifier:
    """Its methods may be called from several threads."""

    def __init__(self) -> None:
        # Its own way fetches the list of public suffixes when it meets the first address.
        tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
        engine = BlankEnglish()
        engine.load()
        registry = RecognizerRegistry()
        registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
        registry.remove_recognizer(NEEDS_MODEL)
        self._analyzer = AnalyzerEngine(
            registry=registry, nlp_engine=engine, supported_languages=["en"], default_score_threshold=THRESHOLD
        )
        self._anonymizer = AnonymizerEngine()

    def recognisers(self) -> list[str]:
        """Names of what looks for something."""
        return sorted(each.name for each in self._analyzer.registry.recognizers)

    def deidentify(self, text: str) -> tuple[str, dict[str, int]]:
        """The text with `<CATEGORY>` in place of what was found, and how many of each."""
        found = self._analyzer.analyze(text, language="en")
        done = self._anonymizer.anonymize(text, found)
        return done.text, dict(Counter(item.entity_type for item in done.items))

    def deidentify_all(self, texts: list[str]) -> list[tuple[str, dict[str, int]]]:
        """All of a request."""
        return [self.deidentify(text) for text in texts]
