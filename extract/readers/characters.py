"""Printed characters → text: rapidocr's models, which its wheel carries, run by onnxruntime.

The recogniser is run here and not by rapidocr, which draws every crop on a canvas of 320 pixels:
a lone digit then takes five times as long; and because a doubt needs what rapidocr keeps to
itself, the probabilities of single characters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
import rapidocr
from numpy.typing import NDArray

from extract.readers.raster import Grey

RECOGNISER = "PP-OCRv6_rec_small.onnx"
HEIGHT = 48  # what the recogniser takes, in pixels
STEP = 8  # it looks at the crop in columns of so many
WIDTHS = 16  # crops are filled up to a multiple of this, so that few sizes are run
WIDEST = 3200  # of a line of 60 characters; longer ones are narrowed
LARGEST_BATCH = 16
# Fixed, so that no sum of floats depends on the machine; two that wait asleep cost workers beside
# each other nothing.
THREADS = 2


@dataclass(frozen=True)
class Line:
    """A line read. `score` is the probability of its least certain character; 0 if it is empty."""

    text: str
    score: float


def read_lines(crops: Sequence[Grey]) -> list[Line]:
    """Read crops of one line of text each, dark on light."""
    lines = [Line("", 0.0)] * len(crops)
    prepared = [_to_height(crop) for crop in crops]
    by_width: dict[int, list[int]] = {}
    for number, crop in enumerate(prepared):
        by_width.setdefault(-(-crop.shape[1] // WIDTHS) * WIDTHS, []).append(number)
    for width, numbers in by_width.items():
        for start in range(0, len(numbers), LARGEST_BATCH):
            batch = numbers[start : start + LARGEST_BATCH]
            read = _recognised([prepared[n] for n in batch], width)
            for number, line in zip(batch, read, strict=True):
                lines[number] = line
    return lines


def _to_height(crop: Grey) -> Grey:
    height, width = crop.shape
    wide = min(max(round(width * HEIGHT / height), STEP), WIDEST)
    return cv2.resize(crop, (wide, HEIGHT), interpolation=cv2.INTER_LINEAR).astype(np.uint8)


def _recognised(crops: Sequence[Grey], width: int) -> Iterator[Line]:
    """Run the recogniser; it knows grey in three channels, -1 black to 1 white, 0 beyond."""
    batch = np.zeros((len(crops), 3, HEIGHT, width), np.float32)
    for n, crop in enumerate(crops):
        batch[n, :, :, : crop.shape[1]] = crop.astype(np.float32) / 127.5 - 1
    session, alphabet = _recogniser()
    (probabilities,) = session.run(None, {session.get_inputs()[0].name: batch})
    for columns in probabilities:
        yield decoded(columns, alphabet)


def decoded(columns: NDArray[np.float32], alphabet: Sequence[str]) -> Line:
    """Read off the likeliest character of each column; repeats are one, 0 is none (CTC)."""
    best = columns.argmax(axis=1)
    text: list[str] = []
    scores: list[float] = []
    for n, index in enumerate(best):
        if index == 0:
            continue
        score = float(columns[n, index])
        if n and best[n - 1] == index:
            scores[-1] = max(scores[-1], score)
        else:
            text.append(alphabet[index])
            scores.append(score)
    line = "".join(text).strip()
    return Line(line, min(scores) if line else 0.0)


@cache
def _recogniser() -> tuple[Any, tuple[str, ...]]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it would keep the memory of the widest batch
    session = onnxruntime.InferenceSession(
        str(Path(rapidocr.__file__).parent / "models" / RECOGNISER), options
    )
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, ("", *characters, " ")
