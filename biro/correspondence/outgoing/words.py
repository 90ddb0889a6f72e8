"""A letter as a Word file: the template of its kind with the letter's words in the tags."""

from biro.core.texts import in_language
from biro.correspondence.books import day_in_words
from biro.correspondence.outgoing import blanks, content, docx
from biro.correspondence.outgoing.models import LetterKind, OutgoingLetter
from biro.files import storage
from biro.files.queries import attachments

# What SRIKANDI fills in itself; left alone when the file is to go there.
THEIRS = ("nomor_naskah", "tanggal_naskah", "ttd", "ttd_pengirim")

NAMES = (
    *THEIRS, "hal", "sifat", "isi", "penerima", "tembusan", "tujuan", "lampiran", "kecepatan", "klasifikasi", "judul",
    "jabatan", "pangkat_pengirim", "nip_pengirim", "kop", "tempat", "unit",
)  # fmt: skip


def template_of(kind: LetterKind) -> bytes:
    """The office's own file for this kind, or the plain one of its shape."""
    own = attachments(kind.owner)
    if not own:
        return blanks.blank(kind.shape.value)
    with storage.here().open(own[-1].blob_sha256) as file:
        return file.read()


def merged(letter: OutgoingLetter, *, for_srikandi: bool) -> bytes:
    """The letter's words in its template; for SRIKANDI number, day and signature stay tags."""
    with in_language("id"):
        values = tags_of(letter)
    if for_srikandi or not letter.code:
        values = {name: value for name, value in values.items() if name not in THEIRS}
    return docx.merge(template_of(letter.kind), values)


def tags_of(letter: OutgoingLetter) -> dict[str, str]:
    """Every tag with what stands for it in this letter."""
    said = letter.printed or content.content(letter)
    block, below = said["signature"], said["signature"]["below"]
    nip = next((line for line in below if line.startswith("NIP ")), "")
    return {
        "nomor_naskah": letter.number,
        "tanggal_naskah": day_in_words(letter.signed_on) if letter.signed_on else "",
        "hal": said["subject"],
        "sifat": said["security_label"],
        "ttd": "",
        "ttd_pengirim": block["name"],
        "isi": letter.body,
        "penerima": _listed(said["to"]),
        "tembusan": _listed(said["copies"]),
        "tujuan": said["destination"] or content.PLACE,
        "lampiran": said["enclosures"] or "-",
        "kecepatan": said["urgency"] or "Biasa",
        "klasifikasi": said["classification"],
        "judul": said["title"] or said["kind"].upper(),
        "jabatan": "\n".join(block["above"]),
        "pangkat_pengirim": next((line for line in below if line != nip), ""),
        "nip_pengirim": nip,
        "kop": "\n".join([*said["kop"]["names"], *said["kop"]["address"]]),
        "tempat": said["kop"]["place"],
        "unit": letter.unit.name,
    }


def _listed(people: list[dict[str, str]]) -> str:
    lines = [
        p["name"]
        + (f" u.p. {p['attention']}" if p["attention"] else "")
        + (" (sebagai laporan)" if p["report"] else "")
        for p in people
    ]
    return lines[0] if len(lines) == 1 else "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
