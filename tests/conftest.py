"""Fixtures: the product on both databases, each test undone at its end, and the cast."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from biro.core.db import db
from tests import story
from tests.support import databases
from tests.support.web import client_for

PG = "BIRO_TEST_PG"


def pytest_configure(config: pytest.Config) -> None:
    """Without BIRO_TEST_PG, the first process starts a PostgreSQL of its own before the others ask for it."""
    if PG in os.environ or config.option.collectonly:
        return
    folder = Path(tempfile.mkdtemp(prefix="biro-pg-"))
    os.environ[PG], stop = databases.start_server(folder / "data")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    config.add_cleanup(stop)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> databases.Cluster:
    """Where this test process makes its databases."""
    return databases.Cluster(folder=tmp_path_factory.mktemp("db"), server=os.environ[PG], worker=worker_id)


@pytest.fixture(params=databases.ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Every test with a database runs on both."""
    return str(request.param)


@pytest.fixture
def template(cluster: databases.Cluster, engine_name: str) -> str:
    """A migrated database with the cast, from which others are copied; made once in this process."""
    return cluster.template(engine_name, story.tell)


@pytest.fixture
def session_app(cluster: databases.Cluster, engine_name: str, template: str) -> Flask:
    """One app for all tests that are undone at their end."""
    return cluster.shared_app(engine_name, template)


@pytest.fixture
def app(session_app: Flask) -> Iterator[Flask]:
    """The product with the cast; whatever the test commits is rolled back afterwards."""
    with databases.rolled_back(session_app):
        yield session_app


@pytest.fixture
def live_app(cluster: databases.Cluster, engine_name: str, template: str) -> Iterator[Flask]:
    """The product on a database of its own with real commits: for tests with threads and processes."""
    name = cluster.clone(engine_name, template)
    app = databases.open_app(cluster, engine_name, name)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    cluster.drop(engine_name, name)


@pytest.fixture
def cast(app: Flask) -> story.Cast:
    """The people of the story."""
    return story.Cast()


@pytest.fixture
def sign_in(app: Flask, cast: story.Cast) -> Callable[[str], FlaskClient]:
    """`sign_in("secretary")` is a client with that person's session; `sign_in("visitor")` has none."""
    return lambda username: client_for(app, None if username == "visitor" else getattr(cast, username))
