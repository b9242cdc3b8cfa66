"""Two edges and two pools on hosts of their own, one Redis, load flowing, while hosts, links and programs fail. `cargo xtask test` runs it;
it needs Linux and root, and says so where it has not. An edge has its audit-sink and an issuer beside it, on its own loopback."""

import collections
import os
import socket
import ssl
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import hosts
import load
import network
from hosts import until
from service import Service

WORKSPACE = Path(__file__).resolve().parents[3]
PROGRAMS = Path(os.environ.get("ANTEROOM_PROGRAMS", WORKSPACE / "target/debug"))
EDGES = {"edge-1": hosts.edge_address(11), "edge-2": hosts.edge_address(12)}
POOLS = {"pool-1": f"{network.BACK}.21", "pool-2": f"{network.BACK}.22"}
# What an edge may answer while a pool is failing. Anything else is a mistake of ours.
POOL_TROUBLE = {(503, "pool-unavailable"), (504, "pool-timeout")}
# The failures that the breaker counts, as audit events call them.
COUNTED = {"pool_unreachable", "pool_broke_off", "pool_timeout", "pool_answer", "pool_refused", "pool_not_ready"}
SKIP = network.reason_to_skip()


@unittest.skipIf(SKIP, SKIP)
class ManyHosts(unittest.TestCase):
    """One story, in order: each part begins where the last one ended, healed."""

    @classmethod
    def setUpClass(cls):
        scratch = WORKSPACE / "target/anteroom"
        scratch.mkdir(parents=True, exist_ok=True)
        cls.scratch = tempfile.TemporaryDirectory(prefix="many-hosts-", dir=scratch)
        folder = Path(cls.scratch.name)
        cls.network = network.Network(folder, hosts.names())
        cls.site = site = hosts.Site(folder, WORKSPACE, PROGRAMS)
        cls.addClassCleanup(cls.scratch.cleanup)
        cls.addClassCleanup(site.end)
        site.prepare()
        for number, name in enumerate(EDGES, 11):
            cls.network.host(name, number, ("front", "back"))
        for number, name in enumerate(POOLS, 21):
            cls.network.host(name, number)
        cls.network.host("redis", 30)
        site.start("redis")
        site.start("issuer")
        for number, edge in enumerate(EDGES, 1):
            site.start(f"issuer-{number}", edge)
            site.start(f"sink-{number}", edge)
        for pool in POOLS:
            site.start(pool)
        for edge in EDGES:
            site.start(edge)
        cls.service = Service(network.SERVICE, hosts.POOL_PORT, POOLS, hosts.ADMIN_PORT)
        cls.service.start()
        until(lambda: cls.service.ready == set(POOLS), "both pools are ready")
        cls.book, cls.ca = load.Book(), str(folder / "tls/ca.pem")
        cls.tokens = {f"app-{number}": site.token(f"app-{number}") for number in range(96)}
        cls.load = load.Load(cls.book, EDGES, cls.ca, cls.tokens)
        cls.load.start()

    # --- what the parts are made of

    def healed(self, mark=None, count=40):
        """Waits until the last `count` requests of each edge in service were answered 200, and every request that began before is
        answered too: one that hangs of a failure may outlast many that came later. Returns all since the mark."""
        mark = self.book.mark() if mark is None else mark
        start, now = self.book.mark(), time.monotonic()

        def well():
            seen = collections.defaultdict(list)
            for entry in self.book.since(start):
                seen[entry.edge].append(entry.status == 200)
            return self.book.oldest() >= now and all(
                len(seen[edge]) >= count and all(seen[edge][-count:]) for edge in self.load.in_service)
        until(well, "every edge answers 200 again")
        return self.book.since(mark)

    def check(self, entries, pool_trouble):
        """Nothing lost, nothing but what the contract has for this; de-identification never suffers from the pool."""
        self.assertEqual(self.book.lost, [])
        odd = [e[:7] + (e.problem,) for e in entries if e.status != 200 and not (
            pool_trouble and e.path == "/v1/classify" and (e.status, e.problem) in POOL_TROUBLE)]
        if odd:
            told = [line for edge in EDGES for line in self.site.running[edge].lines() if line.get("request_id") in {o[0] for o in odd}]
            self.fail(f"{odd}; the edges say {told}")
        for entry in entries:
            if entry.status == 503:
                self.assertRegex(entry.headers.get("retry-after", ""), r"^\d+$")
        answers = collections.Counter(e.status for e in entries)
        print(f"\n  {len(entries)} requests: {dict(sorted(answers.items()))}, the slowest {max(e.seconds for e in entries):.1f} s", file=sys.stderr)

    def call(self, edge, client, path="/v1/deidentify"):
        caller = load.Caller(self.book, EDGES, self.ca)
        try:
            return caller.call(path, client, self.site.token(client), [edge])
        finally:
            caller.close()

    def in_use(self):
        """A pool that an edge is using, and will for a while."""
        names = []
        until(lambda: names.append(self.service.in_use()) or names[-1], "a connection is settled")
        return names[-1]

    def statuses(self, client):
        return [self.call(edge, client).status for edge in EDGES]

    def reasons(self):
        """How often each edge gave each reason."""
        return {edge: collections.Counter(e["reason"] for e in self.site.running[edge].lines() if e.get("event") == "audit")
                for edge in EDGES}

    def breaker_was_right(self, before):
        """Whoever found it open: failures enough were counted before, over both edges."""
        after = self.reasons()
        news = {edge: after[edge] - before[edge] for edge in EDGES}
        failed = sum(count for counts in news.values() for reason, count in counts.items() if reason in COUNTED)
        if any(counts["breaker_open"] for counts in news.values()):
            self.assertGreaterEqual(failed, hosts.BREAKER_FAILURES)
        print("  " + "; ".join(f"{edge}: {dict(sorted(counts.items()))}" for edge, counts in news.items()), file=sys.stderr)
        return news

    def redis_is_used(self):
        """Whether the last requests of each edge went without nothing."""
        for edge in EDGES:
            events = [e for e in self.site.running[edge].lines() if e.get("event") == "audit" and e["decision"] == "allow"]
            if any(e.get("without") for e in events[-20:]):
                return False
        return True

    # --- the story

    def test_01_all_is_well(self):
        entries = self.healed()
        self.check(entries, pool_trouble=False)
        self.assertEqual({e.edge for e in entries}, set(EDGES))
        self.assertTrue(all(self.service.connections.values()), f"a pool has no connection: {self.service.connections}")

    def test_02_a_limit_holds_over_both_edges(self):
        caller, token = load.Caller(self.book, EDGES, self.ca), self.site.token("greedy")
        answers = [caller.call("/v1/deidentify", "greedy", token, [sorted(EDGES)[n % 2]]).status for n in range(hosts.RATE + 20)]
        caller.close()
        alone = [e for edge in EDGES for e in self.site.running[edge].lines() if e.get("client") == "greedy" and e.get("without")]
        self.assertEqual((collections.Counter(answers), alone), ({200: hosts.RATE, 429: 20}, []))

    def test_03_the_deny_list_holds_on_both_edges(self):
        self.assertEqual(self.statuses("banned"), [200, 200])
        self.assertEqual(self.site.redis_says("SET", "anteroom:deny", "0 client banned\n"), "OK")
        until(lambda: self.statuses("banned") == [401, 401], "both edges know of the deny-list")

    def test_04_a_pool_is_killed(self):
        before, mark = self.reasons(), self.book.mark()
        name = self.in_use()
        self.site.running[name].kill()
        until(lambda: name not in self.service.ready, "the probes find it dead")
        self.check(self.healed(mark), pool_trouble=True)
        self.breaker_was_right(before)
        self.site.start(name)
        until(lambda: name in self.service.ready, "it is back")

    def test_05_a_pool_is_replaced_in_order(self):
        """As an update does it: out of the Service, then told to end. Nobody notices."""
        before, mark = self.reasons(), self.book.mark()
        for pool in POOLS:
            self.service.withdraw(pool)
            # The manifest's pause before the end.
            self.healed(count=5)
            self.assertEqual(self.site.running[pool].stop(), 0)
            self.site.start(pool)
            self.service.replaced(pool)
            until(lambda: pool in self.service.ready, "it is back")
        self.check(self.healed(mark), pool_trouble=False)
        self.breaker_was_right(before)

    def test_05_new_pools_get_their_share(self):
        """Edges keep their connections, and both pools are new: each gets some as old connections are ended, and nobody notices."""
        mark, before = self.book.mark(), dict(self.service.connections)
        until(lambda: all(self.service.connections[pool] > before[pool] for pool in POOLS), "each pool gets another connection")
        self.check(self.healed(mark), pool_trouble=False)

    def test_06_a_pools_packets_vanish(self):
        self.pool_is_cut_off(self.network.drop)

    def test_07_a_pools_link_is_down(self):
        self.pool_is_cut_off(lambda name, cut: self.network.link(name, not cut))

    def pool_is_cut_off(self, cut):
        before, mark, name = self.reasons(), self.book.mark(), self.in_use()
        cut(name, True)
        until(lambda: name not in self.service.ready, "the probes find it gone")
        entries = self.healed(mark)
        cut(name, False)
        self.check(entries, pool_trouble=True)
        self.assertIn(504, {e.status for e in entries}, "nobody was on the pool that was cut off")
        self.breaker_was_right(before)
        until(lambda: self.service.ready == set(POOLS), "it is back")

    def test_08_an_edge_is_cut_off_from_pools_and_redis(self):
        """The other one does not suffer, and is not told to leave the pool alone."""
        before, mark = self.reasons(), self.book.mark()
        self.network.drop("edge-1", True)
        until(lambda: self.reasons()["edge-1"]["breaker_open"] > before["edge-1"]["breaker_open"], "its own breaker is open")
        middle = self.book.mark()
        until(lambda: sum(e.edge == "edge-2" for e in self.book.since(middle)) > 40, "the other one is called")
        self.network.drop("edge-1", False)
        entries = self.healed(mark)
        self.check(entries, pool_trouble=True)
        self.assertEqual({e.status for e in entries if e.edge == "edge-2"}, {200})
        news = self.breaker_was_right(before)
        self.assertEqual(news["edge-2"]["breaker_open"], 0)
        # It had the last list, and the counts of its own.
        self.assertEqual(self.statuses("banned"), [401, 401])

    def test_09_an_edge_is_drained_under_load(self):
        before, mark = self.reasons(), self.book.mark()
        slow = SlowCaller(self.ca, EDGES["edge-2"], self.site.token("slow"))
        until(self.load.withdraw("edge-2"), "the gateway has taken it out")
        slow.half()
        edge = self.site.running["edge-2"]
        edge.process.terminate()
        until(lambda: "draining" in edge.log.read_text(), "it has heard")
        self.assertEqual(slow.rest(), 200)
        self.assertEqual(edge.ended(), 0)
        self.check(self.healed(mark), pool_trouble=False)
        self.site.start("edge-2")
        self.load.in_service.add("edge-2")
        entries = self.healed(mark)
        self.check(entries, pool_trouble=False)
        self.assertEqual(self.breaker_was_right(before)["edge-1"]["breaker_open"], 0)

    def test_10_redis_is_restarted_and_then_cut_off(self):
        """Nobody's request fails of it, nor waits for long; who is shut out stays so, and who was over the rate."""
        mark = self.book.mark()
        self.assertEqual(self.site.running["redis"].stop(), 0)
        self.healed()
        self.assertEqual(self.statuses("banned"), [401, 401])
        self.site.start("redis")
        self.network.drop("redis", True)
        self.healed()
        self.assertEqual(self.statuses("banned"), [401, 401])
        self.network.drop("redis", False)
        self.check([e for e in self.healed(mark) if e.client != "banned"], pool_trouble=False)
        until(self.redis_is_used, "both edges count in Redis again")
        self.assertEqual(self.statuses("greedy"), [429, 429])
        self.assertEqual(self.site.redis_says("SET", "anteroom:deny", hosts.NOBODY), "OK")
        until(lambda: self.statuses("banned") == [200, 200], "both edges know of the new list")

    def test_11_both_pools_are_gone(self):
        """Then the breaker opens on both edges, and one probe closes it."""
        before, mark = self.reasons(), self.book.mark()
        for pool in POOLS:
            self.site.running[pool].kill()
        until(lambda: all(self.reasons()[e]["breaker_open"] > before[e]["breaker_open"] for e in EDGES), "the breaker is open on both")
        for pool in POOLS:
            self.site.start(pool)
        self.check(self.healed(mark), pool_trouble=True)
        self.breaker_was_right(before)

    def test_12_the_books_agree(self):
        """Each request that a caller has an answer to stands in exactly one edge's audit trail, once, with that answer."""
        self.load.stop()
        self.assertEqual(self.book.lost, [])
        self.assertEqual(self.book.leaks, [])
        written = collections.defaultdict(list)
        for edge in EDGES:
            for event in self.site.running[edge].lines():
                if event.get("event") == "audit":
                    written[event["request_id"]].append((edge, event["status"]))
        wrong = [(e.id, e.edge, e.status, written[e.id]) for e in self.book.entries if written[e.id] != [(e.edge, e.status)]]
        self.assertEqual(wrong, [])
        for number, edge in enumerate(EDGES, 1):
            self.assertEqual(self.site.running[f"sink-{number}"].stop(), 0)
            self.site.verify(number, edge)
        by_status = collections.Counter(e.status for e in self.book.entries)
        worst = max(e.seconds for e in self.book.entries)
        print(f"\n{len(self.book.entries)} requests, each answered: {dict(by_status)}; the slowest took {worst:.1f} s", file=sys.stderr)


class SlowCaller:
    """A request whose body arrives in two halves."""

    def __init__(self, ca, address, token):
        raw = socket.create_connection(address, load.PATIENCE)
        self.socket = ssl.create_default_context(cafile=ca).wrap_socket(raw, server_hostname="localhost")
        self.token, self.body = token, b'{"inputs": "Feels much better."}'

    def half(self):
        head = (f"POST /v1/classify HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {self.token}\r\n"
                f"content-type: application/json\r\ncontent-length: {len(self.body)}\r\n\r\n").encode()
        self.socket.sendall(head + self.body[:8])

    def rest(self):
        """The status of the answer."""
        self.socket.sendall(self.body[8:])
        with self.socket, self.socket.makefile("rb") as answer:
            return int(answer.readline().split()[1])


if __name__ == "__main__":
    unittest.main(failfast=True)
