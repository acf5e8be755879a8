"""The pictures beside a page that a browser saved with its folder: page.html and page_files/."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

LARGEST_PICTURE = 64 * 1024 * 1024


class Beside(dict[str, bytes]):
    """Files in the folder of a page, or below it, read when they are asked for by a `src`.

    One that leads out of the folder, by itself or over a link, has none.
    """

    def __init__(self, page: Path) -> None:
        self._folder = page.parent.resolve()

    def __missing__(self, source: str) -> bytes:
        try:
            address = urlsplit(source)
            path = Path(unquote(address.path))
            if address.scheme or address.netloc or path.is_absolute() or ".." in path.parts:
                raise KeyError(source)
            file = (self._folder / path).resolve()
            if not (file.is_relative_to(self._folder) and file.is_file()):
                raise KeyError(source)
            if file.stat().st_size > LARGEST_PICTURE:
                raise KeyError(source)
            return file.read_bytes()
        except (OSError, ValueError) as error:  # it cannot be read; no address; a NUL in its name
            raise KeyError(source) from error
