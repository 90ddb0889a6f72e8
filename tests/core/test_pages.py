"""Parts of pages that are drawn once: kept apart by language and by what they show."""

from flask import Flask, g, session

from biro.core.db import db
from biro.core.pages import KEPT, fixed, nav_items
from biro.core.texts import _, in_language, ukuran
from tests.support.web import text_of


def menu_of(person: str, role: str) -> str:
    return str(fixed("_parts/user_menu.html", person, role, name=person, title=role, language="id", lent=()))


def test_a_part_is_drawn_once_for_what_it_shows(app: Flask) -> None:
    with app.test_request_context("/"):
        first = fixed("_parts/user_menu.html", "Sari", name="Sari", title="", language="id", lent=())
        assert "Sari" in first
        again = fixed("_parts/user_menu.html", "Sari", name="Sari", title="", language="id", lent=())
        assert again is first
        assert "Budi" in menu_of("Budi", "Kepala")
        assert "Sari" not in menu_of("Budi", "Kepala")


def test_a_part_is_drawn_in_the_language_of_its_reader_and_below_the_address_of_its_house(app: Flask) -> None:
    with app.test_request_context("/"):
        assert "Keluar" in menu_of("Sari", "Staf")
    g.pop("language")
    with app.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/biro"}):
        session["bahasa"] = "en"
        assert "Sign out" in menu_of("Sari", "Staf")
        assert 'formaction="/biro/keluar"' in menu_of("Sari", "Staf")


def test_what_people_are_called_stays_text(app: Flask) -> None:
    with app.test_request_context("/"):
        assert "<b>" not in menu_of("<b>Sari</b>", "<i>")


def test_the_kept_parts_are_bounded(app: Flask) -> None:
    with app.test_request_context("/"):
        for number in range(KEPT + 5):
            app.extensions.setdefault("biro-drawn", {})[("x", number)] = ""
        menu_of("Nama baru", "Staf")
        assert len(app.extensions["biro-drawn"]) < KEPT


def test_two_people_at_once_each_have_their_own_frame(sign_in) -> None:  # type: ignore[no-untyped-def]
    head, staff = sign_in("head"), sign_in("staff")
    staff.post("/bahasa/en", data={"next": "/"})
    for _again in range(2):
        mine, theirs = text_of(head.get("/")), text_of(staff.get("/"))
        assert "Ratna Dewi Kusuma" in mine
        assert "Ratna Dewi Kusuma" not in theirs
        assert "Keluar" in mine
        assert "Sign out" in theirs


def test_a_visitor_has_no_menu(app: Flask) -> None:
    with app.test_request_context("/masuk"):
        assert nav_items() == ()


def test_a_mail_speaks_its_own_language_and_the_page_goes_on_in_the_readers(app: Flask) -> None:
    with app.test_request_context("/"):
        assert _("Keluar") == "Keluar"
        with in_language("en"):
            assert _("Keluar") == "Sign out"
            with in_language("id"):
                assert _("Keluar") == "Keluar"
            assert _("Keluar") == "Sign out"
        assert _("Keluar") == "Keluar"
    db.session.rollback()


def test_words_of_people_inside_a_sentence_are_escaped(app: Flask) -> None:
    with app.test_request_context("/"):
        sentence = app.jinja_env.from_string("{{ _('Halo %(name)s', name=name) }}")
        assert sentence.render(name="<b>") == "Halo &lt;b&gt;"


def test_a_files_size_is_written_as_people_write_it(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [ukuran(n) for n in (0, 708, 999, 1000, 1250, 99_900, 1_500_000, 5_000_000_000)] == [
            "0 B", "708 B", "999 B", "1,0 kB", "1,2 kB", "100 kB", "1,5 MB", "5,0 GB",
        ]  # fmt: skip
        with in_language("en"):
            assert ukuran(1500) == "1.5 kB"
