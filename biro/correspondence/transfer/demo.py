"""A page of an old agenda book, as somebody kept it years ago, already taken in. All names are invented."""

import io
from threading import Event

from biro.accounts.demo import Office
from biro.core.db import db
from biro.correspondence import services as letters
from biro.correspondence.transfer import job, services

OLD = (
    ("Dinas Pendidikan", "Undangan rapat persiapan hari jadi", "Penting"),
    ("Kantor Wilayah Kementerian Agama", "Permohonan pemakaian aula", "Biasa"),
    ("Dinas Kehutanan", "Laporan pemakaian kendaraan dinas", "Biasa"),
    ("Badan Perencanaan Daerah", "Permintaan usulan kegiatan", "Segera"),
    ("Yayasan Bina Anak Negeri", "Ucapan terima kasih", ""),
)


def furnish(office: Office) -> None:
    """A book of two years ago with a row that could not be read."""
    year, by = office.today.year - 2, office.actor("sekretaris")
    book = letters.open_register(unit=office.unit("TU.1"), by=by, name=f"Arsip {year}")
    rows = [
        f"{n};{n + 2:02}-03-{year};{n:02}-03-{year};005/{n}/{year};{sender};{subject};{degree}"
        for n, (sender, subject, degree) in enumerate(OLD, 1)
    ]
    text = "\n".join(["No Agenda;Tanggal Terima;Tanggal Surat;Nomor Surat;Asal Surat;Perihal;Sifat", *rows,
                      f"6;31-02-{year};;-;Dinas Sosial;Tanggal yang tidak ada;"])  # fmt: skip
    batch = services.upload(
        io.BytesIO(text.encode()),
        f"Agenda {year}.csv",
        register_id=book.id,
        unit_id=office.unit("UM").id,
        by=by,
    )
    batch.check(by=by)
    _work()
    services.carry_out(batch, by=by)
    _work()


def _work() -> None:
    db.session.commit()
    job.sweep(Event())
