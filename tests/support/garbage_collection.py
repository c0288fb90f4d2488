"""A plugin of pytest, named in pyproject.toml: rarely look for garbage.

Python would look through all that was imported again and again, which would take a quarter of the
time of all tests.
"""

import gc

# Objects that are new when those are looked through, and how often older ones are.
gc.set_threshold(100_000, 10, 10)


def pytest_collection_finish():
    """What was imported stays until the end."""
    gc.collect()
    gc.freeze()
