"""Whether a reader takes time in proportion to what it reads: a ratio within one run, no clock."""

import gc
from collections.abc import Callable
from contextlib import suppress
from time import process_time

PARTS = 8
# What is read in proportion takes as long in parts as in one go; what is read from each of its
# places takes eight times as long in one go. In between is room for a busy machine.
MOST_TIMES = 4


def out_of_proportion(reader: Callable, whole, part, enough: float, refused: tuple) -> bool:
    """Whether `reader` takes many times longer for `whole` than for eight times `part`.

    `part` is what `whole` is, at an eighth of its length. What takes less than `enough` seconds of
    the processor is in proportion without a comparison. `refused` are the errors of `reader` that
    say no to what it reads. The best of three tries counts.
    """
    taken = seconds(reader, whole, refused)
    if taken < enough:
        return False
    least = min(seconds(reader, part, refused) for _try in range(3))
    taken = min(taken, *(seconds(reader, whole, refused) for _try in range(2)))
    return taken > MOST_TIMES * PARTS * least


def seconds(reader: Callable, content, refused: tuple) -> float:
    """Seconds of the processor, without those of looking through all objects of the tests."""
    gc.disable()
    started = process_time()
    with suppress(*refused):
        reader(content)
    taken = process_time() - started
    gc.enable()
    return taken
