"""What the search may know of a letter."""

from biro.correspondence.models import Letter


def index(letter: Letter) -> None:
    """Put the letter into the search, or renew what stands there."""
