"""Every object against a closed schema: Kubernetes' own by kubernetes-validate, strict, the others by custom-resources.yaml."""

from pathlib import Path

import kubernetes_validate
import yaml

# The oldest that the manifests need (`preStop.sleep` without a switch) and the newest that the package knows.
VERSIONS = ("1.32", "1.37")
CUSTOM = yaml.safe_load((Path(__file__).parent / "custom-resources.yaml").read_text())
TYPES = {"string": str, "integer": int, "boolean": bool}
FRAME = {"apiVersion", "kind", "metadata", "spec"}


def check(obj):
    """What is wrong with one object, as a list of sentences."""
    spec = CUSTOM.get(f"{obj['apiVersion']} {obj['kind']}")
    if spec is not None:
        extra = [f"{key}: unknown" for key in sorted(set(obj) - FRAME)]
        return extra + list(closed(obj.get("spec"), spec, "spec"))
    wrong = []
    for version in VERSIONS:
        try:
            kubernetes_validate.validate(obj, version, strict=True)
        # Unknown kinds are an exception of their own: both are mistakes here.
        except (kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError) as error:
            wrong.append(f"Kubernetes {version}: {getattr(error, 'message', error)}")
    return wrong


def closed(value, spec, path):
    if isinstance(spec, str):
        if spec.startswith("="):
            if value not in spec[1:].split("|"):
                yield f"{path}: not one of {spec[1:]}"
        # bool is an int in Python, and is not one here.
        elif type(value) not in [TYPES[name] for name in spec.split("|")]:
            yield f"{path}: not a {spec}"
    elif isinstance(spec, list):
        if not isinstance(value, list) or not value:
            yield f"{path}: not a list with something in it"
            return
        for index, item in enumerate(value):
            yield from closed(item, spec[0], f"{path}[{index}]")
    elif not isinstance(value, dict):
        yield f"{path}: not an object"
    elif "any" in spec:
        for key, item in value.items():
            yield from closed(item, spec["any"], f"{path}.{key}")
    else:
        names = {key.rstrip("!"): (item, key.endswith("!")) for key, item in spec.items()}
        for key in value:
            if key in names:
                yield from closed(value[key], names[key][0], f"{path}.{key}")
            else:
                yield f"{path}.{key}: unknown"
        yield from (f"{path}.{key}: missing" for key, (_, needed) in names.items() if needed and key not in value)
