"""For schemathesis: what the document cannot say in JSON Schema of valid requests, and what a stream of lines is."""

import json

import jsonschema_rs
import schemathesis
from schemathesis.core.parameters import ParameterLocation

NDJSON = "application/x-ndjson"
# What the deployment under test takes of the actions that there are: its policy masks everything.
STRICT = {"mask", "redact"}
# Values of `known`, over all of its lists.
MOST_KNOWN = 256

MAKE = [
    lambda number, text: json.dumps({"id": number, "text": text}),
    lambda number, text: json.dumps({"id": text, "text": "Feels well.", "known": {"names": [text]}}),
    lambda number, text: text,
    lambda number, text: json.dumps({"id": number, "text": [text], text: None}),
]


@schemathesis.serializer(NDJSON)
def lines_as_they_are(ctx, value):
    return value.encode() if isinstance(value, str) else value


@schemathesis.hook
def filter_case(context, case):
    """A stream is never refused for its lines; a valid request's policy is as strict as the deployment's, and its `known` within bounds."""
    if case.meta is None:
        return True
    body_meta = case.meta.components.get(ParameterLocation.BODY)
    if case.media_type == NDJSON:
        return body_meta is None or body_meta.mode.is_positive
    if not case.meta.generation.mode.is_positive or not isinstance(case.body, dict):
        return True
    policy, known = (case.body.get(name) or {} for name in ("policy", "known"))
    # The patient's key counts as one more.
    values = sum(len(value) if isinstance(value, list) else 1 for value in known.values() if value is not None)
    return STRICT.issuperset(policy.values()) and values <= MOST_KNOWN


@schemathesis.hook
def map_case(context, case):
    """To the client a stream is any text. Of most of what it makes up this makes lines: right ones, wrong ones, and no JSON at all."""
    if case.media_type == NDJSON and isinstance(case.body, str) and not case.body.startswith("{"):
        pieces = [case.body[at : at + 8] for at in range(0, len(case.body), 8)]
        case.body = "\n".join(MAKE[number % len(MAKE)](number, piece) for number, piece in enumerate(pieces))
    return case


@schemathesis.check
def lines_conformance(ctx, response, case):
    """Every line of a streamed answer is what `x-line` says."""
    if response.headers.get("content-type") != [NDJSON]:
        return
    document = case.operation.schema.raw_schema
    place = "#/paths/~1v1~1classify/post/responses/200/content/application~1x-ndjson/x-line"
    validator = jsonschema_rs.Draft202012Validator({**document, "$ref": place})
    for line in filter(None, response.content.decode().split("\n")):
        validator.validate(json.loads(line))
