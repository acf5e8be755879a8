"""The paper that a picture shows: how large it was, told by the head of its file, and how light."""

from PIL import Image

# The sides of a page, in inches: what a picture that names no credible resolution has.
A4, A4_WIDTH = 11.69, 8.27
SHORTEST_PAGE, LONGEST_PAGE = 10.0, 18.0  # 16K and A3, with some room
# No sheet is so many times longer than it is wide; a picture of a whole web page is.
LONGEST_SHAPE = 1.8
# Paper is light, however it is lit, and most of a page is paper: so much of a view of it is nearly
# as light as the middle of it, in levels of 255.
DARKEST_PAPER, UNEVENNESS, MOST_OF_IT = 96, 40, 0.55
_VIEW = (64, 64)


def dots_per_inch(image: Image.Image) -> float:
    """Give the resolution it names, if a page is that large, else that of a page of A4.

    Of a picture longer than pages are, as of a whole document one below the other, the width is
    that of the page.
    """
    longest = max(image.size)
    if image.height > LONGEST_SHAPE * image.width:
        return image.width / A4_WIDTH
    named = float(image.info.get("dpi", (0, 0))[0])
    if named and SHORTEST_PAGE <= longest / named <= LONGEST_PAGE:
        return named
    return longest / A4


def shows_paper(image: Image.Image) -> bool:
    """Whether a picture may be of print on paper, and no photograph or banner.

    It is spent on that: a JPEG is unpacked at an eighth of its size. Raises what Pillow does on a
    damaged picture.
    """
    image.draft("L", (image.width // 8, image.height // 8))
    levels = on_paper(image).convert("L").resize(_VIEW, Image.Resampling.BOX).histogram()
    half = sum(levels) / 2
    middle = next(level for level in range(256) if sum(levels[: level + 1]) >= half)
    alike = sum(levels[max(middle - UNEVENNESS, 0) : middle + UNEVENNESS + 1])
    return middle >= DARKEST_PAPER and alike >= MOST_OF_IT * 2 * half


def on_paper(image: Image.Image) -> Image.Image:
    """Lay a picture that is transparent on white; by itself it would be black on black."""
    if not image.has_transparency_data:
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
