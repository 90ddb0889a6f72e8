"""Numbers of the demonstration office: given, back-dated, put between, put by, released, written by hand, void."""

from datetime import date, timedelta
from typing import Any

from biro.accounts.demo import Office
from biro.core import workdays
from biro.correspondence.models import Register, RegisterKind
from biro.correspondence.numbers import services

# unit, code, subject, addressee: letters that were written outside Biro
LETTERS = (
    ("RT", "000.1.4", "Persetujuan peminjaman aula", "Kepala Dinas Kesehatan"),
    ("UM", "000.1.5", "Undangan rapat koordinasi triwulan", "Kepala biro se-Sekretariat Daerah"),
    ("TU", "000.5.3.1", "Permintaan data peserta bimbingan teknis", "Kepala Dinas Perhubungan"),
    ("RT", "000.1.7", "Jawaban permohonan kendaraan", "Ikatan Dokter Daerah"),
    ("PL", "000.1.8", "Pemberitahuan pemeliharaan gedung", "Seluruh kepala biro"),
    ("UM", "400.14.1.4", "Jawaban permohonan audiensi", "Yayasan Bina Anak Negeri"),
    ("TU", "000.1.5", "Penyampaian notula rapat", "Inspektur Daerah"),
)
ASSIGNED = ("Mengikuti bimbingan teknis kearsipan", "Mendampingi kunjungan kerja", "Piket hari libur")


def furnish(office: Office) -> None:
    """Three books, and in each what happens to numbers in a month."""
    taker, head = office.actor("sekretaris"), office.unit("UM")
    letters = services.register_for(kind=RegisterKind.OUTGOING, unit=head, by=taker)
    orders = services.register_for(kind=RegisterKind.ASSIGNMENT, unit=head, by=taker)
    memos = services.open_register(
        unit=head, name="Nota dinas", kind=RegisterKind.INTERNAL, pattern="{urut}/{klasifikasi}/{tahun}",
        day_quota=20, alarm_below=5, basis="Rincian penomoran naskah dinas Sekretariat Daerah",
        by=office.actor("admin"),
    )  # fmt: skip
    for number, (unit, code, note, addressee) in enumerate(LETTERS):
        _take(office, letters, len(LETTERS) - number, unit, code, note, addressee)
    _unusual(office, letters)
    for number, note in enumerate(ASSIGNED):
        _take(office, orders, 6 - 2 * number, "RT", "800.1.11.1", note, "")
    for days in (4, 2, 2, 0):
        _take(office, memos, days, "TU", "000.1.5", "Laporan persiapan rapat pimpinan", "Kepala Biro Umum")


def _unusual(office: Office, book: Register) -> None:
    """What a book also holds: a letter put between, a secret one, one by hand, one void."""
    taker = office.actor("sekretaris")
    between = _take(
        office,
        book,
        5,
        "TU",
        "000.5.3.1",
        "Pengantar arsip inaktif",
        "Dinas Perpustakaan dan Kearsipan",
        insert=True,
    )
    _take(
        office,
        book,
        1,
        "UM",
        "800.1.6",
        "Usulan penjatuhan hukuman disiplin",
        "Badan Kepegawaian Daerah",
        security="R",
    )
    spoilt = _take(office, book, 1, "RT", "000.1.6", "Pesanan konsumsi rapat", "CV Rasa Nusa")
    services.void(spoilt, reason="Surat tidak jadi dikirim: rapatnya ditunda.", by=taker)
    services.override(
        book, seq=between.seq + 40, letter_date=office.today, unit=office.unit("UM"), classification="000.1.5",
        reason="Nomornya sudah tercetak pada undangan.", note="Undangan upacara hari jadi", by=taker,
    )  # fmt: skip
    services.enter_outside(
        f"400.7.1/118/SRIKANDI/{office.today.year}", kind=RegisterKind.OUTGOING, letter_date=office.today,
        unit=office.unit("UM"), classification="000.1.5", note="Undangan rapat lewat SRIKANDI",
        addressee="Kepala Dinas Kesehatan", by=taker,
    )  # fmt: skip
    _reserves(office, book)


def _reserves(office: Office, book: Register) -> None:
    """A supply that a section has begun to use up, a number held for one letter, and one given back."""
    taker = office.actor("sekretaris")
    given: dict[str, Any] = {"letter_date": office.today, "by": taker}
    services.reserve(
        book, count=12, unit=office.unit("RT"), reason="Jatah permohonan ruang bulan ini", **given
    )
    for _turn in range(3):
        _take(
            office, book, 0, "RT", "000.1.4", "Persetujuan peminjaman ruang rapat", "Kepala Dinas Perhubungan"
        )
    held = services.reserve(
        book, count=2, unit=office.unit("TU"), reason="Surat balasan kementerian, menunggu tanda tangan", auto=False,
        **given,
    )  # fmt: skip
    services.release(held[1], by=taker)


def _take(
    office: Office,
    book: Register,
    days_ago: int,
    unit: str,
    code: str,
    note: str,
    addressee: str,
    **more: Any,
) -> Any:
    day = _workday(office.today - timedelta(days=days_ago))
    return services.take(
        book, letter_date=day, unit=office.unit(unit), classification=code, note=note, addressee=addressee,
        by=office.actor("sekretaris"), **more,
    )  # fmt: skip


def _workday(day: date) -> date:
    """The working day itself or the one before it."""
    while not workdays.is_workday(day, frozenset()):
        day -= timedelta(days=1)
    return day
