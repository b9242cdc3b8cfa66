"""The programs as they are shipped, each on its host. Each is ended by its process id, or with this process, whichever is sooner."""

import json
import os
import select
import signal
import socket
import subprocess
import time
import urllib.request

from network import BACK, FRONT, SERVICE, inside

POOL_NAME = "gpu-pool.anteroom-pool.svc"
# Shorter than in the manifest, so that the test need not wait for it.
CONNECTION_AGE = 4
EDGE_PORT, POOL_PORT, ADMIN_PORT, ISSUER_PORT, REDIS_PORT, SINK_PORT = 8080, 8443, 9090, 8400, 6379, 8700
ISSUER = f"http://127.0.0.1:{ISSUER_PORT}"
# Of the edges, in milliseconds: short, so that much happens in little time. To connect may take as long: the machine may be busy.
POOL_TIMEOUT, BREAKER_OPEN_SECONDS, BREAKER_FAILURES = 2000, 1, 5
# Longer than by default: on a busy machine an edge would leave a slow Redis alone, as it should, and count for itself.
STORE_TIMEOUT = 1500
# Longer than by default: the sinks wait for the disk, which may be busy with something else besides.
SINK_TIMEOUT = 15_000
# What one client may send in a window, and its seconds: windows begin at multiples of their length, and the story ends in the one
# that it begins in.
RATE = 300
RATE_WINDOW = next(seconds for seconds in range(3600, 0, -60) if time.time() % seconds < seconds / 2)
# The deny-list, when nobody is on it.
NOBODY = "# nobody\n"
# A first start compiles the component.
STARTED_WITHIN = 240


class Program:
    def __init__(self, name, command, folder, host=None, environment=None, says_where=True):
        self.name, self.log = name, folder / f"{name}.log"
        with open(self.log, "ab") as log:
            # Standard input is held open: programs that were asked to end with it do so if this process dies.
            self.process = subprocess.Popen(inside(host, command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                                            env={**os.environ, **(environment or {})})
        if says_where:
            self._first_line()

    def _first_line(self):
        ready, _, _ = select.select([self.process.stdout], [], [], STARTED_WITHIN)
        line = self.process.stdout.readline() if ready else b""
        if not line.startswith(b"{"):
            raise AssertionError(f"{self.name} did not start:\n{self.log.read_text()[-3000:]}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.ended()

    def stop(self):
        """Told to end; its exit status."""
        self.process.terminate()
        return self.ended()

    def ended(self):
        """Its exit status, once it has ended."""
        status = self.process.wait(60)
        self.process.stdin.close()
        self.process.stdout.close()
        return status

    def lines(self):
        """The lines of its log that are JSON."""
        for line in self.log.read_text().splitlines():
            if line.startswith("{"):
                try:
                    yield json.loads(line)
                except ValueError:
                    continue


class Site:
    """All programs, and the commands that start each again."""

    def __init__(self, folder, workspace, programs):
        """`programs` is the folder of the built ones."""
        self.folder, self.workspace, self.programs = folder, workspace, programs
        self.running, self.password = {}, "development"

    def prepare(self):
        subprocess.run([self.programs / "anteroom-dev", "--dir", self.folder / "identity", "pki", "--pool-name", POOL_NAME],
                       check=True, stdout=subprocess.DEVNULL)
        (self.folder / "audit.key").write_text(os.urandom(32).hex())
        (self.folder / "runtime-config.toml").write_text(f"""
[[client_tls]]
component_ids = ["edge-gateway"]
hosts = ["{POOL_NAME}"]
ca_roots_file = "identity/ca.pem"
client_cert_file = "identity/edge.pem"
client_private_key_file = "identity/edge.key"
[outbound_http]
connection_pooling = true
[key_value_store.default]
type = "spin"
[key_value_store.shared]
type = "redis"
url = "redis://:{self.password}@redis.anteroom.test:{REDIS_PORT}/0"
""")

    def start(self, name, *arguments):
        self.running[name] = getattr(self, name.rpartition("-")[0] or name)(name, *arguments)
        return self.running[name]

    def issuer(self, name, host=None):
        """It serves loopback only, so one stands on each host that asks it, all with one key and one name."""
        command = [self.programs / "anteroom-dev", "--dir", self.folder / "identity", "issuer", "--listen", ISSUER.removeprefix("http://"),
                   "--exit-with-stdin"]
        return Program(name, command, self.folder, host)

    def redis(self, name):
        """It keeps what it was told, else a restart would lose the deny-list."""
        data = self.folder / "redis"
        data.mkdir(exist_ok=True)
        server = os.environ.get("ANTEROOM_REDIS_SERVER") or "redis-server"
        # It does not end with its standard input, so it is told to die with us.
        command = ["setpriv", "--pdeathsig", "KILL", server, "--bind", f"{BACK}.30", "--port", str(REDIS_PORT), "--requirepass", self.password, "--dir", data,
                   "--save", "", "--appendonly", "yes"]
        program = Program(name, command, self.folder, "redis", says_where=False)
        until(lambda: self.redis_says("SETNX", "anteroom:deny", NOBODY) in ("0", "1"), "Redis answers")
        return program

    def redis_says(self, *words):
        """The answer to a command, or None where there is none."""
        try:
            with socket.create_connection((f"{BACK}.30", REDIS_PORT), 1) as stream:
                stream.sendall(resp("AUTH", self.password) + resp(*words))
                stream.settimeout(1)
                with stream.makefile("rb") as lines:
                    return [lines.readline(), lines.readline()][1].strip()[1:].decode() or None
        except OSError:
            return None

    def pool(self, name):
        identity = self.folder / "identity"
        command = [self.programs / "gpu-pool", "--listen", f"0.0.0.0:{POOL_PORT}", "--admin-listen", f"0.0.0.0:{ADMIN_PORT}",
                   "--models", self.workspace / "gpu-pool/models", "--instances", "1", "--tls-cert", identity / "pool.pem",
                   "--tls-key", identity / "pool.key", "--client-ca", identity / "ca.pem", "--client-names", "edge.anteroom.local",
                   "--max-connection-age-seconds", str(CONNECTION_AGE), "--exit-with-stdin"]
        return Program(name, command, self.folder, name)

    def sink(self, name, host):
        command = [self.programs / "audit-sink", "serve", "--listen", f"127.0.0.1:{SINK_PORT}", "--file", self.folder / f"{name}.chain",
                   "--key-file", self.folder / "audit.key", "--exit-with-stdin"]
        return Program(name, command, self.folder, host)

    def edge(self, name):
        variables = {
            "auth_issuer": ISSUER, "auth_audience": "anteroom", "auth_keys_origin": ISSUER, "model": "demo",
            "pool_origin": f"https://{POOL_NAME}:{POOL_PORT}", "pool_timeout_ms": POOL_TIMEOUT, "pool_connect_timeout_ms": POOL_TIMEOUT,
            "breaker_failures": BREAKER_FAILURES, "breaker_open_seconds": BREAKER_OPEN_SECONDS,
            "rate_requests": RATE, "rate_window_seconds": RATE_WINDOW, "shared_patience_ms": STORE_TIMEOUT,
            "audit_sink": "refuse", "audit_sink_timeout_ms": SINK_TIMEOUT,
            "audit_sink_origin": f"http://127.0.0.1:{SINK_PORT}", "audit_key": f"@{self.folder / 'audit.key'}",
        }
        command = [self.programs / "edge-host", "--listen", f"0.0.0.0:{EDGE_PORT}", "--manifest", self.workspace / "spin.toml",
                   "--tls-dev-dir", self.folder / "tls", "--runtime-config-file", self.folder / "runtime-config.toml",
                   "--cache-dir", self.folder.parent / "component-cache", "--log-format", "json", "--exit-with-stdin",
                   "--redis-timeout-ms", str(STORE_TIMEOUT)]
        for variable in variables.items():
            command += ["--variable", "{}={}".format(*variable)]
        return Program(name, command, self.folder, name)

    def verify(self, number, edge):
        """The chain of a sink holds, and every receipt that the edge wrote down is in it."""
        command = [self.programs / "audit-sink", "verify", self.folder / f"sink-{number}.chain", "--key-file", self.folder / "audit.key",
                   "--log", self.running[edge].log]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr)

    def token(self, client):
        form = f"grant_type=client_credentials&client_id={client}&client_secret=x".encode()
        with urllib.request.urlopen(f"{ISSUER}/token", form, timeout=10) as answer:
            return json.load(answer)["access_token"]

    def end(self):
        for program in self.running.values():
            if program.process.poll() is None:
                program.kill()


def edge_address(number):
    return f"{FRONT}.{number}", EDGE_PORT


def names():
    """What stands in DNS."""
    return {POOL_NAME: SERVICE, "redis.anteroom.test": f"{BACK}.30"}


def resp(*words):
    return f"*{len(words)}\r\n".encode() + b"".join(f"${len(w.encode())}\r\n{w}\r\n".encode() for w in words)


def until(condition, what, within=120):
    """Waits for it; no test waits for a time instead."""
    end = time.monotonic() + within
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"within {within} s: {what}")
        time.sleep(0.05)
