"""Finding what one may open, and nothing else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from biro.accounts.permissions import P
from biro.core.db import db
from biro.search import kinds, queries, services, words
from biro.search.models import SearchEntry, SearchReader
from tests.support.web import counted, text_of

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NASTY = [
    '"',
    "'",
    "*",
    "( )",
    ":",
    "-",
    "NEAR",
    "NEAR(a b, 5)",
    "a OR b",
    "words: x",
    "' & | !",
    "%_\\",
    "\x00",
    "^",
]


@pytest.fixture
def letters(cast):
    """`letters("Undangan rapat")` puts a letter of the secretary's unit; numbers count from 1."""
    count = iter(range(1, 10_000))

    def add(title="Undangan rapat", body="", **more):
        n = next(count)
        given = {
            "kind": "letter",
            "url": f"/surat/{n}",
            "at": AT + timedelta(minutes=n),
            "permission": P.LETTER_READ,
            "unit_id": cast.unit("TU").id,
            **more,
        }
        services.put(f"letter:{n}", title=title, body=body, **given)
        return f"/surat/{n}"

    return add


def found(text, by):
    return [hit.url for group in queries.groups(text, by) for hit in group.hits]


def test_every_word_must_occur_in_title_or_body_in_any_order_and_case(letters, cast):
    both = letters("Undangan Rapat Koordinasi", "dari Dinas Kesehatan")
    letters("Undangan Upacara", "dari Dinas Sosial")
    by = cast.as_("secretary")
    assert found("kesehatan RAPAT", by) == [both]
    assert found("kesehatan upacara", by) == []
    assert len(found("undangan dinas", by)) == 2


def test_a_letter_number_is_found_by_its_parts_and_as_it_is_written(letters, cast):
    url = letters("Permohonan", "005/1234/UM-3/XI/2026")
    letters("Permohonan", "005/999/UM-3/XI/2026")
    for text in ("005/1234/UM-3/XI/2026", "1234", "um-3 1234"):
        assert found(text, cast.as_("secretary")) == [url]


def test_exact_words_come_before_stems_and_beginnings_and_the_newest_first(letters, cast):
    old, new = letters("Undangan lama"), letters("Undangan baru")
    stem, beginning = letters("Mengundang camat"), letters("Undangannya")
    assert found("undangan", cast.as_("secretary"))[:2] == [new, old]
    assert set(found("undangan", cast.as_("secretary"))[2:]) == {stem, beginning}
    assert found("mengundang", cast.as_("secretary"))[0] == stem


def test_accents_and_other_scripts_are_found_too(letters, cast):
    assert found("elegan", cast.as_("head")) == []
    url = letters("Élegan 会议 Ωmega")
    for text in ("elegan", "ÉLEGAN", "会议", "ωmega"):
        assert found(text, cast.as_("head")) == [url]


def test_another_office_finds_and_counts_nothing(letters, cast, sign_in):
    for _letter in range(queries.A_FEW + 2):
        letters("Undangan khusus bagian")
    assert queries.groups("khusus", cast.as_("head"))[0].more
    for other in ("outsider", "outsider_head", "admin"):
        assert found("khusus", cast.as_(other)) == []
        page = sign_in(other).get("/cari?q=khusus")
        assert page.status_code == 200 and "Tidak ada yang cocok" in text_of(page)
        nothing = text_of(sign_in(other).get("/cari?q=zzzz")).replace("zzzz", "khusus")
        assert text_of(page) == nothing
    assert sign_in("visitor").get("/cari?q=khusus").status_code == 303


def test_a_person_named_finds_it_without_the_permission(letters, cast):
    url = letters("Disposisi", permission=None, person_ids=[cast.outsider.id, cast.outsider.id])
    assert found("disposisi", cast.as_("outsider")) == [url]
    assert found("disposisi", cast.as_("head")) == []


def test_a_secret_letter_is_found_by_its_chain_alone(letters, cast):
    url = letters("Mutasi pejabat", secret=True, person_ids=[cast.head.id])
    assert found("mutasi", cast.as_("head")) == [url]
    for other in ("secretary", "household", "admin", "outsider_head"):
        assert found("mutasi", cast.as_(other)) == []


@pytest.mark.parametrize("covers", [True, False])
def test_a_delegation_finds_secret_things_only_when_it_covers_them(letters, cast, covers):
    open_url = letters("Perihal biasa", permission=None, person_ids=[cast.head.id])
    secret_url = letters("Perihal rahasia", secret=True, person_ids=[cast.head.id])
    by = cast.as_("secretary")
    by.behalf_id, by.behalf_secret = cast.head.id, covers
    assert set(found("perihal", by)) == ({open_url, secret_url} if covers else {open_url})


def test_putting_again_renews_words_and_readers_and_removing_forgets(letters, cast):
    services.put(
        "event:1", kind="event", title="Upacara", body="", url="/a", at=AT, person_ids=[cast.head.id]
    )
    services.put(
        "event:1", kind="event", title="Jamuan", body="", url="/a", at=AT, person_ids=[cast.driver.id]
    )
    assert found("upacara", cast.as_("driver")) == found("jamuan", cast.as_("head")) == []
    assert found("jamuan", cast.as_("driver")) == ["/a"]
    services.remove("event:1")
    assert found("jamuan", cast.as_("driver")) == []
    for table in (SearchEntry, SearchReader, words.search_words):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    services.remove("event:1")


@pytest.mark.parametrize("nasty", NASTY)
def test_special_characters_do_no_harm(letters, cast, sign_in, nasty):
    url = letters("Rapat kerja")
    assert found(f"{nasty} rapat" if not nasty[0].isalnum() else nasty, cast.as_("head")) in ([url], [])
    page = sign_in("head").get("/cari", query_string={"q": f"rapat {nasty}"})
    assert page.status_code == 200
    assert sign_in("head").get("/cari", query_string={"q": nasty}).status_code == 200


def test_what_was_typed_and_found_is_shown_harmless_with_its_words_marked(letters, sign_in):
    letters("Rapat <b>tebal</b>", "Mengundang <script>alert(1)</script> hadir")
    html = (
        sign_in("head").get("/cari", query_string={"q": 'rapat "><script>x undangan'}).get_data(as_text=True)
    )
    assert "<script>x" not in html
    html = sign_in("head").get("/cari?q=rapat+undangan").get_data(as_text=True)
    assert "<mark>Rapat</mark> &lt;b&gt;tebal" in html
    assert "<mark>Mengundang</mark> &lt;script&gt;" in html


def test_all_of_one_kind_are_leafed_through(letters, sign_in):
    for _letter in range(queries.A_PAGE + 3):
        letters("Laporan bulanan")
    client = sign_in("head")
    assert "jenis=letter" in client.get("/cari?q=laporan").get_data(as_text=True)
    first = client.get("/cari?q=laporan&jenis=letter").get_data(as_text=True)
    second = client.get("/cari?q=laporan&jenis=letter&halaman=2").get_data(as_text=True)
    assert first.count('class="hit-title"') == queries.A_PAGE and 'rel="next"' in first
    assert second.count('class="hit-title"') == 3 and 'rel="next"' not in second
    for odd in ("0", "-1", "x", "99999999999999999999"):
        assert client.get(f"/cari?q=laporan&jenis=letter&halaman={odd}").status_code == 200


def test_an_undeclared_kind_is_found_among_the_others(cast):
    services.put("x:1", kind="sesuatu", title="Gong", body="", url="/x", at=AT, person_ids=[cast.head.id])
    assert [g.kind.name for g in queries.groups("gong", cast.as_("head"))] == [kinds.OTHER]


def test_a_letter_is_found_with_its_day_and_an_event_with_its_hour(cast, sign_in):
    for kind in ("letter", "event"):
        services.put(
            f"{kind}:1", kind=kind, title="Gong", body="", url="/x", at=AT, person_ids=[cast.head.id]
        )
    db.session.commit()
    page = sign_in("head").get("/cari?q=gong").get_data(as_text=True)
    assert len(re.findall(r"\d{4}</small>", page)) == 1
    assert len(re.findall(r"\d\d\.\d\d WIB</small>", page)) == 1


def test_more_answers_need_no_more_queries(letters, sign_in):
    client = sign_in("head")
    letters("Laporan")
    with counted() as few:
        client.get("/cari?q=laporan")
    for _letter in range(queries.A_FEW):
        letters("Laporan")
    with counted() as many:
        client.get("/cari?q=laporan")
    assert len(many) <= len(few)


def test_an_empty_question_asks_for_words(sign_in):
    assert "Tulis kata yang dicari" in text_of(sign_in("staff").get("/cari"))
    assert "Tulis kata yang dicari" in text_of(sign_in("staff").get("/cari?q=+"))


def test_people_are_found_by_name_and_lead_to_their_page(app, cast, sign_in):
    answer = sign_in("staff").get("/cari?q=bambang").get_data(as_text=True)
    assert "Bambang Prasetyo" in answer
    assert f"/pegawai/{cast.household.id}" in answer
    assert "Dewi Lestari" not in answer
