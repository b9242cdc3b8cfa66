"""Every command of RUNBOOK.md, README.md and images/README.md names what is there; every alert has its section; every link leads somewhere."""

import re
import unittest

import commands
import overlay
import programs
import rules

PAGES = [overlay.K8S / name for name in ("RUNBOOK.md", "README.md", "images/README.md") if (overlay.K8S / name).exists()]

# Each must be found wrong.
WRONG = [
    "kubectl --namespace anteroom-edge rollout restart deployment edges",
    "kubectl --namespace anteroom-pool rollout restart deployment edge",
    "kubectl --namespace anteroom rollout restart deployment edge",
    "kubectl --namespace anteroom-edge rollout reload deployment edge",
    "kubectl reboot NODE",
    "kubectl drain NODE --ignore-daemonset",
    "kubectl apply -k overlays/gce",
    "kubectl --namespace anteroom-pool get pods --selector app=gpu-pool",
    "kubectl --namespace anteroom-pool logs --selector app.kubernetes.io/name=gpu-pool --container pool --tail=50",
    "kubectl --namespace anteroom-pool wait --for=condition=Ready certificate/pool --timeout=2m",
    "kubectl --namespace anteroom-edge create secret generic edge-secrets --from-file=key=/dev/shm/deid_key",
    "kubectl --namespace anteroom-edge create secret generic edge-secret --from-file=deid_key=/dev/shm/deid_key",
    "kubectl label namespace GATEWAY anteroom.dev/gatewy=true",
    "kubectl --namespace anteroom-edge get spinnapps",
    "gpu-pool --verify --models MODELS",
    "audit-sink verify CHAIN --keyfile KEY_FILE",
    "cargo xtask sbon",
    "k8s/images/build.sh --published REGISTRY TAG",
    "k8s/images/make.sh --release REGISTRY TAG",
    "cp components/edge-common/runtime-config.toml /dev/shm/runtime-config.toml",
    "rm -rf /",
]


def lines(text):
    """Commands of code blocks, and those in a line of prose."""
    for block in re.findall(r"```(?:sh)?\n(.*?)```", text, re.S):
        joined = block.replace("\\\n", " ")
        yield from (line.strip() for line in joined.splitlines() if line.strip() and not line.strip().startswith("#"))
    yield from re.findall(r"(?<!`)`(kubectl [^`]*[^`.…])`", re.sub(r"```.*?```", "", text, flags=re.S))


class Runbook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = commands.Site()

    def test_every_command_names_what_is_there(self):
        count = 0
        for page in PAGES:
            for line in lines(page.read_text()):
                count += 1
                with self.subTest(page=page.name, line=line):
                    self.assertEqual(list(commands.check(self.site, line)), [])
        self.assertGreater(count, 60)

    def test_wrong_commands_are_found(self):
        for line in WRONG:
            with self.subTest(line=line):
                self.assertTrue(list(commands.check(self.site, line)))

    def test_every_section_of_an_alert_is_of_one(self):
        text = (overlay.K8S / "RUNBOOK.md").read_text()
        part = text.partition("\n## Alerts\n")[2].partition("\n## ")[0]
        o = self.site.overlay
        alerts = {r["alert"] for p in o.kind("PrometheusRule") for g in p.spec["groups"] for r in g["rules"]} | {r["alert"] for r in rules.log_alerts(o)}
        self.assertEqual(set(re.findall(r"^### (\w+)$", part, re.M)), alerts)

    def test_words_are_those_of_the_programs(self):
        variables, environment = set(programs.spin()["variables"]), programs.pool_environment()
        metrics, (events, words) = programs.pool_metrics(), programs.edge_log()
        for page in PAGES:
            text = page.read_text()
            for word in re.findall(r"`(\w+)(?:=\w+)?`", text):
                with self.subTest(page=page.name, word=word):
                    if word.startswith("gpu_pool_"):
                        self.assertTrue(any(m == word or m.startswith(word + "_") for m in metrics))
                    elif word.startswith("GPU_POOL_"):
                        self.assertIn(word, environment)
                    elif re.match(r"(auth|rate|breaker|deny|pool|audit|deid|shared|keys)_\w", word):
                        self.assertIn(word, variables | events | words | set(site_fields()))

    def test_every_link_leads_somewhere(self):
        for page in PAGES:
            for target in re.findall(r"\]\(([^)]+)\)", page.read_text()):
                path, _, anchor = target.partition("#")
                with self.subTest(page=page.name, target=target):
                    file = (page.parent / path).resolve() if path else page
                    self.assertTrue(file.exists())
                    if anchor and file.suffix == ".md":
                        headings = [slug(h) for h in re.findall(r"^#+ (.*)$", file.read_text(), re.M)]
                        self.assertIn(anchor, headings)

    def test_every_file_named_is_there(self):
        for page in PAGES:
            for name in re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:yaml|toml|env|py|json|txt))`", page.read_text()):
                with self.subTest(page=page.name, name=name):
                    self.assertTrue((page.parent / name).exists() or (overlay.K8S / name).exists() or (programs.ROOT / name).exists())


def site_fields():
    return re.findall(r"^(\w+)=", (overlay.K8S / "site/site.env").read_text(), re.M)


def slug(heading):
    return re.sub(r"[^\w -]", "", heading.lower().replace("`", "")).replace(" ", "-")


if __name__ == "__main__":
    unittest.main()
