"""Our rules for the Containerfiles of k8s/images. hadolint checks their form and habits; these, what our images must be."""

import re
import shlex

import overlay

IMAGES = overlay.K8S / "images"
SECRET = re.compile(r"(KEY|TOKEN|PASSWORD|SECRET|CREDENTIAL)", re.I)


def parse(text):
    """Stages: name, image it comes from, and instructions as word and rest. The ARGs before the first are the stage with no image."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.M))
    stages = [{"name": "", "from": "", "steps": []}]
    for line in joined.splitlines():
        if line.strip():
            word, _, rest = line.strip().partition(" ")
            if word.upper() == "FROM":
                image, _, name = rest.partition(" AS ")
                stages.append({"name": name, "from": image, "steps": []})
            else:
                stages[-1]["steps"].append((word.upper(), rest.strip()))
    return stages


def pins(text):
    return dict(line.partition("=")[::2] for line in text.splitlines() if line and not line.startswith("#"))


def check(name, text):
    """Sentences about what is wrong with one Containerfile."""
    head, *stages = parse(text)
    declared = {rest for word, rest in head["steps"] if word == "ARG"}
    known = pins((IMAGES / "pins.env").read_text())
    yield from (f"ARG {arg} is no pin of pins.env" for arg in sorted(declared - set(known)))
    for stage in stages:
        arg = re.fullmatch(r"\$\{(\w+)\}", stage["from"])
        # A literal image would have a tag that moves, or a digest that nobody can find to renew.
        if not arg or arg[1] not in declared:
            yield f"{stage['from']} is not one of pins.env"
    names = {stage["name"] for stage in stages}
    for stage in stages:
        last = stage is stages[-1]
        for word, rest in stage["steps"]:
            if word == "ADD":
                yield "ADD fetches and unpacks what nobody compared: COPY"
            if word in ("ARG", "ENV") and SECRET.search(rest.partition("=")[0]):
                yield f"{word} {rest}: a secret would stay in the image's history"
            if word == "RUN" and last:
                yield "the image itself has no shell to run anything with"
            if word == "RUN" and "cargo build" in rest and not {"--locked", "--release"} <= set(shlex.split(rest)):
                yield "cargo build without --locked --release"
            if word == "RUN" and re.search(r"\bpip\b", rest) and "--require-hashes" not in rest:
                yield "pip without --require-hashes"
            if word == "RUN" and re.search(r"\b(curl|wget|apt-get|apk)\b", rest):
                yield f"{rest.split()[0]}: what it brings is not pinned"
            if word == "COPY":
                source = re.match(r"--from=(\S+)", rest)
                if source and source[1] not in names:
                    yield f"COPY --from={source[1]}: no such stage"
                if last and not source and name != "model.Containerfile":
                    yield f"COPY {rest}: the image takes only what a stage has made"
    steps = dict(stages[-1]["steps"])
    user = steps.get("USER", "")
    if not re.fullmatch(r"[1-9]\d*:[1-9]\d*", user):
        yield f"USER {user or 'is root'}: a number that is not 0, so that runAsNonRoot can be checked"
    if not any(steps.get(word, "").startswith("[") for word in ("ENTRYPOINT", "CMD")):
        yield "no ENTRYPOINT as a list: there is no shell"
    order = [word for word, _ in stages[-1]["steps"]]
    if "USER" in order and any(word == "COPY" for word in order[order.index("USER"):]):
        yield "COPY after USER"
