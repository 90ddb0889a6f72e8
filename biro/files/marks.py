"""Words across the pages of a secret scan: whoever passes a copy on passes on who took it, and when."""

import io

from PIL import Image, ImageDraw, ImageFont

from biro.files import pdfs, pictures, storage
from biro.files.models import Attachment
from biro.files.rules import PDF

PALE = (200, 0, 0, 70)  # red, seen through


def copy(attachment: Attachment, mark: str) -> tuple[str, bytes]:
    """(name, PDF) of a scan with `mark` on every page, whatever kind of file it is."""
    name = attachment.name.rpartition(".")[0] or attachment.name
    if attachment.blob.mime == PDF:
        with storage.here().open(attachment.blob_sha256) as file:
            return f"{name}.pdf", pdfs.stamped(file, mark)
    numbers = range(1, attachment.blob.pages + 1)
    first, *rest = [marked(pictures.page_image(attachment, number), mark) for number in numbers]
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest)
    return f"{name}.pdf", out.getvalue()


def marked(image: Image.Image, mark: str) -> Image.Image:
    """The image with `mark` slanting across it; as it is when there is nothing to say."""
    if not mark:
        return image
    font = ImageFont.load_default(max(12, image.width // 30))
    _left, _top, right, bottom = (round(edge) for edge in font.getbbox(mark))
    side = round((image.width**2 + image.height**2) ** 0.5)
    layer = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    for row, y in enumerate(range(0, side, bottom * 4)):
        for x in range(-(row % 2) * right // 2, side, right + bottom * 2):
            draw.text((x, y), mark, font=font, fill=PALE)
    layer = layer.rotate(35).crop(_middle(side, image.size))
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def _middle(side: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return left, top, left + size[0], top + size[1]
