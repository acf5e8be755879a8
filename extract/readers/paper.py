"""The paper that a picture shows: how large it was, told by the head of its file, and white."""

from PIL import Image

# The sides of a page, in inches: what a picture that names no credible resolution has.
A4, A4_WIDTH = 11.69, 8.27
SHORTEST_PAGE, LONGEST_PAGE = 10.0, 18.0  # 16K and A3, with some room
# No sheet is so many times longer than it is wide; a picture of a whole web page is.
LONGEST_SHAPE = 1.8


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


def on_paper(image: Image.Image) -> Image.Image:
    """Lay a picture that is transparent on white; by itself it would be black on black."""
    if not image.has_transparency_data:
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
