"""A long read after an act keeps nobody waiting who writes."""

import threading

from biro.accounts.models import Unit
from biro.core.db import db, may_write, reading
from tests import story
from tests.support import databases


def test_within_it_a_post_does_not_begin_to_write(app):
    with app.test_request_context("/", method="POST"):
        assert may_write()
        with reading() as session:
            assert not may_write()
            assert session.query(Unit).count() == len({row[2] for row in story.CAST}) + 1
        assert may_write()


def test_another_writes_while_it_reads(cluster, engine_name, template):
    app = databases.open_app(cluster, engine_name, cluster.clone(engine_name, template))
    done = threading.Event()

    def write():
        with app.app_context():
            db.session.query(Unit).filter_by(code="UM").update({"name": "Biro Umum Setda"})
            db.session.commit()
            done.set()

    with app.app_context(), app.test_request_context("/", method="POST"), reading() as session:
        rows = session.query(Unit).yield_per(1)
        next(iter(rows))
        thread = threading.Thread(target=write, daemon=True)
        thread.start()
        assert done.wait(10), "the export holds the writer up"
        thread.join()
