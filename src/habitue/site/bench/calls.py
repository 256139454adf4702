"""A till, as the server sees one: calls with a token over one kept connection."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from habitue.site.command import Stop


@dataclass
class Times:
    """How long each of many calls took, in milliseconds, and how long all of them together."""

    each: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0  # milliseconds of the server's processor for each

    def percentile(self, share: int) -> float:
        ordered = sorted(self.each)
        return ordered[min(len(ordered) - 1, len(ordered) * share // 100)] if ordered else 0.0

    @property
    def rate(self) -> float:
        return len(self.each) / self.seconds if self.seconds else 0.0


class Till:
    """One client."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.token = token

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The parsed answer; raises Stop where the server says no."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = uuid4().hex
        sent = json.dumps(body) if body is not None else None
        self.connection.request(method, f"/api/v1{path}", sent, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise Stop(f"{method} {path} answered {answer.status}: {text[:300].decode()}")
        return json.loads(text) if text else None

    def search(self, typed: str) -> int:
        return len(self.call("GET", f"/customers?q={quote(typed)}&limit=20")["data"])


def timed(work: Callable[[Any], object], over: Iterable[Any]) -> Times:
    """Do `work` for each, one after the other."""
    found = Times()
    began = time.perf_counter()
    for one in over:
        start = time.perf_counter()
        work(one)
        found.each.append((time.perf_counter() - start) * 1_000)
    found.seconds = time.perf_counter() - began
    return found


def at_once(works: list[tuple[Callable[[Any], object], list[Any]]]) -> Times:
    """Several clients, each doing its own work for its own things, at the same time."""
    parts: list[Times] = []
    failed: list[BaseException] = []

    def client(work: Callable[[Any], object], over: list[Any]) -> None:
        try:
            parts.append(timed(work, over))
        except Stop as problem:
            failed.append(problem)

    threads = [threading.Thread(target=client, args=pair) for pair in works]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return Times([one for part in parts for one in part.each], seconds=time.perf_counter() - began)
