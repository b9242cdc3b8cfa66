"""Holds every custom resource of every overlay to the operators' own definitions: `python3 against_crds.py FILE...`, with the files of their
CustomResourceDefinitions, or of your cluster's:

    kubectl get crd -o yaml > crds.yaml && python3 against_crds.py crds.yaml

Not part of `cargo xtask test`: the definitions are not in this repository. custom-resources.yaml, which is, says which were read and when."""

import sys
from pathlib import Path

import jsonschema
import yaml

import overlay


def definitions(paths):
    """OpenAPI schemas by apiVersion and kind."""
    found = {}
    for path in paths:
        for body in yaml.safe_load_all(Path(path).read_text()):
            for crd in (body or {}).get("items", [body]):
                if crd and crd.get("kind") == "CustomResourceDefinition":
                    for version in crd["spec"]["versions"]:
                        key = f"{crd['spec']['group']}/{version['name']} {crd['spec']['names']['kind']}"
                        found[key] = close(version["schema"]["openAPIV3Schema"])
    return found


def close(schema):
    """The schema with unknown fields forbidden, as `kubectl apply --validate=strict` would have it."""
    if isinstance(schema, list):
        return [close(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    # Of all the extensions one changes what is valid here; `anyOf` beside int-or-string says the same again.
    if schema.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    made = {key: {name: close(part) for name, part in value.items()} if key == "properties" else close(value)
            for key, value in schema.items() if key not in ("description", "anyOf", "oneOf", "not", "format")}
    if "properties" in made and "additionalProperties" not in made and not schema.get("x-kubernetes-preserve-unknown-fields"):
        made["additionalProperties"] = False
    return made


def main(paths):
    known, wrong, seen, missing = definitions(paths), 0, set(), set()
    for path in [*sorted((overlay.K8S / "overlays").iterdir()), overlay.K8S / "cluster"]:
        for body in overlay.render(path):
            key = f"{body['apiVersion']} {body['kind']}"
            if key not in known:
                missing.add(key)
                continue
            seen.add(key)
            frame = {"metadata": {"type": "object"}, "apiVersion": {"type": "string"}, "kind": {"type": "string"}}
            schema = {**known[key], "properties": {**known[key]["properties"], **frame}}
            for error in jsonschema.Draft202012Validator(schema).iter_errors(body):
                wrong += 1
                print(f"{path.name}: {key} {body['metadata']['name']}: {'.'.join(map(str, error.absolute_path))}: {error.message}")
    print("checked:", *sorted(seen), sep="\n  ")
    print("no definition given (Kubernetes' own are checked elsewhere):", *sorted(missing), sep="\n  ")
    return 1 if wrong or not seen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
