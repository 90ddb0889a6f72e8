"""Every page of the office, seen by a browser: accessible, within the screen, silent on the console."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from biro.accounts.actors import actor_for
from biro.accounts.models import Person
from biro.core.db import db
from biro.core.guards import PUBLIC, STAFF, guard_of
from biro.correspondence.outgoing.models import Dispatch
from tests.browser.conftest import Enter
from tests.support import browser as real

ROLES = ("kepala", "sekretaris", "rumahtangga", "admin", "staf")
ROWS = range(1, 31)  # ids that an example is looked for among
LINKS = "[...document.querySelectorAll('a[href]')].map(a => a.href)"


def endpoint_of(site: real.Site, url: str) -> str | None:
    """The view behind an address of the office that can be opened by following a link."""
    if not url.startswith(site.url):
        return None
    try:
        found, _values = site.app.url_map.bind("", url_scheme="http").match(urlsplit(url).path)
    except HTTPException:
        return None
    return str(found)


def mine(site: real.Site, role: str) -> set[str]:
    """The views that this role may open and no role before it in ROLES: each page is examined once."""
    with site.app.app_context():
        people = {p.username: actor_for(p) for p in db.session.scalars(select(Person))}
        earlier = [people[r] for r in ROLES[: ROLES.index(role)]]
        return {
            name
            for name in site.app.view_functions
            for guard in [guard_of(site.app, name)]
            if guard not in (None, PUBLIC)
            if guard == STAFF or people[role].may(str(guard))
            if not earlier or (guard != STAFF and not any(a.may(str(guard)) for a in earlier))
        }


DOWNLOADS = {"files.show"}  # answers with a file to keep, not with a page


def crawl(who: real.Visitor, wanted: set[str], known: list[str]) -> Iterator[str]:
    """Open one page per wanted view: those of the menu, all with a plain address and the known ones, then what they
    link to."""
    waiting, seen = ["/", *plain_addresses(who.site, wanted - {"desk.today"}), *known], {"desk.today"}
    seen |= {str(endpoint_of(who.site, who.site.url + path)) for path in waiting}
    while waiting:
        path = waiting.pop(0)
        answer = who.go(path)
        if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        if endpoint_of(who.site, who.site.url + path) in wanted:
            yield path
        for url in who.page.evaluate(LINKS):
            name = endpoint_of(who.site, url)
            if name in wanted - DOWNLOADS and name not in seen and "." not in urlsplit(url).path:
                seen.add(name)
                waiting.append(url.removeprefix(who.site.url))


def plain_addresses(site: real.Site, wanted: set[str]) -> list[str]:
    """The addresses without arguments that answer GET with a page (searches for type-ahead answer with data)."""
    rules = [r for r in site.app.url_map.iter_rules() if r.endpoint in wanted and not r.arguments]
    return sorted(
        {r.rule for r in rules if "GET" in (r.methods or ()) and not r.rule.endswith("/cari")} - {"/cari"}
    )


def with_ids(site: real.Site) -> dict[str, Rule]:
    """The views of correspondence and its alcoves that show one row, by its id (or by its code, on paper that goes)."""
    found = {}
    for rule in site.app.url_map.iter_rules():
        ours = site.app.view_functions[rule.endpoint].__module__.startswith("biro.correspondence")
        file = "." in rule.rule or "halaman" in rule.rule  # a document or a picture, no page
        shown = guard_of(site.app, rule.endpoint) != PUBLIC and "GET" in (rule.methods or ())
        if ours and shown and not file and rule.arguments - {"shape"}:
            found[rule.endpoint] = rule
    return found


@cache
def examples(site: real.Site) -> dict[str, tuple[str, str]]:
    """Each such view with a role that may see an example of it, and the example's address."""
    found: dict[str, tuple[str, str]] = {}
    with site.app.app_context():
        people = {p.username: actor_for(p) for p in db.session.scalars(select(Person))}
        codes = list(db.session.scalars(select(Dispatch.code).order_by(Dispatch.id)))
    for role in ROLES:
        client = site.app.test_client()
        cookie = site.cookie(role)
        client.set_cookie(cookie["name"], cookie["value"])
        for name, rule in with_ids(site).items():
            guard = guard_of(site.app, name)
            if name in found or not (guard == STAFF or people[role].may(str(guard))):
                continue
            for row in codes if "code" in rule.arguments else ROWS:
                path = site.app.url_map.bind("localhost").build(name, dict.fromkeys(rule.arguments, row))
                if client.get(path).status_code == 200:
                    found[name] = role, path
                    break
    return found


def test_every_page_of_one_row_has_an_example_in_the_office_that_is_looked_at(site: real.Site) -> None:
    assert set(with_ids(site)) - set(examples(site)) == set()
    assert len(examples(site)) > 30


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_on_a_desk_and_on_a_telephone(enter: Enter, role: str) -> None:
    who = enter(role)
    known = examples(who.site)
    mine_of = {name for name, (by, _path) in known.items() if by == role}
    wanted = (mine(who.site, role) - set(known)) | mine_of
    looked_at = set()
    for path in crawl(who, wanted, [known[name][1] for name in sorted(mine_of)]):
        looked_at.add(endpoint_of(who.site, who.site.url + path))
        for size in (real.NARROW, real.WIDE):
            who.page.set_viewport_size(size)  # type: ignore[arg-type]
            who.check()
            who.keep(path)
    assert mine_of - looked_at == set()
    assert not who.complaints, "\n".join(who.complaints)


def test_the_way_in_is_accessible(enter: Enter) -> None:
    for size in (real.WIDE, real.NARROW):
        who = enter(None, size=size)
        who.go("/masuk")
        who.check()
        assert not who.complaints, "\n".join(who.complaints)
