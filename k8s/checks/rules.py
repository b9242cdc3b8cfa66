"""Our own rules. Each is a function that yields what is wrong in one overlay; `defects.yaml` has a defect for each, which it must find."""

import collections
import re
import tomllib

import yaml

import overlay
import programs

RULES = []


def rule(function):
    RULES.append(function)
    return function


def containers(pod):
    return pod.get("initContainers", []) + pod["containers"]


@rule
def images_are_pinned(o):
    images = [(f"{d.name} {c['name']}", c["image"]) for d in o.workloads() for c in containers(d.pod)]
    images += [(a.name, a.spec["image"]) for a in o.kind("SpinApp")]
    registries = {image.rpartition("/")[0] for _, image in images}
    for name, image in images:
        if not re.fullmatch(r"[^@]+@sha256:[0-9a-f]{64}", image):
            yield f"{name}: {image} has no digest"
    if len(registries) != 1:
        yield f"images of several registries: {sorted(registries)}"


@rule
def pods_are_restricted(o):
    """Pod Security `restricted`, and a read-only root besides. https://kubernetes.io/docs/concepts/security/pod-security-standards/"""
    allowed = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}
    for d in o.workloads():
        pod, security = d.pod, d.pod.get("securityContext", {})
        for word in ("hostNetwork", "hostPID", "hostIPC"):
            if pod.get(word):
                yield f"{d.name}: {word}"
        if security.get("runAsNonRoot") is not True or security.get("runAsUser") == 0:
            yield f"{d.name}: may run as root"
        if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
            yield f"{d.name}: no seccomp profile"
        for volume in pod.get("volumes", []):
            if not set(volume) - {"name"} <= allowed:
                yield f"{d.name}: volume {volume['name']}"
        for c in containers(pod):
            own = c.get("securityContext", {})
            if own.get("privileged") or own.get("allowPrivilegeEscalation") is not False:
                yield f"{d.name} {c['name']}: may gain privileges"
            if own.get("capabilities") != {"drop": ["ALL"]}:
                yield f"{d.name} {c['name']}: keeps capabilities"
            if own.get("readOnlyRootFilesystem") is not True:
                yield f"{d.name} {c['name']}: can write its root"
            if "runAsUser" in own or own.get("runAsNonRoot") is False or "seccompProfile" in own:
                yield f"{d.name} {c['name']}: weakens the pod's settings"


@rule
def resources_are_bounded(o):
    places = [(f"{d.name} {c['name']}", c.get("resources", {})) for d in o.workloads() for c in containers(d.pod)]
    places += [(a.name, a.spec.get("resources", {})) for a in o.kind("SpinApp")]
    for name, resources in places:
        for part in ("requests", "limits"):
            if not {"cpu", "memory"} <= set(resources.get(part, {})):
                yield f"{name}: {part} of cpu and memory"


@rule
def edges_outlive_a_burst(o):
    """1000 requests at once, which Spin takes, leave 2.3 GB with it unless it is told to keep none (edge-gateway/SPIN.md)."""
    for a in o.kind("SpinApp"):
        if amount(a.spec["resources"]["limits"]["memory"]) < amount("3Gi"):
            yield f"{a.name}: memory"
    for d in o.workloads():
        for c in containers(d.pod) if d.pod.get("runtimeClassName") == "wasmtime-spin-v2" else []:
            environment = {e["name"]: e.get("value") for e in c.get("env", [])}
            for kind in ("LINEAR_MEMORY", "TABLE"):
                if environment.get(f"SPIN_WASMTIME_{kind}_KEEP_RESIDENT") != "0":
                    yield f"{d.name}: {kind} is kept"


@rule
def probes_are_there(o):
    for d in o.workloads():
        for c in d.pod["containers"]:
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                how = c.get(probe, {})
                port = how.get("httpGet", how.get("tcpSocket", {})).get("port")
                if port not in [p["name"] for p in c.get("ports", [])]:
                    yield f"{d.name}: {probe} on a named port"
    for a in o.kind("SpinApp"):
        if not {"readiness", "liveness"} <= set(a.spec.get("checks", {})):
            yield f"{a.name}: checks"


@rule
def drain_adds_up(o):
    for d in o.workloads():
        environment = {e["name"]: e.get("value") for c in d.pod["containers"] for e in c.get("env", [])}
        value = lambda name: int(environment.get(name) or programs.pool_defaults()[name])
        if d.name == "gpu-pool":
            work = value("GPU_POOL_DRAIN_SECONDS")
            if work * 1000 <= value("GPU_POOL_REQUEST_TIMEOUT_MS"):
                yield "the pool's drain is no longer than its longest request"
        else:
            work = int(programs.spin()["variables"]["pool_timeout_ms"]["default"]) // 1000
        stop = d.pod["containers"][0].get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        if stop < 5 or d.pod.get("terminationGracePeriodSeconds", 30) < stop + work + 2:
            yield f"{d.name}: preStop {stop} s and {work} s of work do not fit into the grace period"


@rule
def accounts_have_no_token(o):
    for d in o.workloads():
        account = d.pod.get("serviceAccountName")
        found = [a for a in o.kind("ServiceAccount") if (a.namespace, a.name) == (d.namespace, account)]
        if not found or found[0].body.get("automountServiceAccountToken") is not False:
            yield f"{d.name}: account {account}"
        if d.pod.get("automountServiceAccountToken") is not False:
            yield f"{d.name}: mounts a token"


@rule
def selectors_match(o):
    kinds = [(s, s.spec["selector"]) for s in o.kind("Service")]
    kinds += [(b, b.spec["selector"]["matchLabels"]) for k in ("PodDisruptionBudget", "PodMonitor") for b in o.kind(k)]
    kinds += [(n, n.spec["podSelector"].get("matchLabels", {})) for n in o.kind("NetworkPolicy")]
    kinds += [(d, d.spec["selector"]["matchLabels"]) for d in o.workloads()]
    for obj, selector in kinds:
        if not any(ns == obj.namespace and selector.items() <= labels.items() for ns, labels in o.pods()):
            yield f"{obj.kind} {obj.name} selects nothing"
    for ns, labels in o.pods():
        denied = [n for n in o.kind("NetworkPolicy") if n.namespace == ns and n.spec["podSelector"] == {}
                  and sorted(n.spec["policyTypes"]) == ["Egress", "Ingress"] and not n.spec.get("ingress") and not n.spec.get("egress")]
        if not denied:
            yield f"{ns}: no policy that denies everything"


@rule
def ports_exist(o):
    for s in o.kind("Service"):
        for d in o.workloads():
            named = {p["name"] for c in d.pod["containers"] for p in c.get("ports", [])}
            if d.namespace == s.namespace and s.spec["selector"].items() <= d.labels.items():
                yield from (f"{s.name}: {p['targetPort']}" for p in s.spec["ports"] if p["targetPort"] not in named)
    for m in o.kind("PodMonitor"):
        named = {p["name"] for d in o.workloads() for c in d.pod["containers"] for p in c["ports"] if d.namespace == m.namespace}
        yield from (f"{m.name}: {e['port']}" for e in m.spec["podMetricsEndpoints"] if e["port"] not in named)


@rule
def names_exist(o):
    for namespace, kind, name, key in o.references():
        if not o.has(namespace, kind, name, key):
            yield f"{namespace}: {kind} {name} {key or ''}"


@rule
def one_owner_of_replicas(o):
    scaled = [(s.namespace, s.spec["scaleTargetRef"]["name"], s.kind) for k in
              ("HorizontalPodAutoscaler", "ScaledObject", "HTTPScaledObject") for s in o.kind(k)]
    for namespace, name, kind in scaled:
        if [s[:2] for s in scaled].count((namespace, name)) > 1:
            yield f"{name}: two autoscalers"
        for d in o.workloads() + o.kind("SpinApp"):
            if (d.namespace, d.name) == (namespace, name) and "replicas" in d.spec:
                yield f"{name}: replicas stand beside a {kind}"
    for a in o.kind("SpinApp"):
        if a.spec.get("enableAutoscaling") and (a.namespace, a.name) not in [s[:2] for s in scaled]:
            yield f"{a.name}: nobody scales it"


@rule
def edge_variables_are_those_of_spin_toml(o):
    known = programs.spin()["variables"]
    given = {v["name"] for a in o.kind("SpinApp") for v in a.spec["variables"]}
    given |= {e["name"].removeprefix("SPIN_VARIABLE_").lower() for d in o.workloads() for c in d.pod["containers"]
              for e in c.get("env", []) if e["name"].startswith("SPIN_VARIABLE_")}
    yield from (f"{name} is not in spin.toml" for name in sorted(given - set(known)))
    yield from (f"{name} is required" for name, v in known.items() if v.get("required") and name not in given)


@rule
def pool_settings_are_those_of_the_program(o):
    for d in o.workloads():
        if d.name == "gpu-pool":
            names = {e["name"] for c in d.pod["containers"] for e in c["env"]}
            yield from (f"{name} is not a setting of gpu-pool" for name in sorted(names - programs.pool_environment()))


@rule
def sink_settings_are_those_of_the_program(o):
    for d in o.workloads():
        if d.name == "audit-sink":
            names = {e["name"] for c in d.pod["containers"] for e in c["env"]}
            yield from (f"{name} is not a setting of audit-sink" for name in sorted(names - programs.sink_environment()))


@rule
def sink_is_reached_by_one_name(o):
    for s in o.kind("Service"):
        if s.name == "audit-sink":
            host = f"{s.name}.{s.namespace}.svc"
            text = f"https://{host}:{s.spec['ports'][0]['port']}"
            edges = [str(a.body) for a in o.kind("SpinApp") + o.kind("Deployment") if a.name == "edge"]
            if not any(text in edge for edge in edges):
                yield f"no edge has {text}"
            if not any(host in c.spec.get("dnsNames", []) for c in o.kind("Certificate")):
                yield f"{host} is in no certificate"
            example = tomllib.loads(overlay.EXAMPLE.read_text())
            if host not in [h for t in example["client_tls"] for h in t["hosts"]]:
                yield f"{overlay.EXAMPLE.name}: [[client_tls]] for {host}"


@rule
def collector_configuration_fits_together(o):
    for c in o.kind("ConfigMap"):
        for text in (t for name, t in c.body.get("data", {}).items() if name == "config.yaml" and c.namespace == "anteroom-telemetry"):
            config = yaml.safe_load(text)
            for pipeline in config["service"]["pipelines"].values():
                for part, names in pipeline.items():
                    yield from (f"{part}: no {name}" for name in names if name not in config[part])
                if "attributes/scrub" not in pipeline["processors"]:
                    yield "a pipeline without attributes/scrub"


@rule
def pool_is_reached_by_one_name(o):
    """pool_origin, the pool's certificate and service, the edge's runtime configuration and the network policies agree."""
    origins = {v.get("value") for a in o.kind("SpinApp") for v in a.spec["variables"] if v["name"] == "pool_origin"}
    origins |= {e.get("value") for d in o.workloads() for c in d.pod["containers"] for e in c.get("env", [])
                if e["name"] == "SPIN_VARIABLE_POOL_ORIGIN"}
    certificates = {c.name: c.spec.get("dnsNames", []) for c in o.kind("Certificate")}
    services = {f"https://{s.name}.{s.namespace}.svc:{p['port']}" for s in o.kind("Service") for p in s.spec["ports"]}
    for origin in origins:
        host, port = re.fullmatch(r"https://([^:]+):(\d+)", origin).groups()
        if origin not in services:
            yield f"{origin} is no service"
        if host not in certificates["pool-server"]:
            yield f"{host} is not in the pool's certificate"
        for policy in o.kind("NetworkPolicy"):
            way = {"edge-outbound": "egress", "pool-from-edge": "ingress"}.get(policy.name)
            if way and int(port) not in [p["port"] for r in policy.spec[way] for p in r["ports"]]:
                yield f"{policy.name} does not let {port} through"
        for name, text in o.runtime_configurations():
            if host not in [h for t in tomllib.loads(text)["client_tls"] for h in t["hosts"]]:
                yield f"{name}: [[client_tls]] for {host}"
    names = [e["value"] for d in o.workloads() for c in d.pod["containers"] for e in c.get("env", []) if e["name"] == "GPU_POOL_CLIENT_NAMES"]
    if names != certificates["edge-client"]:
        yield "the pool serves other client names than the edge's certificate has"


@rule
def runtime_configuration_fits(o):
    component = programs.spin()["component"]["edge-gateway"]
    mounts = [m["mountPath"] for a in o.kind("SpinApp") for m in a.spec["volumeMounts"]]
    mounts += [m["mountPath"] for d in o.workloads() if d.name == "edge" for c in d.pod["containers"] for m in c["volumeMounts"]]
    for name, text in o.runtime_configurations():
        config = tomllib.loads(text)
        if sorted(config.get("key_value_store", {})) != sorted(component["key_value_stores"]):
            yield f"{name}: stores are not those of spin.toml"
        if not config.get("outbound_http", {}).get("connection_pooling"):
            yield f"{name}: every request would connect anew"
        for tls in config["client_tls"]:
            for key in ("ca_roots_file", "client_cert_file", "client_private_key_file"):
                folder, _, file = tls[key].rpartition("/")
                if folder not in mounts or file not in ("ca.crt", "tls.crt", "tls.key"):
                    yield f"{name}: {key} is not mounted"


@rule
def disruption_budgets_leave_one(o):
    budgets = [(b.namespace, b.spec["selector"]["matchLabels"]) for b in o.kind("PodDisruptionBudget") if b.spec.get("maxUnavailable") == 1]
    for ns, labels in o.pods():
        if not any(ns == namespace and selector.items() <= labels.items() for namespace, selector in budgets):
            yield f"{labels}: no budget of one"


@rule
def metrics_are_exported(o):
    texts = [(r["alert"], r["expr"]) for p in o.kind("PrometheusRule") for g in p.spec["groups"] for r in g["rules"]]
    texts += [(s.name, t["metadata"]["query"]) for s in o.kind("ScaledObject") for t in s.spec["triggers"]]
    for name, text in texts:
        metrics = set(re.findall(r"\b[a-z]+_[a-z_]+_?[a-z_]*(?=\{)", text))
        if not metrics:
            yield f"{name}: names no metric"
        yield from (f"{name}: {m}" for m in sorted(metrics - programs.pool_metrics() - programs.OTHER_METRICS))


@rule
def only_the_contract_is_reachable(o):
    for r in o.kind("HTTPRoute"):
        for part in r.spec["rules"]:
            paths = {(m.get("method"), m["path"]["type"], m["path"]["value"]) for m in part.get("matches", [])}
            allowed = {("POST", "Exact", "/v1/classify"), ("POST", "Exact", "/v1/deidentify"), ("GET", "Exact", "/v1/models"), ("GET", "Exact", "/healthz"), ("GET", "Exact", "/openapi.json")}
            if part.get("backendRefs") and (not paths or paths - allowed):
                yield f"{r.name}: {sorted(paths - allowed) or 'everything'}"


def log_alerts(o):
    for c in o.kind("ConfigMap"):
        if c.body["metadata"].get("labels", {}).get("loki_rule"):
            for text in c.body["data"].values():
                yield from (r for g in yaml.safe_load(text)["groups"] for r in g["rules"])


@rule
def log_alerts_use_the_edges_words(o):
    events, words = programs.edge_log()
    for r in log_alerts(o):
        for field, _, values in re.findall(r'(\w+)(=~?|>=|<)"?([\w|]+)', re.sub(r"\{[^}]*\}", "", r["expr"]).replace(" ", "")):
            if field == "event":
                yield from (f"{r['alert']}: no event {v}" for v in values.split("|") if v not in events)
            elif field not in programs.audit_fields():
                yield f"{r['alert']}: no field {field}"
            elif field == "reason":
                yield from (f"{r['alert']}: no reason {v}" for v in values.split("|") if v not in words)


@rule
def alerts_lead_to_the_runbook(o):
    sections = {line[4:].strip() for line in (overlay.K8S / "RUNBOOK.md").read_text().splitlines() if line.startswith("### ")}
    alerts = [r for p in o.kind("PrometheusRule") for g in p.spec["groups"] for r in g["rules"]] + list(log_alerts(o))
    for r in alerts:
        if not r["annotations"].get("runbook_url", "").endswith(f"RUNBOOK.md#{r['alert'].lower()}"):
            yield f"{r['alert']}: runbook_url"
        if r["alert"] not in sections:
            yield f"{r['alert']}: no section in RUNBOOK.md"


def amount(text):
    """A Kubernetes quantity as a number."""
    number, unit = re.fullmatch(r"(\d+)(m|Mi|Gi)?", str(text)).groups()
    return int(number) * {"m": 0.001, "Mi": 2**20, "Gi": 2**30}.get(unit, 1)


@rule
def quotas_fit(o):
    """The most pods that an autoscaler asks for, a quarter more while an update is under way, fit."""
    most = {(s.namespace, s.spec["scaleTargetRef"]["name"]): s.spec.get("maxReplicas") or s.spec.get("maxReplicaCount") or s.spec["replicas"]["max"]
            for k in ("HorizontalPodAutoscaler", "ScaledObject", "HTTPScaledObject") for s in o.kind(k)}
    for q in o.kind("ResourceQuota"):
        needed = collections.Counter()
        for w in o.workloads() + o.kind("SpinApp"):
            if w.namespace == q.namespace:
                count = most.get((w.namespace, w.name), w.spec.get("replicas", 1))
                surge = 0 if w.spec.get("strategy", {}).get("rollingUpdate", {}).get("maxSurge") == 0 else -(-count // 4)
                needed["pods"] += count + surge
                for resources in ([c["resources"] for c in w.pod["containers"]] if w.kind != "SpinApp" else [w.spec["resources"]]):
                    for part in ("requests", "limits"):
                        for name, value in resources[part].items():
                            key = "requests.nvidia.com/gpu" if "gpu" in name else f"{part}.{name}"
                            needed[key] += (count + surge) * amount(value)
        yield from (f"{q.namespace}: {key}: {value:g} of {q.spec['hard'].get(key)}" for key, value in needed.items()
                    if value > amount(q.spec["hard"].get(key, 0)))


@rule
def images_are_of_the_sites_registry(o):
    registry = next(c.body["data"]["registry"] for c in o.kind("ConfigMap") if "auth_issuer" in c.body.get("data", {}))
    images = [c["image"] for d in o.workloads() for c in containers(d.pod)] + [a.spec["image"] for a in o.kind("SpinApp")]
    yield from (f"{image}: not of {registry}" for image in images if not image.startswith(registry + "/"))
    if f"glob: {registry}/**" not in (overlay.K8S / "cluster/signed-images.yaml").read_text():
        yield "cluster/signed-images.yaml: another registry"


@rule
def nothing_is_left_to_fill_in(o):
    if "filled-in-by-site" in o.text:
        yield "filled-in-by-site"
