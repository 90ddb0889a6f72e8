"""What is said of a row, in the reader's language."""

from collections.abc import Iterable, Sequence

from biro.core.texts import _, _l

NOTES = {
    "sender": _l("pengirim kosong"),
    "subject": _l("hal kosong"),
    "agenda": _l("nomor agenda bukan angka: “%(about)s”"),
    "number": _l("nomor surat lebih dari 150 huruf: “%(about)s …”"),
    "received_on": _l("tanggal terima tidak terbaca: “%(about)s”"),
    "letter_date": _l("tanggal surat tidak terbaca: “%(about)s”"),
    "no_day": _l("tanggal terima dan tanggal surat kosong"),
    "future": _l("diterima di masa depan: %(about)s"),
    "order": _l("tanggal surat %(about)s sesudah tanggal terima"),
    "twice": _l("nomor agenda %(about)s ada dua kali dalam berkas ini"),
    "taken": _l("nomor agenda %(about)s sudah ada dalam buku"),
    "no_number": _l("tanpa nomor surat"),
    "received_assumed": _l("tanggal terima kosong, disamakan dengan tanggal surat"),
    "written_assumed": _l("tanggal surat kosong, disamakan dengan tanggal terima"),
    "old": _l("tanggal surat jauh sebelum diterima: %(about)s"),
    "degree": _l("sifat tidak dikenal, dianggap biasa: “%(about)s”"),
    "unit": _l("unit tidak dikenal: “%(about)s”"),
    "classification": _l("klasifikasi tidak dikenal: “%(about)s”"),
    "used": _l("surat %(about)s sudah dipakai, jadi tetap ada"),
}


def said(notes: Iterable[Sequence[str]]) -> str:
    """All notes of a row as one line."""
    return "; ".join(str(NOTES[code]) % {"about": about} for code, about in notes)


def kind(failed: bool) -> str:
    """What the notes mean for the row."""
    return _("Tidak diimpor") if failed else _("Catatan")
