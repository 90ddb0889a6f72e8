"""Every address: guarded, Indonesian, kebab-case; a change is never a GET."""

import re

from biro.accounts.permissions import P
from biro.core.guards import PUBLIC, STAFF, guard_of, needs
from tests import story
from tests.support import databases
from tests.support.web import client_for

# What may be seen without a login; a new one belongs here only after thought.
OPEN = re.compile(r"^/(masuk|bahasa/<code>|healthz|readyz|kesehatan|static/.*|publik.*|verifikasi.*)$")
WORD = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*(\.(ics|csv|json|txt|xml|png|svg|pdf|docx|xlsx|webmanifest))?$")
ENGLISH = frozenset(
    "add approve archive book cancel change create delete disable download edit enable end export find get index "
    "list login logout make move new plan post print publish put read register reject remove reset revoke save "
    "search send set show start stop update upload view accept assign close open submit withdraw letter letters "
    "event events booking bookings room rooms vehicle vehicles driver drivers roster rosters user users person "
    "people account settings holiday holidays file files page report reports".split()
)  # fmt: skip
TECHNICAL = frozenset({"static", "api", "v1", "healthz", "readyz"})


def rules(app):
    return list(app.url_map.iter_rules())


def test_every_endpoint_says_who_may_enter(session_app):
    silent = [r.endpoint for r in rules(session_app) if guard_of(session_app, r.endpoint) is None]
    assert silent == []


def test_every_guard_is_a_permission_that_exists(session_app):
    known = {PUBLIC, STAFF, *P}
    wrong = {r.endpoint for r in rules(session_app) if guard_of(session_app, r.endpoint) not in known}
    assert wrong == set()


def test_what_is_open_to_everyone_is_open_on_purpose(session_app):
    found = {r.rule for r in rules(session_app) if guard_of(session_app, r.endpoint) == PUBLIC}
    assert {rule for rule in found if not OPEN.match(rule)} == set()


def test_an_endpoint_that_forgets_to_say_lets_nobody_in(cluster, engine_name, template):
    app = databases.open_app(cluster, engine_name, cluster.clone(engine_name, template))
    app.add_url_rule("/lupa", "lupa", lambda: "rahasia")
    app.add_url_rule("/ingat", "ingat", needs()(lambda: "terbuka"))
    with app.app_context():
        client = client_for(app, story.Cast().head)
        assert client.get("/lupa").status_code == 404
        assert client.get("/ingat").status_code == 200


def test_addresses_are_indonesian_and_kebab_case(session_app):
    wrong = []
    for rule in rules(session_app):
        for part in rule.rule.strip("/").split("/"):
            if not part or part.startswith("<"):
                continue
            bare = re.sub(r"<[^>]+>", "x", part)
            english = set(re.split(r"[-.]", bare)) & ENGLISH
            if bare not in TECHNICAL and (not WORD.match(bare) or english):
                wrong.append(f"{rule.rule}: {bare}")
    assert wrong == []


def test_an_act_is_a_post_of_its_own_and_reading_is_never_a_post_only_page(session_app):
    for rule in rules(session_app):
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods <= {"GET", "POST"}, rule.rule
