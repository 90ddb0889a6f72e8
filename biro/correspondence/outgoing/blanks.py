"""The Word file that the office begins with: a plain letter with the tags in their places, made without Word."""

import io
import zipfile
from xml.sax.saxutils import escape

TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument"/></Relationships>'
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
FOOT = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1247" w:left="1588" '
    'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
)
SIGNED = ("", "right|${jabatan},", "right|${ttd}", "right|${ttd_pengirim}", "right|${pangkat_pengirim}",
          "right|${nip_pengirim}", "", "Tembusan:", "${tembusan}")  # fmt: skip
LINES = {
    "korespondensi": (
        "center|${kop}", "", "right|${tempat}, ${tanggal_naskah}", "Nomor : ${nomor_naskah}", "Sifat : ${sifat}",
        "Lampiran : ${lampiran}", "Hal : ${hal}", "", "Yth. ${penerima}", "di ${tujuan}", "", "${isi}", *SIGNED,
    ),
    "judul": (
        "center|${kop}", "", "center|${judul}", "center|NOMOR ${nomor_naskah}", "center|TENTANG", "center|${hal}", "",
        "${isi}", "", "right|${tempat}, ${tanggal_naskah}", *SIGNED,
    ),
    "nota": (
        "center|${kop}", "", "center|${judul}", "", "Yth. : ${penerima}", "Dari : ${jabatan}",
        "Tanggal : ${tanggal_naskah}", "Nomor : ${nomor_naskah}", "Sifat : ${sifat}", "Lampiran : ${lampiran}",
        "Hal : ${hal}", "", "${isi}", *SIGNED,
    ),
}  # fmt: skip


def blank(shape: str) -> bytes:
    """The file for a shape of letter."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", RELS)
        file.writestr("word/document.xml", HEAD + "".join(_paragraph(line) for line in LINES[shape]) + FOOT)
    return out.getvalue()


def _paragraph(line: str) -> str:
    side, bar, text = line.partition("|")
    look = f'<w:pPr><w:jc w:val="{side}"/></w:pPr>' if bar else ""
    return f'<w:p>{look}<w:r><w:t xml:space="preserve">{escape(text if bar else line)}</w:t></w:r></w:p>'
