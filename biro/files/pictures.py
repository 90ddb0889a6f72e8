"""Pictures of pages for the screen: always drawn anew, so nothing hidden in the original reaches a browser."""

import io

from PIL import Image, ImageOps

from biro.core.errors import Forbidden
from biro.files import pdfs, storage
from biro.files.models import Attachment
from biro.files.rules import IMAGES, PDF

WIDEST = 1_400
HIGHEST = 4_000


def page_image(attachment: Attachment, number: int) -> Image.Image:
    """Page `number` (from 1), at most 1,400 pixels wide; 404 when there is no such page or picture."""
    mime = attachment.blob.mime
    if mime not in IMAGES | {PDF} or not 1 <= number <= attachment.blob.pages:
        raise Forbidden
    with storage.here().open(attachment.blob_sha256) as file:
        if mime == PDF:
            return pdfs.picture(file, number)
        with Image.open(file) as image:
            image.seek(number - 1)
            return _redrawn(image)


def png(image: Image.Image) -> bytes:
    """An image as a file."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _redrawn(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((WIDEST, HIGHEST))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    return clean
