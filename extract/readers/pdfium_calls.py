"""pdfium asked the same question of many things at once: a page has thousands of characters.

A call as pypdfium2 declares it has to make a pointer of every handle. Here handles and addresses
are plain numbers, and `map` asks; that halves the time.
"""

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import count as counting_from
from itertools import repeat
from typing import Any

_NUMBERS = {ctypes.c_int, ctypes.c_uint, ctypes.c_float, ctypes.c_double}


def plain(function: Any) -> Callable[..., Any]:
    """Give a function of pypdfium2.raw that takes and gives handles and addresses as numbers.

    It keeps the interpreter's lock, so it is for what takes no time.
    """
    kinds = [
        kind if kind in _NUMBERS else ctypes.c_void_p
        for kind in (function.restype, *function.argtypes)
    ]
    return ctypes.PYFUNCTYPE(*kinds)(number_of(function))


def number_of(handle: Any) -> int:
    """Give a handle of pypdfium2.raw, or a function's, as a number."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def room_for_floats(count: int) -> tuple["array[float]", int]:
    """Give room for numbers as pdfium writes them, and its address."""
    room = array("f", bytes(count * ctypes.sizeof(ctypes.c_float)))
    return room, room.buffer_info()[0]


def asked_of_all(function: Callable[..., Any], handle: int, count: int) -> list[Any]:
    """Ask about each part of a thing, by its number from 0."""
    return list(map(function, repeat(handle), range(count)))


def floats_of_all(
    function: Callable[..., Any], *things: Iterable[int], count: int, each: int
) -> list[float]:
    """Ask for `each` numbers of `count` things; they stand one after the other.

    `function` takes a thing, told by one or several numbers, and the address to write to.
    """
    room, start = room_for_floats(each * count)
    step = each * room.itemsize
    deque(map(function, *things, range(start, start + count * step, step)), maxlen=0)
    return room.tolist()


def numbers_of_all(
    function: Callable[..., Any], things: Sequence[int], kind: str, order: Sequence[int]
) -> "array[Any]":
    """Ask for several numbers of things, each of which has an address of its own.

    They are of a `kind` of `array`, and stand one after the other; `order` tells where among those
    of a thing the first stands, the second, and so on.
    """
    room = array(kind, bytes(array(kind).itemsize * len(order) * len(things)))
    start, step = room.buffer_info()[0], len(order) * room.itemsize
    places = (counting_from(start + n * room.itemsize, step) for n in order)
    deque(map(function, things, *places), maxlen=0)
    return room
