#!/usr/bin/env python3
"""Attacks the service through its TLS proxy: smuggled requests, HTTP/2 frames, paths, forged headers.

    proxy.py https://localhost:8443 [--seconds 10]

The certificate is not checked. Prints one line per attack: what the proxy or the service answered,
and whether honest requests sent afterwards got their own answers (each has a Request-ID, which the
service repeats; a smuggled request carries the id `smuggled-request`). Exits with 1 if an honest
request got another's answer, or failed. Needs Python 3.9 only.
"""

import argparse
import http.client
import socket
import struct
import sys
import threading
import time
import urllib.parse
import uuid

from slow import context

SMUGGLED = b"GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nRequest-ID: smuggled-request\r\n\r\n"
POST = b"POST /api/v1/auth/password HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
CHUNK = b"%x\r\n%s\r\n0\r\n\r\n" % (len(SMUGGLED), SMUGGLED)

HTTP1 = {
    "CL.TE": POST + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (5 + len(SMUGGLED)) + SMUGGLED,
    "TE.CL": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNK,
    "TE.CL, TE folded": POST + b"Content-Length: 4\r\nTransfer-Encoding:\r\n chunked\r\n\r\n" + CHUNK,
    "TE with a space before the colon": POST + b"Content-Length: 4\r\nTransfer-Encoding : chunked\r\n\r\n" + CHUNK,
    "TE: xchunked": POST + b"Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n\r\n" + CHUNK,
    "TE: identity, chunked": POST + b"Content-Length: 4\r\nTransfer-Encoding: identity, chunked\r\n\r\n" + CHUNK,
    "two TE": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\nContent-Length: 4\r\n\r\n" + CHUNK,
    "two CL": POST + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(SMUGGLED) + SMUGGLED,
    "CL: +0": POST + b"Content-Length: +0\r\n\r\n" + SMUGGLED,
    "CL: 0, %d": POST + b"Content-Length: 0, %d\r\n\r\n" % len(SMUGGLED) + SMUGGLED,
    "GET with a body": b"GET /api/v1/wishes HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(SMUGGLED) + SMUGGLED,
    "chunk size with a bare LF": POST + b"Transfer-Encoding: chunked\r\n\r\n0\n\n" + SMUGGLED,
    "chunk extension with a bare LF": POST + b"Transfer-Encoding: chunked\r\n\r\n2;\nxx\r\n0\r\n\r\n" + SMUGGLED,
    "chunk size larger than 64 bits": POST + b"Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n" + SMUGGLED,
    "obs-fold": b"GET /api/v1/wishes HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\n\r\n",
    "two Host": b"GET /api/v1/wishes HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "Host and another absolute URI": b"GET http://evil.example/api/v1/wishes HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no Host": b"GET /api/v1/wishes HTTP/1.1\r\n\r\n",
    "NUL in a value": b"GET /api/v1/wishes HTTP/1.1\r\nHost: localhost\r\nX-A: b\x00c\r\n\r\n",
    "bare CR in a value": b"GET /api/v1/wishes HTTP/1.1\r\nHost: localhost\r\nX-A: b\rc\r\n\r\n",
    "connection: hides a header": b"GET /api/v1/wishes HTTP/1.1\r\nHost: localhost\r\nConnection: X-Forwarded-For\r\n\r\n",
    "upgrade to h2c": b"GET /api/v1/wishes HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
    b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
}

PATHS = [
    "/q/health", "/q/health/ready", "/q/metrics", "//q/metrics", "/%71/metrics", "/q%2fmetrics",
    "/api/../q/metrics", "/api/%2e%2e/q/metrics", "/api/v1/%2e%2e/%2e%2e/q/metrics", "/./q/metrics",
    "/api/v1/..;/..;/q/metrics", "/q;x=1/metrics", "/api;x=1/v1/wishes", "/api/v1/wishes;x=1",
    "/api/v1//wishes", "//api/v1/wishes", "/api/v1/wishes/", "/api/v1/%77ishes", "/api/v1/wishes%00",
    "/api/v1/wishes%0d%0aX-A:%20b", "/api/v1/wishes/..%2f..%2f..%2fq/metrics", "/metrics", "/health",
]


class Http2:
    """As much of HTTP/2 (RFC 9113) as attacks need; header fields are literals without compression."""

    def __init__(self, url, window=65535):
        tls = context()
        tls.set_alpn_protocols(["h2"])
        self.sock = tls.wrap_socket(socket.create_connection((url.hostname, url.port), 20), server_hostname=url.hostname)
        self.stream = -1
        self.sock.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + self.frame(4, 0, 0, struct.pack(">HI", 4, window)))

    @staticmethod
    def frame(kind, flags, stream, payload=b""):
        return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload

    def headers(self, method, path, more=(), end=True):
        self.stream += 2
        fields = [(b":method", method), (b":scheme", b"https"), (b":authority", b"localhost"), (b":path", path), *more]
        block = b"".join(b"\x00" + bytes([len(name)]) + name + bytes([len(value)]) + value for name, value in fields)
        return self.frame(1, 4 | (1 if end else 0), self.stream, block)

    def data(self, payload, end):
        return self.frame(0, 1 if end else 0, self.stream, payload)

    def outcome(self):
        """The first answer: a status, a reset of the stream or the end of the connection."""
        statuses = {0x88: "200", 0x89: "204", 0x8C: "400", 0x8D: "404", 0x8E: "500"}
        self.sock.settimeout(5)
        try:
            while True:
                head = self.read(9)
                length, kind = int.from_bytes(head[:3], "big"), head[3]
                payload = self.read(length)
                if kind == 1:
                    first = payload[0]
                    if first in (0x48, 0x08) and payload[1] & 0x80:
                        return "another status"
                    return statuses.get(first, "another status")
                if kind == 3:
                    return "stream reset, error %d" % int.from_bytes(payload, "big")
                if kind == 7:
                    return "connection ended, error %d" % int.from_bytes(payload[4:8], "big")
        except (OSError, EOFError) as failed:
            return type(failed).__name__

    def read(self, count):
        found = b""
        while len(found) < count:
            part = self.sock.recv(count - len(found))
            if not part:
                raise EOFError
            found += part
        return found


def http2_attacks(url):
    smuggled = SMUGGLED
    cases = {
        "CL shorter than the data": ([(b"content-length", b"0")], smuggled),
        "CL longer than the data": ([(b"content-length", b"999")], b"{}"),
        "transfer-encoding": ([(b"transfer-encoding", b"chunked")], b"0\r\n\r\n" + smuggled),
        "CRLF in a value": ([(b"x-a", b"b\r\nTransfer-Encoding: chunked")], b"0\r\n\r\n" + smuggled),
        "CRLF in a name": ([(b"x-a: b\r\nx-c", b"d")], b"{}"),
        "upper case in a name": ([(b"X-A", b"d")], b"{}"),
        "second :path": ([(b":path", b"/q/metrics")], b"{}"),
        "host differs from :authority": ([(b"host", b"evil.example")], b"{}"),
        "connection header": ([(b"connection", b"x-forwarded-for")], b"{}"),
    }
    for name, (fields, body) in cases.items():
        client = Http2(url)
        client.sock.sendall(client.headers(b"POST", b"/api/v1/auth/password", [(b"content-type", b"application/json"), *fields], False))
        try:
            client.sock.sendall(client.data(body, True))
        except OSError:
            pass
        yield "HTTP/2, " + name, client.outcome()
    for path in (b"/api/v1/wishes HTTP/1.1\r\nX-A: b", b"q/metrics", b"/q/metrics", b"*"):
        client = Http2(url)
        client.sock.sendall(client.headers(b"GET", path))
        yield "HTTP/2, :path %r" % path, client.outcome()


def http1_attacks(url):
    for name, bytes_ in HTTP1.items():
        with context().wrap_socket(socket.create_connection((url.hostname, url.port), 20), server_hostname=url.hostname) as sock:
            sock.settimeout(3)
            answers = b""
            try:
                sock.sendall(bytes_)
                while part := sock.recv(65536):
                    answers += part
            except OSError:
                pass
            statuses = [line[9:12].decode() for line in answers.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
            yield name, " ".join(statuses or ["closed"])


def ask(url, path="/api/v1/wishes", headers=None, raw=False):
    connection = http.client.HTTPSConnection(url.hostname, url.port, timeout=15, context=context())
    connection.putrequest("GET", path, skip_host=False)
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def poisoned(url, count=20):
    """The number of honest requests that failed or got another's answer."""
    wrong = 0
    for _ in range(count):
        own = str(uuid.uuid4())
        answer, _ = ask(url, headers={"Request-ID": own})
        wrong += answer.status != 200 or answer.getheader("Request-ID") != own
    return wrong


def flood(url, seconds, attack, connections):
    """Runs an attack on several connections, and returns honest times meanwhile."""
    until, sent, lock = time.monotonic() + seconds, [0], threading.Lock()

    def run():
        while time.monotonic() < until:
            try:
                for _ in attack(Http2(url, 0), until):
                    with lock:
                        sent[0] += 1
            except OSError:
                time.sleep(0.1)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(connections)]
    for thread in threads:
        thread.start()
    times, failed = [], 0
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            failed += ask(url)[0].status != 200
        except OSError:
            failed += 1
        times.append(time.monotonic() - began)
    times.sort()
    p99 = times[min(len(times) - 1, int(0.99 * len(times)))]
    return "%d sent; honest: %d reads, %d failed, p50 %.0f ms, p99 %.0f ms" % (
        sent[0], len(times), failed, times[len(times) // 2] * 1000, p99 * 1000)


def rapid_reset(client, until):
    while time.monotonic() < until:
        burst = b""
        for _ in range(50):
            burst += client.headers(b"GET", b"/api/v1/wishes")
            burst += client.frame(3, 0, client.stream, struct.pack(">I", 8))
        client.sock.sendall(burst)
        for _ in range(50):
            yield


def slow_bodies(client, until):
    streams = []
    for _ in range(100):
        client.sock.sendall(client.headers(b"POST", b"/api/v1/auth/password", [(b"content-type", b"application/json"), (b"content-length", b"1000")], False))
        streams.append(client.stream)
        yield
    while time.monotonic() < until:
        time.sleep(1)
        client.sock.sendall(b"".join(client.frame(0, 0, stream, b" ") for stream in streams))


def slow_reads(client, until):
    for _ in range(100):
        client.sock.sendall(client.headers(b"GET", b"/api/v1/ledger/entries?limit=100"))
        yield
    while time.monotonic() < until:
        time.sleep(1)


def forged_address(url):
    """Sends searches, which cost 20 of the requests that an address may send, each with other addresses."""
    connection = http.client.HTTPSConnection(url.hostname, url.port, timeout=15, context=context())
    left = []
    for i in range(15):
        forged = f"203.0.113.{i}"
        headers = {"X-Forwarded-For": forged, "Forwarded": f"for={forged}", "X-Real-IP": forged}
        connection.request("GET", "/api/v1/wishes?q=a", headers=headers)
        answer = connection.getresponse()
        answer.read()
        left.append(int(answer.getheader("RateLimit").split("r=")[1].split(";")[0]))
    return f"{min(left)} of 6000 requests left, " + ("one address is counted" if min(left) < 5950 else "NOT COUNTED")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("url", type=urllib.parse.urlsplit)
    arguments.add_argument("--seconds", type=int, default=10)
    given = arguments.parse_args()
    url, wrong = given.url, 0
    for attacks in (http1_attacks, http2_attacks):
        for name, outcome in attacks(url):
            poison = poisoned(url)
            wrong += poison
            print(f"{name}: {outcome}" + (f"; {poison} HONEST REQUESTS WRONG" if poison else ""), flush=True)
    for path in PATHS:
        answer, body = ask(url, path)
        leaks = b"# TYPE" in body or b'"checks"' in body
        wrong += leaks
        print(f"path {path}: {answer.status}" + ("; LEAKS" if leaks else ""), flush=True)
    print("forged X-Forwarded-For, Forwarded, X-Real-IP:", forged_address(url), flush=True)
    for name, attack, connections in (("rapid reset", rapid_reset, 4), ("slow HTTP/2 bodies", slow_bodies, 3), ("HTTP/2 readers with a window of 0", slow_reads, 3)):
        print(f"{name}: {flood(url, given.seconds, attack, connections)}", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
