"""What the programs offer: variables of spin.toml, the pool's environment variables and metrics, read out of their sources, so that
the checks need no build. `cargo xtask test` compiles and tests the same sources beside them."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Not the pool's: glibc's.
OTHER_ENVIRONMENT = {"MALLOC_MMAP_THRESHOLD_"}


def spin():
    return tomllib.loads((ROOT / "spin.toml").read_text())


def pool_environment():
    source = (ROOT / "gpu-pool/src/config/args.rs").read_text()
    names = set(re.findall(r'env = "([A-Z_]+)"', source))
    assert len(names) > 20, "args.rs is written in another way than this reads it"
    return names | OTHER_ENVIRONMENT


def pool_defaults():
    source = (ROOT / "gpu-pool/src/config/args.rs").read_text()
    return dict(re.findall(r'env = "([A-Z_]+)", default_value = "([^"]*)"', source))


def pool_metrics():
    """Names as Prometheus stores them: counters end in _total, histograms are three."""
    source = (ROOT / "gpu-pool/src/metrics.rs").read_text()
    fields = dict(re.findall(r"^    (\w+): ([\w<>, ]+),$", source, re.M))
    fields |= dict(re.findall(r"let (\w+) = (\w+::<[\w<>, ]+>)::default\(\)", source))
    registered = re.findall(r'registry\.register\(\s*"(\w+)",\s*"[^"]*",\s*(?:Family::clone\(&)?(\w+)', source)
    assert len(registered) == source.count("registry.register(") > 10, "metrics.rs is written in another way than this reads it"
    names = set()
    for name, field in registered:
        name, kind = f"gpu_pool_{name}", fields[field]
        if "Histogram" in kind:
            names |= {f"{name}_bucket", f"{name}_sum", f"{name}_count"}
        else:
            names.add(f"{name}_total" if "Counter" in kind else name)
    return names


# Names that others export: cert-manager, kube-state-metrics, the kubelet.
OTHER_METRICS = {
    "certmanager_certificate_expiration_timestamp_seconds",
    "kube_statefulset_status_replicas_ready", "kubelet_volume_stats_available_bytes", "kubelet_volume_stats_capacity_bytes",
    "kube_deployment_spec_replicas", "kube_deployment_status_replicas_available", "kube_pod_start_time",
}


def edge_log():
    """Words of the edge's log: names of events, and reasons of decisions."""
    text = "".join(path.read_text() for folder in ("src", "auth/src") for path in sorted((ROOT / "edge-gateway" / folder).glob("*.rs")))
    events = {one or other for one, other in re.findall(r'"event":"(\w+)"|\.log\("(\w+)"', text)}
    return events | {"audit"}, set(re.findall(r'"([a-z]+(?:_[a-z]+)+|ok)"', text))


def audit_fields():
    schema = json.loads((ROOT / "edge-gateway/audit/event.schema.json").read_text())
    return set(schema["$defs"]["decision"]["properties"])


def sink_environment():
    return set(re.findall(r'env = "([A-Z_]+)"', (ROOT / "edge-gateway/audit/src/main.rs").read_text()))
