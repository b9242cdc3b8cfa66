"""What is wrong with a command of RUNBOOK.md or README.md: kubectl's flags by its own help, which needs no cluster; names by what the overlays make."""

import functools
import re
import shlex
import subprocess

import overlay
import programs

# Commands whose flags nobody here can be asked about.
NOT_CHECKED = {"awk", "az", "aws", "cosign", "curl", "eksctl", "gcloud", "helm", "openssl", "redis-cli", "spin", "sha256sum", "podman", "cp"}
# A word in capitals is for the reader to replace.
PLACEHOLDER = re.compile(r"[A-Z][A-Z_]+(/|$)")
# Names by which kubectl knows kinds, beside their own in lower case with and without an s.
SHORT = {"hpa": "HorizontalPodAutoscaler"}
# Kinds that a cluster has without us, and whose names are not ours.
OTHERS = {"pod", "node", "event", "namespace", "replicaset"}
TWO_WORDS = {"rollout", "create", "set", "auth"}


class Site:
    """Everything that is there once it is installed: of one overlay, of cluster/, and of the commands themselves."""

    def __init__(self, overlay_name="gke"):
        bodies = overlay.render(overlay.K8S / "overlays" / overlay_name) + overlay.render(overlay.K8S / "cluster")
        self.overlay = overlay.Overlay(bodies)
        self.namespaces = {o.name for o in self.overlay.kind("Namespace")}
        self.kinds = {o.kind for o in self.overlay.objects} | {"RuntimeClass", "Secret"}
        self.text = "".join(path.read_text() for path in overlay.K8S.rglob("*.yaml"))

    def kind(self, word):
        names = {kind.lower(): kind for kind in self.kinds} | SHORT
        return names.get(word) or names.get(word.removesuffix("s")) or names.get(re.sub("ies$", "y", word))

    def has(self, namespace, kind, name):
        o = self.overlay
        if kind == "Deployment" and namespace == name:
            return True  # a chart's own, such as cert-manager's
        if kind in ("Secret", "RuntimeClass", "Service", "Deployment"):
            return o.has(namespace, kind, name, None)
        return any(x.kind == kind and x.name == name and x.namespace in ("", namespace) for x in o.objects)

    def has_labels(self, selector):
        wanted = dict(part.split("=") for part in selector.split(","))
        sets = [labels for _, labels in self.overlay.pods()] + [s.spec["nodeSelector"] for s in self.overlay.kind("Shim")]
        return any(wanted.items() <= labels.items() for labels in sets)

    def containers(self):
        return {c["name"] for w in self.overlay.workloads() for c in w.pod["containers"] + w.pod.get("initContainers", [])}


@functools.cache
def kubectl_flags(words):
    """Flags of a command, as its help has them."""
    found = set()
    for arguments in ([*words, "--help"], ["options"]):
        done = subprocess.run(["kubectl", *arguments], capture_output=True, text=True)
        if "unknown command" in done.stderr or done.returncode:
            return None
        found |= set(re.findall(r"^\s+(?:-(?:\w), )?(--[\w-]+)[=:]", done.stdout, re.M)) | set(re.findall(r"^\s+(-\w), --", done.stdout, re.M))
        # For a verb that it does not know, kubectl shows the help of what stands before it.
        if arguments != ["options"] and f"\n  kubectl {' '.join(words)}" not in done.stdout.partition("\nUsage:")[2]:
            return None
    return found


def split(line):
    """The words of one command, without what its output is written to."""
    words = shlex.split(line.replace("$'", "'"), comments=True)
    return words[:words.index(">")] if ">" in words else words


def check(site, line):
    """Sentences about what is wrong with one line."""
    words = [word for word in split(line) if not re.match(r"[A-Z_]+=", word)]
    if words[0].endswith(".sh"):
        text = (programs.ROOT / words[0]).read_text() if (programs.ROOT / words[0]).is_file() else ""
        yield from (f"{words[0]} {word}" for word in words if word.startswith("--") and f"{word})" not in text)
    elif words[0] == "kubectl":
        yield from kubectl(site, words[1:])
    elif words[0] == "gpu-pool":
        yield from own_flags(words, "gpu-pool/src/config")
    elif words[0] == "audit-sink":
        yield from own_flags(words[1:], "edge-gateway/audit/src")
    elif words[:2] == ["cargo", "xtask"]:
        cli = (programs.ROOT / "xtask/src/cli.rs").read_text()
        commands = {re.sub(r"(?<!^)(?=[A-Z])", "-", w).lower() for w in re.findall(r"^    ([A-Z]\w+)(?:\(\w+\)| \{|,)", cli, re.M)}
        if words[2] not in commands:
            yield f"cargo xtask {words[2]}"
    elif words[0] == "cargo":
        pass
    elif words[0] not in NOT_CHECKED:
        yield f"{words[0]}: a program that is not known here"
    if words[0] == "cp" and not (overlay.K8S / words[1]).exists():
        yield f"{words[1]} does not exist"
    if words[0] == "helm":
        site.namespaces.add(words[words.index("--namespace") + 1])


def own_flags(words, source):
    text = "".join(path.read_text() for path in sorted((programs.ROOT / source).rglob("*.rs")))
    known = {"--" + name.replace("_", "-") for name in re.findall(r"^    (?:pub )?(\w+): ", text, re.M)}
    yield from (f"{words[0]} {word}" for word in words if word.startswith("--") and word.partition("=")[0] not in known)


def kubectl(site, words):
    flags, rest = {}, []
    words = list(words)
    takes_none = {"--server-side", "--ignore-daemonsets", "--delete-emptydir-data", "--previous", "--all-containers", "--timestamps", "--wait"}
    while words:
        word = words.pop(0)
        if word.startswith("-"):
            name, equals, value = word.partition("=")
            flags.setdefault(name, []).append(value if equals or name in takes_none or not words else words.pop(0))
        else:
            rest.append(word)
    verb = tuple(rest[:2]) if rest[0] in TWO_WORDS else tuple(rest[:1])
    verb = tuple(rest[:3]) if verb == ("create", "secret") else verb
    known = kubectl_flags(verb)
    if known is None:
        yield f"kubectl {' '.join(verb)}: no such command"
        return
    yield from (f"kubectl {' '.join(verb)} {flag}" for flag in flags if flag not in known)
    namespace = (flags.get("--namespace") or [""])[0]
    if namespace and namespace not in site.namespaces and not PLACEHOLDER.match(namespace):
        yield f"namespace {namespace}"
    for selector in flags.get("--selector", []):
        if not site.has_labels(selector):
            yield f"nothing is labelled {selector}"
    yield from (f"container {name}" for name in flags.get("--container", []) if name not in site.containers())
    for path in flags.get("-k", []):
        if not (overlay.K8S / path / "kustomization.yaml").is_file():
            yield f"{path} is no kustomization"
    for path in flags.get("-f", []):
        if not PLACEHOLDER.match(path) and not (overlay.K8S / path).exists():
            yield f"{path} does not exist"
    arguments = rest[len(verb):]
    if verb == ("create", "secret", "generic"):
        keys = [value.split("=")[0] for value in flags.get("--from-file", []) + flags.get("--from-literal", [])]
        if sorted(keys) != sorted(overlay.PROVIDED["secrets"].get(f"{namespace}/{arguments[0]}", [])):
            yield f"secret {namespace}/{arguments[0]} with {keys}"
    elif verb == ("create", "namespace"):
        if arguments[0] not in site.namespaces:
            yield f"namespace {arguments[0]}"
    elif verb[0] in ("label", "annotate"):
        yield from things(site, namespace, arguments[:2])
        for pair in arguments[2:]:
            key = pair.rstrip("-").partition("=")[0]
            if key not in site.text and not key.startswith("autoscaling.keda.sh/paused"):
                yield f"{key} stands in no manifest"
    elif verb[0] not in ("apply", "drain", "cordon", "uncordon"):
        yield from things(site, namespace, arguments)


def things(site, namespace, arguments):
    """`kind name`, `kind/name` or kinds alone."""
    if arguments and "/" in arguments[0]:
        arguments = arguments[0].split("/")
    if not arguments:
        return
    kinds = arguments[0].split(",")
    for word in kinds:
        if site.kind(word) is None and word.removesuffix("s") not in OTHERS:
            yield f"no {word} here"
    for name in arguments[1:]:
        kind = site.kind(kinds[0])
        known = name in site.namespaces if kind == "Namespace" else site.has(namespace, kind, name)
        if kind and not PLACEHOLDER.match(name) and not known:
            yield f"no {kinds[0]} {name} in {namespace or 'the cluster'}"
