"""What lies in a file that is closed or has left stays archived: its retention counts on it."""

from biro.core.texts import _
from biro.correspondence import objections
from biro.correspondence.archive import contents, disposals
from biro.correspondence.archive.models import CaseFileState
from biro.correspondence.models import Letter


def why_kept(letter: Letter) -> str | None:
    """Why a letter cannot be taken back from the archive, by the first of its files that keeps it there."""
    for file, _form in contents.files_with(letter):
        if file.state is CaseFileState.OPEN:
            continue
        if disposals.running_with(file.id) is not None:
            return _(
                "Surat ini ada di berkas %(label)s yang sedang diusulkan untuk penyusutan, jadi tetap diarsipkan.",
                label=file.label,
            )
        if file.state is CaseFileState.CLOSED:
            return _(
                "Surat ini ada di berkas %(label)s yang sudah ditutup, jadi tetap diarsipkan. "
                "Minta pengelola arsip membuka kembali berkasnya.",
                label=file.label,
            )
        return _(
            "Surat ini ada di berkas %(label)s yang keadaannya “%(state)s”, jadi tetap diarsipkan.",
            label=file.label, state=file.state_label,
        )  # fmt: skip
    return None


objections.object_to("unfiled", why_kept)
