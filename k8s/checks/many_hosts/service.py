"""The pool's Service, as Kubernetes has it: one address; each new connection goes to the next of the endpoints that are ready, by the
probes of the manifest, and stays there. It stands for kube-proxy in IPVS mode and the kubelet's probes, and differs in one thing: it
takes a connection before it has one to the endpoint, so where kube-proxy lets a caller see a refusal, here it sees a reset."""

import asyncio
import socket
import threading
import time

# As in the manifest, five times faster, so that the test need not wait for it; but the time for an answer is the manifest's, or a busy
# machine would take a pool out that is well.
PROBE_EVERY, PROBE_TIMEOUT, FAILURES = 1.0, 2.0, 2
# In seconds, how old a connection is that its edge is sure to use, and will for a while more.
SETTLED = (0.5, 2.0)


class Connection:
    def __init__(self, endpoint):
        self.endpoint, self.since = endpoint, time.monotonic()


class Service:
    def __init__(self, address, port, endpoints, admin_port):
        """`endpoints` are addresses by name."""
        self.address, self.port, self.admin_port = address, port, admin_port
        self.endpoints, self._answering, self._withdrawn, self._turn = endpoints, set(), set(), 0
        self.connections = dict.fromkeys(endpoints, 0)
        self._open = []
        # The loop holds tasks weakly: without this a quiet connection could be collected.
        self._tasks = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        for name in self.endpoints:
            asyncio.run_coroutine_threadsafe(self._probe(name), self._loop)

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    @property
    def ready(self):
        """The endpoints that get new connections."""
        return self._answering - self._withdrawn

    def withdraw(self, name):
        """What the deletion of a pod does before anything else: no new connections, whatever its probes still say."""
        self._withdrawn.add(name)

    def replaced(self, name):
        """Its successor has started: it is in again as soon as that is ready."""
        self._answering.discard(name)
        self._withdrawn.discard(name)

    def in_use(self):
        """The endpoint of the newest connection that is in use, and will be for a while: None, where there is none just now."""
        now = time.monotonic()
        settled = [c for c in list(self._open) if SETTLED[0] <= now - c.since <= SETTLED[1]]
        return settled[-1].endpoint if settled else None

    async def _probe(self, name):
        failures = 0
        while True:
            try:
                is_ready = await asyncio.wait_for(self._ask(self.endpoints[name]), PROBE_TIMEOUT)
            except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
                is_ready = False
            failures = 0 if is_ready else failures + 1
            if is_ready:
                self._answering.add(name)
            elif failures >= FAILURES:
                self._answering.discard(name)
            await asyncio.sleep(PROBE_EVERY)

    async def _ask(self, address):
        reader, writer = await asyncio.open_connection(address, self.admin_port)
        try:
            writer.write(b"GET /v2/health/ready HTTP/1.1\r\nhost: probe\r\nconnection: close\r\n\r\n")
            return b" 200 " in await reader.readuntil(b"\r\n")
        finally:
            writer.transport.abort()

    async def _listen(self):
        listener = socket.create_server((self.address, self.port), backlog=256)
        listener.setblocking(False)
        self._keep(self._accept(listener))

    async def _accept(self, listener):
        while True:
            caller, _ = await self._loop.sock_accept(listener)
            self._keep(self._take(caller))

    def _keep(self, work):
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self, caller):
        caller.setblocking(False)
        ready = sorted(self.ready)
        with caller, socket.socket() as pool:
            pool.setblocking(False)
            if not ready:
                return
            self._turn += 1
            name = ready[self._turn % len(ready)]
            self.connections[name] += 1
            try:
                await asyncio.wait_for(self._loop.sock_connect(pool, (self.endpoints[name], self.port)), 5)
            except (OSError, asyncio.TimeoutError):
                return
            self._open.append(connection := Connection(name))
            try:
                await asyncio.gather(self._copy(caller, pool), self._copy(pool, caller))
            finally:
                self._open.remove(connection)

    async def _copy(self, source, target):
        """One direction, to its end. What was sent before an end arrives before it, whatever becomes of the other direction: packets
        are not lost because somebody has hung up."""
        try:
            while data := await self._loop.sock_recv(source, 65536):
                await self._loop.sock_sendall(target, data)
        except OSError:
            pass
        try:
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
