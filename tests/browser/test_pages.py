"""Every page of the office, seen by a browser: accessible, within the screen, silent on the console."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from biro.accounts.actors import actor_for
from biro.accounts.models import Person
from biro.core.db import db
from biro.core.guards import PUBLIC, STAFF, guard_of
from tests.browser.conftest import Enter
from tests.support import browser as real

ROLES = ("kepala", "sekretaris", "rumahtangga", "admin")
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


def crawl(who: real.Visitor, wanted: set[str]) -> Iterator[str]:
    """Open one page per wanted view: those of the menu and all with a plain address, then what they link to."""
    waiting, seen = ["/", *plain_addresses(who.site, wanted - {"desk.today"})], {"desk.today"}
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


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible_on_a_desk_and_on_a_telephone(enter: Enter, role: str) -> None:
    who = enter(role)
    wanted = mine(who.site, role)
    for path in crawl(who, wanted):
        for size in (real.NARROW, real.WIDE):
            who.page.set_viewport_size(size)  # type: ignore[arg-type]
            who.check()
            who.keep(path)
    assert not who.complaints, "\n".join(who.complaints)


def test_the_way_in_is_accessible(enter: Enter) -> None:
    for size in (real.WIDE, real.NARROW):
        who = enter(None, size=size)
        who.go("/masuk")
        who.check()
        assert not who.complaints, "\n".join(who.complaints)
