"""A month of letters for the demonstration office; any number of them with `--letters N`. All names are invented."""

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from biro.accounts.demo import Office
from biro.core import workdays
from biro.core.db import db
from biro.correspondence import bulk, paper, services
from biro.correspondence.models import Classification, Instruction, Letter, Register
from biro.correspondence.services import Recipients
from biro.correspondence.services.addressing import sender_of

DEFAULT = 120
SECRET = ("Hasil pemeriksaan khusus pengadaan kendaraan", "Usulan penjatuhan hukuman disiplin")
NEED = "Pemeriksa meminta berkas pengadaan hari ini, sedangkan sekretaris sedang cuti."
SHORT = "Kemendagri RI"
RAKORNAS = "Undangan Rapat Koordinasi Nasional Biro Umum dan Kepala Bagian Rumah Tangga se-Indonesia"
SENDERS = (
    "Kementerian Dalam Negeri", "Dinas Pekerjaan Umum", "Dinas Kesehatan", "Badan Kepegawaian Daerah",
    "DPRD Provinsi Nusa Raya", "Kanwil Kementerian Agama", "Pemerintah Kota Nusa Jaya", "PT Listrik Nusantara",
    "Universitas Nusa Raya", "Dinas Perhubungan", "Bank Pembangunan Daerah", "Inspektorat Daerah",
    "Badan Pengelola Keuangan", "Yayasan Bina Anak Negeri", "Ikatan Dokter Daerah", "Kodam Nusa Raya",
)  # fmt: skip
SUBJECTS = (
    ("Permohonan peminjaman aula untuk {what}", "000.1.4"), ("Undangan {what}", "000.1.5"),
    ("Permohonan peminjaman kendaraan untuk {what}", "000.1.7"), ("Permintaan data peserta {what}", "000.5.3.1"),
    ("Permohonan audiensi tentang {what}", "400.14.1.4"), ("Laporan pelaksanaan {what}", "400.14.1.1"),
    ("Pemberitahuan jadwal {what}", "400.14.1.3"), ("Permohonan dukungan konsumsi {what}", "000.1.6"),
)  # fmt: skip
WHAT = (
    "rapat koordinasi triwulan", "bimbingan teknis kearsipan", "peringatan Hari Ibu", "pelatihan protokol",
    "kunjungan kerja komisi", "sosialisasi anggaran", "lomba kebersihan kantor", "musyawarah perencanaan",
    "pelantikan pejabat", "bakti sosial", "upacara hari jadi provinsi", "uji kompetensi pengemudi",
)  # fmt: skip
ANSWERS = (
    "Sudah disiapkan dan dilaporkan.",
    "Ruang dan konsumsi tersedia.",
    "Data sudah dikirim ke pengirim.",
)


@dataclass
class Scan:
    """An upload as a browser would send it."""

    stream: io.BytesIO
    filename: str


def furnish(office: Office) -> None:
    """Letters through the office's own verbs while they are few, in bulk when there are very many."""
    wanted = DEFAULT if office.letters is None else office.letters
    book = services.open_register(unit=office.unit("TU.1"), by=office.actor("sekretaris"))
    db.session.flush()
    few = min(wanted, DEFAULT)
    if wanted > few:
        bulk.write(
            office, book, wanted - few, SENDERS, [(s.format(what=w), c) for s, c in SUBJECTS for w in WHAT]
        )
    letters = [_letter(office, book, number, few) for number in office.progress("surat", range(few))]
    _dispose_some(office, [letter for letter in letters if letter.subject != RAKORNAS])
    _from_paper(office, [letter for letter in letters if letter.subject != RAKORNAS])
    _merge(office, [letter for letter in letters if not letter.is_secret])
    for letter in letters[-4:-3]:  # secret, and somebody outside its chain needs it
        services.ask_opening(letter, reason=NEED, by=office.actor("tatausaha"))


def _letter(office: Office, book: Register, number: int, few: int) -> Letter:
    """The letters of the last month in order; the last but one is the invitation that waits to be accepted."""
    received = _workday(office.today - timedelta(days=(few - number) * 30 // max(few, 1)))
    pattern, code = SUBJECTS[number % len(SUBJECTS)]
    given: dict[str, Any] = {
        "sender_name": office.rng.choice(SENDERS),
        "number": f"{code}/{office.rng.randint(10, 999)}/{received.year}",
        "letter_date": received - timedelta(days=office.rng.randint(0, 4)),
        "subject": pattern.format(what=office.rng.choice(WHAT)),
        "urgency": office.rng.choices(["biasa", "segera", "kilat"], [7, 2, 1])[0],
        "security": office.rng.choices(["B", "T"], [9, 1])[0],
    }
    if number == few - 2:
        given |= {"sender_name": SENDERS[0], "subject": RAKORNAS, "urgency": "segera", "security": "B"}
        code = "000.1.5"
    elif number in (few - 4, few - 7):
        given |= {"sender_name": "Inspektorat Daerah", "subject": SECRET[number % 2], "security": "R"}
    scanned = number % 6 == 0 or number in (few - 2, few - 4)
    lines = [given["sender_name"], "", f"Nomor: {given['number']}", f"Hal: {given['subject']}"]
    scan = Scan(io.BytesIO(paper.pdf(lines)), f"surat-{number + 1}.pdf") if scanned else None
    return services.register(
        **given, received_on=received, classification_id=_code(code), unit_id=office.unit("UM").id,
        register_id=book.id, keep=True, scan=scan, by=office.actor("sekretaris"),
    )  # fmt: skip


def _merge(office: Office, letters: list[Letter]) -> None:
    """A sender that somebody had written in short is one with its long name, which can be undone on its page."""
    by = office.actor("sekretaris")
    for stays in [letter.sender for letter in letters if letter.sender.name == SENDERS[0]][:1]:
        goes = sender_of(SHORT, secret=False, by=by)
        services.merge_senders(stays, [goes], versions={row.id: row.version for row in (stays, goes)}, by=by)


def _workday(day: date) -> date:
    """The working day itself or the one before it: nobody receives letters on Sunday."""
    while not workdays.is_workday(day, frozenset()):
        day -= timedelta(days=1)
    return day


def _code(code: str) -> int | None:
    return db.session.scalar(select(Classification.id).where(Classification.code == code))


def _dispose_some(office: Office, letters: list[Letter]) -> None:
    """Two thirds have been passed on, in every state a disposition can be in; the newest wait for the head."""
    sheet = {i.code: i.id for i in db.session.scalars(select(Instruction))}
    codes = ("tindak_lanjut", "jawaban", "koordinasi", "diketahui", "pelajari", "hadiri")
    for number, letter in enumerate(letters[: len(letters) * 2 // 3]):
        code = codes[number % len(codes)]
        made = services.dispose(
            letter, recipients=_recipients(office, number), note=("", "Mohon segera.")[number % 2],
            instruction_ids=[sheet.get(code, sheet["tindak_lanjut"])], by=office.actor("kepala"),
        )  # fmt: skip
        _carry_on(office, letter, made.recipients, number)
    secret = next((letter for letter in letters if letter.is_secret), None)
    if secret is not None and secret.state == "received":
        services.dispose(
            secret, recipients=Recipients(office.person("perlengkapan").id), note="Jaga kerahasiaannya.",
            by=office.actor("kepala"),
        )  # fmt: skip


def _from_paper(office: Office, letters: list[Letter]) -> None:
    """One that the head wrote by hand on the printed sheet, each helper with a day of their own."""
    letter = next((x for x in reversed(letters) if x.state == "received" and not x.is_secret), None)
    if letter is None:
        return
    heads = [office.person(name).id for name in ("tatausaha", "rumahtangga", "perlengkapan")]
    own = workdays.add_workdays(office.today, 3, frozenset())
    services.copy_paper(
        letter, giver_id=office.person("kepala").id, given_on=letter.received_on, note="Koordinasikan berdua.",
        recipients=Recipients(heads[0], heads[1:]), due_each={heads[1]: own}, by=office.actor("sekretaris"),
    )  # fmt: skip


def _recipients(office: Office, number: int) -> Recipients:
    heads = [office.person(name).id for name in ("rumahtangga", "tatausaha", "perlengkapan")]
    first = heads[number % 3]
    helpers = [heads[(number + 1) % 3]] if number % 4 == 0 else []
    return Recipients(first, helpers, [office.person("sekretaris").id] if number % 5 == 0 else [])


def _carry_on(office: Office, letter: Letter, lines: list[Any], number: int) -> None:
    """Unread, in work, passed further, returned, recalled, or finished."""
    names = {office.person(n).id: n for n in ("rumahtangga", "tatausaha", "perlengkapan", "sekretaris")}
    line = lines[0]
    by = office.actor(names[line.person_id])
    match number % 8:
        case 0:
            services.start(line, by=by)
        case 1 if names[line.person_id] == "rumahtangga":
            to = Recipients(office.person("staf").id)
            services.dispose(letter, recipients=to, note="Siapkan tempatnya.", by=by)
        case 2:
            services.give_back(line, reason="Bukan tugas bagian kami.", by=by)
        case 3:
            services.recall(line, by=office.actor("kepala"))
        case 4 | 5 | 6:
            services.answer(line, text=office.rng.choice(ANSWERS), finish=True, by=by)
