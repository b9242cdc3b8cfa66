"""Callers, and the book of what became of each request. A caller does what a gateway would: it tries the next edge where it could not
connect, and never sends again what an edge may have seen. A request that was sent and has no answer is lost."""

import collections
import http.client
import json
import socket
import ssl
import threading
import time
import uuid

# Longer than an edge may take by its own limits, on a machine that is busy with something else besides.
PATIENCE = 60
TEXT = "Zebulon Quist, MRN 48151623, feels much better."
SECRETS = ("Zebulon", "Quist", "48151623")

Entry = collections.namedtuple("Entry", "id edge path client status began seconds problem headers")


class EdgeConnection(http.client.HTTPSConnection):
    """To an edge by address; its development certificate is for `localhost`."""

    def connect(self):
        raw = socket.create_connection((self.host, self.port), self.timeout)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = raw
        self.sock = self._context.wrap_socket(raw, server_hostname="localhost")


class Book:
    def __init__(self):
        self._lock, self.entries, self.lost, self.leaks = threading.Lock(), [], [], []
        self._under_way = {}

    def begin(self, request_id):
        """The moment, as `time.monotonic` has it."""
        with self._lock:
            self._under_way[request_id] = began = time.monotonic()
        return began

    def oldest(self):
        """When the oldest request that has no answer yet began; now, if there is none."""
        with self._lock:
            return min(self._under_way.values(), default=time.monotonic())

    def write(self, entry):
        with self._lock:
            del self._under_way[entry.id]
            self.entries.append(entry)

    def lose(self, request_id, what):
        with self._lock:
            del self._under_way[request_id]
            self.lost.append(f"{request_id} {what}")

    def since(self, mark):
        with self._lock:
            return self.entries[mark:]

    def mark(self):
        with self._lock:
            return len(self.entries)


class Caller:
    """One thread's connections to the edges."""

    def __init__(self, book, edges, ca):
        self.book, self.edges, self.context = book, edges, ssl.create_default_context(cafile=ca)
        self.connections = {}

    def close(self):
        for connection in self.connections.values():
            connection.close()

    def call(self, path, client, token, order):
        """Tries the edges in this order; returns the entry, or None where none could be connected to or the request was lost."""
        for edge in order:
            connection = self._connected(edge)
            if connection:
                return self._send(connection, edge, path, client, token)
        return None

    def _connected(self, edge):
        connection = self.connections.get(edge)
        if connection is None or connection.sock is None or is_over(connection.sock):
            if connection:
                connection.close()
            connection = EdgeConnection(*self.edges[edge], timeout=PATIENCE, context=self.context)
            try:
                connection.connect()
            except OSError:
                connection.close()
                return None
            self.connections[edge] = connection
        return connection

    def _send(self, connection, edge, path, client, token):
        request_id = uuid.uuid4().hex
        began = self.book.begin(request_id)
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json", "x-request-id": request_id}
        try:
            connection.request("POST", path, json.dumps({"inputs": TEXT}), headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            self.book.lose(request_id, f"{edge} {path}: {error!r} after {time.monotonic() - began:.1f} s")
            return None
        if any(secret.encode() in body for secret in SECRETS):
            self.book.leaks.append(request_id)
        problem = None if answer.status == 200 else json.loads(body)["type"].rpartition(":")[2]
        found = {name.lower(): value for name, value in answer.getheaders()}
        entry = Entry(request_id, edge, path, client, answer.status, began, time.monotonic() - began, problem, found)
        assert found.get("x-request-id", request_id) == request_id
        self.book.write(entry)
        return entry


def is_over(sock):
    """Whether the other side has closed a connection that nothing is under way on."""
    sock.setblocking(False)
    try:
        return sock.recv(1) == b""
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    except OSError:
        return True
    finally:
        sock.settimeout(PATIENCE)


class Load:
    """Threads that call the edges that are in service, each in turn, until they are told to stop."""

    def __init__(self, book, edges, ca, tokens, threads=8, pause=0.05):
        self.in_service, self._stop = set(edges), threading.Event()
        # How many calls each thread has begun.
        self._turns = [0] * threads
        self._threads = [threading.Thread(target=self._work, args=(book, edges, ca, tokens, number, threads, pause), daemon=True)
                         for number in range(threads)]

    def start(self):
        for thread in self._threads:
            thread.start()

    def withdraw(self, edge):
        """Takes it out, as a gateway does. Returns what says whether no thread is left that chose it before."""
        self.in_service.discard(edge)
        before = list(self._turns)
        return lambda: all(now > then for now, then in zip(self._turns, before))

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(2 * PATIENCE)

    def _work(self, book, edges, ca, tokens, number, threads, pause):
        caller, clients = Caller(book, edges, ca), sorted(tokens)[number::threads]
        for turn in range(1 << 30):
            if self._stop.wait(pause):
                return caller.close()
            self._turns[number] = turn
            names = sorted(self.in_service)
            first = (turn + number) % len(names)
            path = "/v1/deidentify" if turn % 3 == 0 else "/v1/classify"
            client = clients[turn % len(clients)]
            caller.call(path, client, tokens[client], names[first:] + names[:first])
