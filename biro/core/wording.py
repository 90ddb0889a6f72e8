"""Indonesian words for what WTForms says in English."""

from typing import Any

from biro.core.texts import _l

# WTForms ships no Indonesian; its own English sentences are the keys.
MESSAGES: dict[str, Any] = {
    "This field is required.": _l("Wajib diisi."),
    "Not a valid integer value.": _l("Isi dengan angka bulat."),
    "Not a valid decimal value.": _l("Isi dengan angka."),
    "Not a valid date value.": _l("Tanggal tidak dikenal. Contoh: 24/11/2026."),
    "Not a valid datetime value.": _l("Tanggal dan jam tidak dikenal."),
    "Not a valid time value.": _l("Jam tidak dikenal. Contoh: 09.30."),
    "Not a valid choice.": _l("Pilihan tidak dikenal."),
    "Not a valid choice": _l("Pilihan tidak dikenal."),
    "Invalid Choice: could not coerce.": _l("Pilihan tidak dikenal."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Ada pilihan yang tidak dikenal."),
    "Invalid email address.": _l("Alamat surel tidak dikenal. Contoh: nama@biro.go.id."),
    "Field must be at least %(min)d character long.": _l("Paling sedikit %(min)d huruf."),
    "Field must be at least %(min)d characters long.": _l("Paling sedikit %(min)d huruf."),
    "Field cannot be longer than %(max)d character.": _l("Paling banyak %(max)d huruf."),
    "Field cannot be longer than %(max)d characters.": _l("Paling banyak %(max)d huruf."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Antara %(min)d dan %(max)d huruf."),
    "Number must be at least %(min)s.": _l("Paling sedikit %(min)s."),
    "Number must be at most %(max)s.": _l("Paling banyak %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Antara %(min)s dan %(max)s."),
    "Field must be equal to %(other_name)s.": _l("Kedua isian harus sama."),
    "Invalid input.": _l("Isian tidak dikenal."),
    "CSRF token missing.": _l("Sesi formulir sudah berakhir. Kirim sekali lagi."),
    "CSRF failed.": _l("Sesi formulir sudah berakhir. Kirim sekali lagi."),
    "The CSRF token is missing.": _l("Sesi formulir sudah berakhir. Kirim sekali lagi."),
    "The CSRF token is invalid.": _l("Sesi formulir sudah berakhir. Kirim sekali lagi."),
    "The CSRF token has expired.": _l("Sesi formulir sudah berakhir. Kirim sekali lagi."),
    "The CSRF session token is missing.": _l("Sesi formulir sudah berakhir. Kirim sekali lagi."),
    "The CSRF tokens do not match.": _l("Sesi formulir sudah berakhir. Kirim sekali lagi."),
    "File does not have an approved extension: {extensions}": _l("Jenis berkas ini tidak diterima."),
}


class FormWords:
    """The translations object that WTForms asks."""

    def gettext(self, text: str) -> str:
        """Our sentence for one of WTForms' own."""
        return str(MESSAGES.get(text, text))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Indonesian has no plural, English may."""
        return self.gettext(singular if n == 1 else plural)
