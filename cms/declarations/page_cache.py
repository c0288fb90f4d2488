"""What an app declares in its `page_cache.py`, for `page_cache`.

`NEVER_PUBLIC`: models that no public page reads, and whose changes make no cached page wrong.
`NEXT_CHANGE_CALLBACKS`: functions that tell when pages next change although no row changes, as when
an event ends.
"""

from collections.abc import Callable
from datetime import datetime

# Takes a moment and returns the first change after it.
NextChange = Callable[[datetime], datetime | None]
