"""The pool's Service, as Kubernetes has it: one address; each new connection goes to the next of the endpoints that are ready, by the
probes of the manifest, and stays there. It stands for kube-proxy in IPVS mode and the kubelet's probes, and differs in one thing: it
takes a connection before it has one to the endpoint, so where kube-proxy lets a caller see a refusal, here it sees a reset."""

import asyncio
import collections
import threading

# As in the manifest, five times faster, so that the test need not wait for it.
PROBE_EVERY, PROBE_TIMEOUT, FAILURES = 1.0, 0.4, 2


class Service:
    def __init__(self, address, port, endpoints, admin_port):
        """`endpoints` are addresses by name."""
        self.address, self.port, self.admin_port = address, port, admin_port
        self.endpoints, self.ready, self._turn = endpoints, set(), 0
        self.connections = dict.fromkeys(endpoints, 0)
        self.open = collections.Counter()
        # The loop holds tasks weakly: without this a quiet connection could be collected.
        self._tasks = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self._thread.start()
        asyncio.run_coroutine_threadsafe(asyncio.start_server(self._take, self.address, self.port), self._loop).result(10)
        for name in self.endpoints:
            asyncio.run_coroutine_threadsafe(self._probe(name), self._loop)

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def withdraw(self, name):
        """What the deletion of a pod does before anything else: no new connections, until its successor is ready."""
        self.ready.discard(name)

    def busiest(self):
        """The endpoint with the most open connections: edges keep theirs, so the others may have none."""
        return self.open.most_common(1)[0][0]

    async def _probe(self, name):
        failures = 0
        while True:
            try:
                is_ready = await asyncio.wait_for(self._ask(self.endpoints[name]), PROBE_TIMEOUT)
            except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError):
                is_ready = False
            failures = 0 if is_ready else failures + 1
            if is_ready:
                self.ready.add(name)
            elif failures >= FAILURES:
                self.ready.discard(name)
            await asyncio.sleep(PROBE_EVERY)

    async def _ask(self, address):
        reader, writer = await asyncio.open_connection(address, self.admin_port)
        try:
            writer.write(b"GET /v2/health/ready HTTP/1.1\r\nhost: probe\r\nconnection: close\r\n\r\n")
            return b" 200 " in await reader.readuntil(b"\r\n")
        finally:
            writer.transport.abort()

    async def _take(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        ready = sorted(self.ready)
        ends = [writer]
        try:
            if ready:
                self._turn += 1
                name = ready[self._turn % len(ready)]
                self.connections[name] += 1
                there, back = await asyncio.wait_for(asyncio.open_connection(self.endpoints[name], self.port), 5)
                ends.append(back)
                self.open[name] += 1
                try:
                    await asyncio.gather(self._copy(reader, back), self._copy(there, writer))
                finally:
                    self.open[name] -= 1
        except (OSError, asyncio.TimeoutError):
            pass
        finally:
            for end in ends:
                end.transport.abort()

    async def _copy(self, reader, writer):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
