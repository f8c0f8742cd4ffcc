#!/usr/bin/env python3
"""Measures honest reads while clients attack the service, or the proxy in front of it, with slowness.

    slow.py URL ATTACK [--connections 220] [--reads 1000] [--path PATH] [--forwarded]

URL is the base URL, such as http://127.0.0.1:8080 or https://localhost:8443 (whose certificate is
not checked). ATTACK is one of:

    none     no attack
    post     each connection sends a JSON body, one byte a second
    upload   each connection sends a multipart body, one byte a second
    read     each connection asks for --path and reads one byte a second
    stall    the same, and reads nothing

With --forwarded each attacking connection claims an address of its own in X-Forwarded-For, which a
service that trusts the caller as a proxy believes, and a proxy must ignore. Prints the statuses and
times of the honest reads, and what became of the attackers. Needs Python 3.9 only.
"""

import argparse
import collections
import http.client
import socket
import ssl
import threading
import time
import urllib.parse

READ_PATHS = ["/api/v1/wishes", "/api/v1/status", "/api/v1/ledger/checkpoint"]


def context():
    unchecked = ssl.create_default_context()
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE
    return unchecked


def connect(url):
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.settimeout(30)
    sock.connect((url.hostname, url.port))
    return context().wrap_socket(sock, server_hostname=url.hostname) if url.scheme == "https" else sock


def attack(url, kind, path, forwarded, stop, fates):
    """One attacking connection, opened again as often as it is closed."""
    while not stop.is_set():
        try:
            sock = connect(url)
            head = f"Host: {url.netloc}\r\n" + (f"X-Forwarded-For: {forwarded}\r\n" if forwarded else "")
            if kind in ("post", "upload"):
                json = kind == "post"
                target = "/api/v1/auth/password" if json else "/api/v1/imports"
                of = "application/json" if json else "multipart/form-data; boundary=b"
                sock.sendall(
                    f"POST {target} HTTP/1.1\r\n{head}Content-Type: {of}\r\nContent-Length: 5000\r\n\r\n{{".encode()
                )
                sock.settimeout(0.01)
                while not stop.wait(1):
                    sock.sendall(b" ")
                    try:
                        answer = sock.recv(100)
                        fates["answered " + answer[9:12].decode(errors="replace") if answer else "closed"] += 1
                        break
                    except (TimeoutError, ssl.SSLWantReadError):
                        pass
            else:
                sock.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode())
                first = sock.recv(12)
                fates["began " + first[9:12].decode(errors="replace")] += 1
                while not stop.wait(1):
                    if kind == "read":
                        if not sock.recv(1):
                            break
                    elif first[9:12] != b"200":
                        break
            sock.close()
        except OSError as failed:
            fates[type(failed).__name__] += 1
            stop.wait(0.2)


def honest(url, reads):
    times, statuses = [], collections.Counter()
    for i in range(reads):
        began = time.monotonic()
        try:
            if url.scheme == "https":
                connection = http.client.HTTPSConnection(url.hostname, url.port, timeout=10, context=context())
            else:
                connection = http.client.HTTPConnection(url.hostname, url.port, timeout=10)
            connection.request("GET", READ_PATHS[i % len(READ_PATHS)])
            answer = connection.getresponse()
            answer.read()
            statuses[answer.status] += 1
            connection.close()
        except OSError as failed:
            statuses[type(failed).__name__] += 1
        times.append(time.monotonic() - began)
    times.sort()
    return times, statuses


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("url", type=urllib.parse.urlsplit)
    arguments.add_argument("attack", choices=["none", "post", "upload", "read", "stall"])
    arguments.add_argument("--connections", type=int, default=220)
    arguments.add_argument("--reads", type=int, default=1000)
    arguments.add_argument("--path", default="/api/v1/ledger/export")
    arguments.add_argument("--forwarded", action="store_true")
    given = arguments.parse_args()
    stop, fates, threads = threading.Event(), collections.Counter(), []
    for i in range(0 if given.attack == "none" else given.connections):
        address = f"198.51.100.{i}" if given.forwarded else None
        thread = threading.Thread(
            target=attack, args=(given.url, given.attack, given.path, address, stop, fates), daemon=True
        )
        thread.start()
        threads.append(thread)
    time.sleep(5 if threads else 0)
    times, statuses = honest(given.url, given.reads)
    stop.set()
    at = lambda share: f"{times[min(len(times) - 1, int(share * len(times)))] * 1000:.0f} ms"
    print(f"{given.attack}: honest {dict(statuses)}, p50 {at(0.5)}, p99 {at(0.99)}, longest {at(1)};", end=" ")
    print(f"attackers {dict(fates)}")


if __name__ == "__main__":
    main()
