"""Hosts in network namespaces, on two networks: `front`, by which callers reach the edges, and `back`, by which edges reach all else.

Everything is made in a network and a mount namespace of this process, so the machine's own network is not touched, and all of it is
gone when the process is. Linux, root and iproute2 are needed; `reason_to_skip` says which is missing."""

import ctypes
import os
import shutil
import subprocess
import sys

FRONT, BACK = "10.78.0", "10.77.0"
# The address of the pool's Service, which `service.py` serves: no host has it.
SERVICE = "10.96.0.10"
CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000
MS_REC, MS_PRIVATE, MS_BIND = 0x4000, 0x40000, 0x1000
# States of a bridge's port. A disabled one drops every frame, and neither end is told: a cable that carries nothing.
DROPS, FORWARDS = "0", "3"


def reason_to_skip():
    if not sys.platform.startswith("linux"):
        return "network namespaces are Linux'"
    if os.geteuid() != 0:
        return "network namespaces need root"
    missing = [tool for tool in ("ip", "bridge", "nsenter", "setpriv") if not shutil.which(tool)]
    if missing:
        return f"{' and '.join(missing)} (Debian: iproute2 and util-linux) is not installed"
    # In a container that may not, root is not enough; asked of a child, since it cannot be undone.
    probe = subprocess.run([sys.executable, "-c", f"import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare({CLONE_NEWNET | CLONE_NEWNS}))"])
    return "this root may not make network namespaces" if probe.returncode else None


def ip(*words):
    done = subprocess.run(["ip", *words], capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"ip {' '.join(words)}: {done.stderr.strip()}")


def _mount(source, target, kind, flags):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(source.encode(), target.encode(), kind.encode(), flags, None):
        raise OSError(ctypes.get_errno(), f"mounting {target}")


class Network:
    """The switch, on which this process stands, and its hosts. Made once, before any thread."""

    def __init__(self, folder, names):
        """`names` are host names by address, for every process from here on."""
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWNS | CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "unshare")
        _mount("none", "/", "none", MS_REC | MS_PRIVATE)
        os.makedirs("/run/netns", exist_ok=True)
        _mount("tmpfs", "/run/netns", "tmpfs", 0)
        hosts = folder / "hosts"
        hosts.write_text("127.0.0.1 localhost\n" + "".join(f"{address} {name}\n" for name, address in names.items()))
        _mount(str(hosts), "/etc/hosts", "none", MS_BIND)
        ip("link", "set", "lo", "up")
        ip("address", "add", f"{SERVICE}/32", "dev", "lo")
        for bridge, prefix in (("front", FRONT), ("back", BACK)):
            ip("link", "add", bridge, "type", "bridge", "stp_state", "0", "forward_delay", "0")
            ip("address", "add", f"{prefix}.1/24", "dev", bridge)
            ip("link", "set", bridge, "up")

    def host(self, name, number, networks=("back",)):
        """A host with its last number on each of the networks; it reaches the Service over `back`."""
        ip("netns", "add", name)
        ip("-n", name, "link", "set", "lo", "up")
        for network in networks:
            port, prefix = f"{name}-{network[0]}", {"front": FRONT, "back": BACK}[network]
            ip("link", "add", port, "type", "veth", "peer", "name", network, "netns", name)
            ip("link", "set", port, "master", network, "up")
            ip("-n", name, "address", "add", f"{prefix}.{number}/24", "dev", network)
            ip("-n", name, "link", "set", network, "up")
        ip("-n", name, "route", "add", f"{SERVICE}/32", "via", f"{BACK}.1")

    def drop(self, name, drops, network="back"):
        """Whether the host's cable loses every packet in silence."""
        state = DROPS if drops else FORWARDS
        subprocess.run(["bridge", "link", "set", "dev", f"{name}-{network[0]}", "state", state], check=True)

    def link(self, name, up, network="back"):
        """Whether the host's cable is plugged in; its end is told."""
        ip("link", "set", f"{name}-{network[0]}", "up" if up else "down")


def inside(name, command):
    """The command, run on the host; the mounts stay those of this process."""
    return ["nsenter", f"--net=/run/netns/{name}", *command] if name else command
