"""One demonstration office, served for real, for all browser tests of a process."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from biro.accounts.demo import Office
from biro.core.db import db
from biro.demo import furnish
from tests.support import browser as real
from tests.support import databases

Enter = Callable[..., real.Visitor]
PRODUCT = {"TESTING": False, "WTF_CSRF_ENABLED": True, "JOBS": "off"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium."""
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, also as root."""
    return {**browser_type_launch_args, "executable_path": real.chromium(), "args": list(real.FLAGS)}


def serve_demo(cluster: databases.Cluster, engine: str, worker_id: str) -> Iterator[real.Site]:
    """A small demonstration office on an engine."""
    name = f"browser_{worker_id}"
    databases.build_template(
        cluster, engine, name, lambda: furnish(Office(letters=60, events=6, bookings=30))
    )
    app = databases.open_app(cluster, engine, name, **PRODUCT)
    with real.served(app) as site:
        yield site
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def site(cluster: databases.Cluster, worker_id: str) -> Iterator[real.Site]:
    """The office on SQLite."""
    yield from serve_demo(cluster, "sqlite", worker_id)


@pytest.fixture(scope="session")
def site_on_postgresql(cluster: databases.Cluster, worker_id: str) -> Iterator[real.Site]:
    """The office on PostgreSQL."""
    yield from serve_demo(cluster, "postgresql", worker_id)


@pytest.fixture
def enter(browser: Browser, site: real.Site) -> Iterator[Enter]:
    """`enter("kepala")` is that person at a browser; `enter(None, width=...)` a visitor without an account."""
    contexts = []

    def open_browser(username: str | None, *, size: Any = None, script: bool = True) -> real.Visitor:
        context = browser.new_context(
            viewport=size or real.WIDE, java_script_enabled=script, locale="id-ID", timezone_id="Asia/Jakarta"
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return real.visitor(context, site, username)

    yield open_browser
    for context in contexts:
        context.close()
