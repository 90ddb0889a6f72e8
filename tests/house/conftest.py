"""The house's own tests walk through a furnished office."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.support import databases
from tests.support.furnished import furnish_small


@pytest.fixture
def office(cluster: databases.Cluster, engine_name: str) -> Iterator[Flask]:
    """The demonstration office; undone after each test."""
    source = cluster.template(engine_name, furnish_small, "furnished")
    with databases.rolled_back(cluster.shared_app(engine_name, source)):
        yield cluster.shared_app(engine_name, source)
