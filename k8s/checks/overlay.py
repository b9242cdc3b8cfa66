"""One overlay, as `kubectl kustomize` makes it, with the questions that rules ask of it."""

import subprocess
from pathlib import Path

import yaml

K8S = Path(__file__).resolve().parents[1]
PROVIDED = yaml.safe_load((K8S / "provided.yaml").read_text())
EXAMPLE = K8S / "components/edge-common/runtime-config.example.toml"


def render(path):
    """Objects of an overlay; kustomize works offline."""
    done = subprocess.run(["kubectl", "kustomize", str(path)], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"kubectl kustomize {path}: {done.stderr}")
    return [obj for obj in yaml.safe_load_all(done.stdout) if obj]


class Object:
    def __init__(self, body):
        self.body, self.kind, self.spec = body, body["kind"], body.get("spec", {})
        self.name, self.namespace = body["metadata"]["name"], body["metadata"].get("namespace", "")

    @property
    def pod(self):
        return self.spec["template"]["spec"]

    @property
    def labels(self):
        return self.spec["template"]["metadata"]["labels"]


class Overlay:
    def __init__(self, bodies):
        self.objects = [Object(body) for body in bodies]
        self.text = yaml.safe_dump_all(bodies)

    def kind(self, kind):
        return [o for o in self.objects if o.kind == kind]

    def workloads(self):
        return [o for kind in ("Deployment", "StatefulSet", "DaemonSet", "Job") for o in self.kind(kind)]

    def pods(self):
        """Namespace and labels of every pod that will run."""
        return [(d.namespace, d.labels) for d in self.workloads()] + [
            (a.namespace, a.spec.get("podLabels", {})) for a in self.kind("SpinApp")]

    def runtime_configurations(self):
        yield EXAMPLE.name, EXAMPLE.read_text()
        for path in sorted(K8S.glob("overlays/*/runtime-config.toml")):
            yield str(path), path.read_text()

    def references(self):
        """Every name that one object has of another: namespace, kind, name, and key or port where one is named."""
        for o in self.objects:
            if o.kind in ("Deployment", "StatefulSet", "SpinApp"):
                is_pod = o.kind != "SpinApp"
                pod = o.pod if is_pod else o.spec
                for volume in pod.get("volumes", []):
                    if "secret" in volume:
                        yield o.namespace, "Secret", volume["secret"]["secretName"], None
                    if "configMap" in volume:
                        yield o.namespace, "ConfigMap", volume["configMap"]["name"], None
                lists = [c.get("env", []) for c in pod["containers"]] if is_pod else [pod.get("variables", [])]
                for source in (e["valueFrom"] for entries in lists for e in entries if "valueFrom" in e):
                    for ref, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
                        if ref in source:
                            yield o.namespace, kind, source[ref]["name"], source[ref]["key"]
                if is_pod:
                    yield "", "PriorityClass", pod["priorityClassName"], None
                    if "runtimeClassName" in pod:
                        yield "", "RuntimeClass", pod["runtimeClassName"], None
                else:
                    yield o.namespace, "SpinAppExecutor", o.spec["executor"], None
                    yield o.namespace, "Secret", o.spec["runtimeConfig"]["loadFromSecret"], "runtime-config.toml"
            if o.kind == "SpinAppExecutor":
                yield "", "RuntimeClass", o.spec["deploymentConfig"]["runtimeClassName"], None
            if o.kind in ("HorizontalPodAutoscaler", "ScaledObject", "HTTPScaledObject"):
                yield o.namespace, "Deployment", o.spec["scaleTargetRef"]["name"], None
            if o.kind == "HTTPScaledObject":
                yield o.namespace, "Service", o.spec["scaleTargetRef"]["service"], o.spec["scaleTargetRef"]["port"]
            if o.kind == "HTTPRoute":
                for ref in (ref for part in o.spec["rules"] for ref in part.get("backendRefs", [])):
                    yield ref.get("namespace", o.namespace), "Service", ref["name"], ref["port"]
                for parent in o.spec["parentRefs"]:
                    yield o.namespace, "Gateway", parent["name"], parent["sectionName"]
            if o.kind == "Gateway":
                for listener in o.spec["listeners"]:
                    for ref in listener.get("tls", {}).get("certificateRefs", []):
                        yield o.namespace, "Secret", ref["name"], None
            if o.kind == "ClusterIssuer" and "ca" in o.spec:
                yield "cert-manager", "Secret", o.spec["ca"]["secretName"], None
            if o.kind == "Certificate" and o.spec["issuerRef"]["name"].startswith("anteroom-"):
                yield "", "ClusterIssuer", o.spec["issuerRef"]["name"], None

    def has(self, namespace, kind, name, key):
        if kind == "Secret" and any((c.namespace, c.spec["secretName"]) == (namespace, name) for c in self.kind("Certificate")):
            return key in (None, "tls.crt", "tls.key", "ca.crt")
        if kind == "Secret" and f"{namespace}/{name}" in PROVIDED["secrets"]:
            return key is None or key in PROVIDED["secrets"][f"{namespace}/{name}"]
        if kind == "Service" and f"{namespace}/{name}" in PROVIDED["services"]:
            return key in PROVIDED["services"][f"{namespace}/{name}"]
        if kind == "RuntimeClass":
            return name in PROVIDED["runtimeClasses"]
        # The operator makes both of a SpinApp, with port 80.
        if kind in ("Deployment", "Service") and any((a.namespace, a.name) == (namespace, name) for a in self.kind("SpinApp")):
            return key in (None, 80)
        for o in self.kind(kind):
            if (o.namespace, o.name) == (namespace, name):
                keys = {**o.body.get("data", {}), **o.body.get("stringData", {})}
                keys = list(keys) + [p["port"] for p in o.spec.get("ports", [])] + [e["name"] for e in o.spec.get("listeners", [])]
                return key is None or key in keys
        return False
