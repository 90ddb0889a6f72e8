"""Letters as offices write them, set with typst, with what a careful clerk reads in each."""

from functools import cache

import typst

HEAD = """#align(center)[#upper[Pemerintah Provinsi Nusa Raya] \\ *DINAS PEKERJAAN UMUM DAN PENATAAN RUANG* \\
Jalan Merdeka No. 12 Telepon (021) 555123 Nusa Jaya 40111]
#line(length: 100%)
"""
# Labels at the left, the date at the right of the first, a subject over two lines.
OFFICIAL = (
    HEAD
    + """
#grid(columns: (2cm, 8cm, 1fr), row-gutter: 6pt,
 [Nomor], [: 000.1.5/123/DPUPR/2026], align(right)[Nusa Jaya, 12 Nopember 2026],
 [Sifat], [: Segera], [],
 [Lampiran], [: 1 (satu) berkas], [],
 [Hal], [: Undangan Rapat Koordinasi Penataan \\ Kawasan Perkantoran], [])

Yth. Kepala Biro Umum \\ di Tempat

Dengan hormat, sehubungan dengan Undang-Undang Nomor 23 Tahun 2014, kami mengundang Saudara pada 20 November 2026
membahas pembenahan pelataran kulimaya.
"""
)
NOTE = """#align(center)[*INSPEKTORAT DAERAH* \\ NOTA DINAS]
#table(columns: 3, stroke: none,
 [Kepada], [:], [Kepala Biro Umum],
 [Dari], [:], [Inspektur],
 [Tanggal], [:], [3 Pebruari 2026],
 [Nomor], [:], [700/14-ITDA],
 [Sifat], [:], [Rahasia],
 [Lampiran], [:], [-],
 [Hal], [:], [Permintaan Data Kendaraan Dinas])
Dengan ini kami mohon data.
"""
CIRCULAR = """#align(center)[KEMENTERIAN DALAM NEGERI \\ REPUBLIK INDONESIA

SURAT EDARAN \\ NOMOR 100.2.1/7/SJ \\ TENTANG \\ TERTIB PENGGUNAAN KENDARAAN DINAS \\ PADA LIBUR NASIONAL]
Dalam rangka tertib administrasi, semua kepala daerah diminta mengatur pemakaian kendaraan.

Ditetapkan di Jakarta \\ pada tanggal 5 Agustus 2026
"""
# A template of which nothing was filled in; number and date were laid over the page at signing.
SRIKANDI = (
    HEAD
    + """
#grid(columns: (2cm, 1fr), row-gutter: 6pt,
 [Nomor], [: \\${nomor_naskah}],
 [Tanggal], [: \\${tanggal_naskah}],
 [Hal], [: \\${hal}],
 [Lampiran], [: —])
Yth. Kepala Biro Umum. Dengan hormat, kami sampaikan laporan.

#place(bottom)[000.5.6/88/DPUPR/IX/2026 \\ 9 September 2026]
"""
)
PLAIN = """YAYASAN BINA ANAK NEGERI \\
Jl. Kenanga 5 Nusa Jaya

No. : 17/YBAN/X/2026 \\
Perihal : Permohonan Audiensi

Nusa Jaya, 01/10/2026

Kepada Yth. Kepala Biro Umum
"""
# Nothing here is labelled as a subject: none may be made up.
UNLABELLED = """#align(center)[*TANDA TERIMA*]
Telah diterima uang sebesar seratus ribu rupiah untuk keperluan rapat hal perkantoran pada 4 Mei 2026.
"""
CASES = {
    "official": (
        OFFICIAL,
        {
            "number": "000.1.5/123/DPUPR/2026", "letter_date": "2026-11-12", "urgency": "segera",
            "subject": "Undangan Rapat Koordinasi Penataan Kawasan Perkantoran", "enclosures": "1 (satu) berkas",
            "sender": "Dinas Pekerjaan Umum dan Penataan Ruang",
        },
    ),
    "note": (
        NOTE,
        {
            "number": "700/14-ITDA", "letter_date": "2026-02-03", "security": "R",
            "subject": "Permintaan Data Kendaraan Dinas", "sender": "Inspektorat Daerah",
        },
    ),
    "circular": (
        CIRCULAR,
        {
            "number": "100.2.1/7/SJ", "letter_date": "2026-08-05",
            "subject": "Tertib penggunaan kendaraan dinas pada libur nasional", "sender": "Republik Indonesia",
        },
    ),
    "srikandi": (
        SRIKANDI,
        {
            "number": "000.5.6/88/DPUPR/IX/2026", "letter_date": "2026-09-09",
            "sender": "Dinas Pekerjaan Umum dan Penataan Ruang",
        },
    ),
    "plain": (
        PLAIN,
        {
            "number": "17/YBAN/X/2026", "letter_date": "2026-10-01", "subject": "Permohonan Audiensi",
            "sender": "Yayasan Bina Anak Negeri",
        },
    ),
    "unlabelled": (UNLABELLED, {"sender": "Tanda Terima"}),
}  # fmt: skip


@cache
def page(source: str) -> bytes:
    """The letter as a PDF."""
    return bytes(typst.compile(source.encode(), format="pdf"))
