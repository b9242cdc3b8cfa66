"""The admission policies' expressions, evaluated as the API server would: they let through what the overlays run, and refuse each defect.
The evaluator is not the API server's: it knows no types, so what only a type check would find is not found here."""

import copy
import unittest

import cel
import overlay

OVERLAYS = ["gke", "restricted"]


def refused(policy, body):
    """Messages of the validations that fail."""
    variables = {}
    for variable in policy.spec.get("variables", []):
        variables[variable["name"]] = evaluate(variable["expression"], body, variables)
    return [v["message"] for v in policy.spec["validations"] if evaluate(v["expression"], body, variables) is not True]


def evaluate(expression, body, variables):
    context = cel.Context()
    context.add_variable("object", body)
    context.add_variable("variables", variables)
    return cel.evaluate(expression, context)


def pods(rendered):
    """Pods as Deployments and the operator would make them."""
    for w in rendered.workloads():
        yield {"metadata": {"namespace": w.namespace, "labels": w.labels}, "spec": w.pod}
    for a in rendered.kind("SpinApp"):
        executor = rendered.kind("SpinAppExecutor")[0].spec["deploymentConfig"]
        container = {"name": a.name, "image": a.spec["image"], "command": ["/"], "resources": a.spec["resources"]}
        yield {"metadata": {"namespace": a.namespace, "labels": a.spec["podLabels"]},
               "spec": {"containers": [container], "volumes": a.spec["volumes"], "runtimeClassName": executor["runtimeClassName"]}}


# What is done to the first pod of the pool, and the policy that must refuse it.
DEFECTS = [
    ("anteroom-pods", lambda s: s["containers"][0].update(image="registry.example.org/anteroom/gpu-pool:latest")),
    ("anteroom-pods", lambda s: s["containers"][0].update(image="elsewhere.example.org/gpu-pool@sha256:" + "0" * 64)),
    ("anteroom-pods", lambda s: s["initContainers"][0].update(image="registry.example.org/anteroom-other/model@sha256:" + "0" * 64)),
    ("anteroom-pods", lambda s: s.update(hostNetwork=True)),
    ("anteroom-pods", lambda s: s.update(hostPID=True)),
    ("anteroom-pods", lambda s: s["volumes"].append({"name": "node", "hostPath": {"path": "/"}})),
    ("anteroom-pods", lambda s: s["containers"][0]["securityContext"].update(privileged=True)),
    ("anteroom-pods", lambda s: s["containers"][0]["securityContext"]["capabilities"].update(add=["SYS_ADMIN"])),
    ("anteroom-pods", lambda s: s["containers"][0]["resources"]["limits"].pop("memory")),
    ("anteroom-pods", lambda s: s["containers"][0].pop("resources")),
    ("anteroom-pods", lambda s: s.update(ephemeralContainers=[{"name": "debugger", "image": "busybox"}])),
    ("anteroom-runtime-classes", lambda s: s.update(runtimeClassName="wasmtime-spin-v2")),
]


class Policies(unittest.TestCase):
    def setUp(self):
        self.rendered = {name: overlay.Overlay(overlay.render(overlay.K8S / "overlays" / name)) for name in OVERLAYS}

    def policy(self, name):
        return next(p for p in self.rendered["gke"].kind("ValidatingAdmissionPolicy") if p.name == name)

    def test_what_the_overlays_run_is_let_through(self):
        for name, rendered in self.rendered.items():
            found = list(pods(rendered))
            self.assertEqual(len(found), 4, name)
            for pod in found:
                for policy in ("anteroom-pods", "anteroom-runtime-classes"):
                    self.assertEqual(refused(self.policy(policy), pod), [], (name, policy))
            for app in rendered.kind("SpinApp"):
                self.assertEqual(refused(self.policy("anteroom-spin-apps"), app.body), [])

    def test_each_defect_is_refused(self):
        good = next(p for p in pods(self.rendered["gke"]) if p["metadata"]["namespace"] == "anteroom-pool")
        for number, (policy, damage) in enumerate(DEFECTS):
            with self.subTest(number=number, policy=policy):
                bad = copy.deepcopy(good)
                damage(bad["spec"])
                self.assertEqual(len(refused(self.policy(policy), bad)), 1)

    def test_an_edge_without_its_runtime_class_is_refused(self):
        edge = next(p for p in pods(self.rendered["gke"]) if p["metadata"]["labels"]["app.kubernetes.io/name"] == "edge")
        for other in ({}, {"runtimeClassName": "runc"}):
            bad = copy.deepcopy(edge)
            del bad["spec"]["runtimeClassName"]
            bad["spec"].update(other)
            self.assertEqual(len(refused(self.policy("anteroom-runtime-classes"), bad)), 1)

    def test_a_spin_app_without_digest_is_refused(self):
        app = copy.deepcopy(self.rendered["gke"].kind("SpinApp")[0].body)
        app["spec"]["image"] = "registry.example.org/anteroom/edge:0.1.0"
        self.assertEqual(len(refused(self.policy("anteroom-spin-apps"), app)), 1)

    def test_each_policy_is_bound(self):
        for rendered in self.rendered.values():
            policies = {p.name for p in rendered.kind("ValidatingAdmissionPolicy")}
            bound = {b.spec["policyName"] for b in rendered.kind("ValidatingAdmissionPolicyBinding") if "Deny" in b.spec["validationActions"]}
            self.assertEqual((policies, len(policies)), (bound, 3))


if __name__ == "__main__":
    unittest.main()
