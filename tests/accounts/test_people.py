"""People, positions and roles: who sees them, who administers them, and what bites at once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from biro.accounts import services
from biro.accounts.actors import SYSTEM, actor_for
from biro.accounts.models import AssignmentKind, Person, Position, RoleGrant, Unit
from biro.accounts.permissions import P, Role
from biro.audit.models import Trail
from biro.core import clock
from biro.core.db import db
from biro.core.errors import DomainError, Forbidden
from tests.support.web import counted, fields_of, text_of

FRESH = "hujan-turun-di-kota-9"


def named(username):
    return db.session.scalars(select(Person).where(Person.username == username)).one()


def position(title):
    return db.session.scalars(select(Position).where(Position.title == title)).one()


def test_everyone_of_the_office_is_listed_with_todays_position(sign_in):
    page = text_of(sign_in("outsider").get("/pegawai"))
    assert "Ratna Dewi Kusuma" in page and "Kepala Biro Umum" in page
    assert "Tambah pegawai" not in page


def test_the_list_is_narrowed_by_name_and_by_a_branch_of_units(sign_in, cast):
    client = sign_in("staff")
    assert "Ujang" in text_of(client.get("/pegawai?q=ujang"))
    assert "Ujang" not in text_of(client.get("/pegawai?q=maria"))
    branch = text_of(client.get(f"/pegawai?unit={cast.unit('UM').id}"))
    assert "Ujang Suherman" in branch and "Maria Tambunan" not in branch
    assert "Tidak ada pegawai yang cocok" in text_of(client.get("/pegawai?q=zzz"))


def test_the_list_costs_the_same_for_one_and_for_many(sign_in):
    client = sign_in("staff")
    with counted() as one:
        client.get("/pegawai?q=maria")
    with counted() as many:
        client.get("/pegawai")
    assert len(many) <= len(one) + 1  # one unit more than the filter's own


def test_the_administrator_adds_someone_who_must_change_the_password_first(sign_in, app, cast):
    client = sign_in("admin")
    form = fields_of(client.get("/pegawai/baru"))
    answer = client.post(
        "/pegawai/baru",
        data={**form, "name": "Wulan Sari", "unit_id": cast.unit("TU").id, "username": " Wulan ",
              "email": "wulan@biro.go.id", "password": FRESH},
    )  # fmt: skip
    assert answer.status_code == 303
    new = app.test_client()
    assert new.post("/masuk", data={"username": "wulan", "password": FRESH}).status_code == 303
    assert new.get("/").headers["Location"] == "/akun/sandi"
    assert new.post("/akun/kuasa/selesai").headers["Location"] == "/akun/sandi"
    changed = {"current": FRESH, "password": "angin-kencang-dari-barat", "again": "angin-kencang-dari-barat"}
    assert new.post("/akun/sandi", data=changed).status_code == 303
    assert new.get("/").status_code == 200


def test_a_wrong_entry_is_said_beside_its_field_and_the_rest_is_kept(sign_in, cast):
    sent = {"name": "Wulan Sari", "unit_id": cast.unit("TU").id, "username": "Secretary", "nip": "1980"}
    answer = sign_in("admin").post("/pegawai/baru", data=sent)
    assert answer.status_code == 422
    assert "Nama pengguna ini sudah dipakai." in text_of(answer)
    assert 'id="username-error"' in answer.get_data(as_text=True)
    assert 'value="Wulan Sari"' in answer.get_data(as_text=True)


def test_two_administrators_at_once_lose_no_edit(sign_in, cast):
    client, url = sign_in("admin"), f"/pegawai/{cast.driver.id}/ubah"
    opened = fields_of(client.get(url))
    common = {"name": "Ujang Suherman", "unit_id": cast.unit("RT").id, "username": "driver"}
    assert client.post(url, data={**opened, **common, "phone": "0811"}).status_code == 303
    late = {**fields_of(client.get(url)), "version": opened["version"]}
    answer = client.post(url, data={**late, **common, "phone": "0822"})
    assert answer.status_code == 422 and "diubah orang lain" in text_of(answer)
    assert named("driver").phone == "0811"


def test_disabling_shuts_out_and_enabling_lets_in_again(sign_in, cast):
    admin, driver = sign_in("admin"), sign_in("driver")
    home = f"/pegawai/{cast.driver.id}"
    assert driver.get("/pegawai").status_code == 200
    assert admin.post(f"{home}/penonaktifan").status_code == 303
    assert driver.get("/pegawai").status_code == 303
    assert "Ujang" not in text_of(admin.get("/pegawai"))
    assert "Ujang" in text_of(admin.get("/pegawai?status=nonaktif"))
    admin.post(f"{home}/pengaktifan")
    assert named("driver").active


def test_an_administrator_cannot_disable_their_own_account(sign_in, cast):
    client = sign_in("admin")
    client.post(f"/pegawai/{cast.admin.id}/penonaktifan")
    assert "akun sendiri" in text_of(client.get("/pegawai"))
    assert named("admin").active


def test_a_reset_password_signs_its_owner_out_and_is_temporary(sign_in, app, cast):
    driver, url = sign_in("driver"), f"/pegawai/{cast.driver.id}/sandi"
    assert sign_in("admin").post(url, data={"password": "pendek"}).status_code == 422
    assert sign_in("admin").post(url, data={"password": FRESH}).status_code == 303
    assert driver.get("/pegawai").status_code == 303
    assert named("driver").must_change
    done = db.session.scalars(select(Trail).where(Trail.action == "person.password_reset")).one()
    assert done.actor == "Yusuf Hidayat" and FRESH not in str(done.data)


def test_the_administrator_ends_all_sessions_of_a_person(sign_in, cast):
    driver = sign_in("driver")
    sign_in("admin").post(f"/pegawai/{cast.driver.id}/pengakhiran-sesi")
    assert driver.get("/pegawai").status_code == 303


def test_a_plh_holds_the_role_only_on_its_days(app, cast):
    today = clock.today()
    services.assign(
        person=cast.finance, position=position("Kepala Biro Umum"), kind=AssignmentKind.PLH,
        starts_on=today, ends_on=today + timedelta(days=2), decree="SPT 1", by=SYSTEM,
    )  # fmt: skip
    db.session.commit()
    for shift, holds in ((-1, False), (0, True), (2, True), (3, False)):
        acting = actor_for(cast.finance, today=today + timedelta(days=shift))
        assert acting.may(P.ROSTER_APPROVE, cast.unit("UM").id) is holds
    assert cast.finance.title_on(today) == "Kepala Bagian Tata Usaha"


def test_a_plt_needs_an_end_and_a_single_chair_one_holder(app, cast):
    common = {"person": cast.finance, "position": position("Kepala Biro Umum"), "starts_on": clock.today()}
    with pytest.raises(DomainError) as open_ended:
        services.assign(**common, kind=AssignmentKind.PLT, by=SYSTEM)
    assert open_ended.value.field == "ends_on"
    with pytest.raises(DomainError) as taken:
        services.assign(**common, kind=AssignmentKind.DEFINITIVE, by=SYSTEM)
    assert "Ratna Dewi Kusuma" in str(taken.value)


def test_a_chair_changes_hands_by_ending_one_assignment_and_making_another(sign_in, cast):
    admin, chair, today = sign_in("admin"), position("Kepala Biro Umum"), clock.today()
    old = cast.head.assignments[0]
    sent = {"position_id": chair.id, "kind": "definitif", "starts_on": str(today), "decree": "SK 7/2026"}
    url = f"/pegawai/{cast.finance.id}/penugasan"
    assert "masih dipegang" in text_of(admin.post(url, data=sent))
    yesterday = str(today - timedelta(days=1))
    assert admin.post(f"/penugasan/{old.id}/akhir", data={"ends_on": yesterday}).status_code == 303
    assert admin.post(url, data=sent).status_code == 303
    assert cast.as_("finance").may(P.AUDIT_READ) and not cast.as_("head").may(P.AUDIT_READ)
    assert "SK 7/2026" in text_of(sign_in("outsider").get(f"/pegawai/{cast.finance.id}"))


def test_a_role_is_given_and_taken_back_at_once(sign_in, cast):
    admin, url = sign_in("admin"), f"/pegawai/{cast.staff.id}/peran"
    sent = {"role": "secretary", "unit_id": cast.unit("RT").id, "starts_on": str(clock.today())}
    assert admin.post(url, data=sent).status_code == 303
    assert cast.as_("staff").may(P.LETTER_REGISTER, cast.unit("RT").id)
    assert not cast.as_("staff").may(P.LETTER_REGISTER, cast.unit("TU").id)
    grant = db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.staff.id)).one()
    assert admin.post(f"/peran/{grant.id}/akhir").status_code == 303
    assert not cast.as_("staff").may(P.LETTER_REGISTER)


@pytest.mark.parametrize("who", ["staff", "head", "outsider", "outsider_head"])
def test_nobody_else_finds_the_administrators_pages(sign_in, cast, who):
    client, home = sign_in(who), f"/pegawai/{cast.driver.id}"
    for path in ("ubah", "sandi", "penugasan", "peran"):
        assert client.get(f"{home}/{path}").status_code == 404
    for path in ("penonaktifan", "pengaktifan", "pengakhiran-sesi"):
        assert client.post(f"{home}/{path}").status_code == 404
    assert client.get("/pegawai/baru").status_code == 404
    assert client.get("/unit/baru").status_code == 404
    page = text_of(client.get(home))
    assert "Kelola akun" not in page and "Setel ulang" not in page


def test_an_administrator_of_one_branch_has_no_power_over_another(sign_in, cast):
    services.grant_role(person=cast.outsider, role=Role.ADMINISTRATOR, unit=cast.unit("HK"), by=SYSTEM)
    db.session.commit()
    client = sign_in("outsider")
    assert client.get(f"/pegawai/{cast.driver.id}/ubah").status_code == 404
    assert client.get(f"/pegawai/{cast.outsider_head.id}/ubah").status_code == 200
    with pytest.raises(Forbidden):
        services.grant_role(
            person=cast.outsider, role=Role.ADMINISTRATOR, unit=cast.unit("SETDA"), by=cast.as_("outsider")
        )
    with pytest.raises(Forbidden):
        services.assign(
            person=cast.outsider, position=position("Pengemudi"), kind=AssignmentKind.DEFINITIVE,
            starts_on=date(2026, 1, 1), by=cast.as_("outsider"),
        )  # fmt: skip


def test_units_show_who_sits_where_and_grow(sign_in, cast):
    page = text_of(sign_in("outsider").get("/unit"))
    assert "Kepala Biro Umum" in page and "Ratna Dewi Kusuma" in page and "Tambah unit" not in page
    admin = sign_in("admin")
    sent = {
        "name": "Bagian Perlengkapan",
        "code": "PL",
        "parent_id": cast.unit("UM").id,
        "zone": "Asia/Jakarta",
    }
    assert admin.post("/unit/baru", data=sent).status_code == 303
    made = db.session.scalars(select(Unit).where(Unit.code == "PL")).one()
    assert made.path == f"{cast.unit('UM').path}{made.id}/"
    again = admin.post("/unit/baru", data=sent)
    assert again.status_code == 422 and "sudah dipakai" in text_of(again)
    chair = {"title": "Kepala Bagian Perlengkapan", "role": "section_head", "is_head": "y", "single": "y"}
    assert admin.post(f"/unit/{made.id}/jabatan-baru", data=chair).status_code == 303
    assert "kosong" in text_of(admin.get("/unit"))
