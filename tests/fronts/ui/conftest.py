"""The gallery on a port of its own, and a browser to press its keys."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.template import engines
from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def draw() -> Callable[..., str]:
    """`draw("{% money m %}", m=…)`: what a template makes of it."""

    def draw(source: str, **facts: object) -> str:
        template = engines["django"].from_string("{% load ui %}" + source)
        return str(template.render(facts))

    return draw


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def gallery() -> Iterator[str]:
    """Where the gallery is served; it needs no database."""
    application = get_wsgi_application()
    with make_server("127.0.0.1", 0, application, _Threads, _Silent) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/ui/"
        server.shutdown()


@pytest.fixture(scope="session")
def context(browser: Browser) -> BrowserContext:
    """One browser profile for all tests, so that styles and scripts are loaded once."""
    return browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")


@pytest.fixture
def page(context: BrowserContext, gallery: str) -> Iterator[Page]:
    """The gallery open in a browser; its scripts may not fail."""
    problems: list[str] = []
    context.clear_cookies()
    opened = context.new_page()
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.goto(gallery)
    opened.wait_for_selector("html[data-scripts]")
    yield opened
    opened.close()
    assert problems == []
