"""What an app declares in its `page_cache.py`, for `page_cache`.

`MODELS_ON_NO_PUBLIC_PAGE`: models that no public page reads. Changes of their rows leave cached
pages valid.
`NEXT_CHANGE_CALLBACKS`: functions that tell when pages next change although no row changes, as when
an event ends.
"""

from collections.abc import Callable
from datetime import datetime

# Takes a moment and returns the first change after it.
NextChange = Callable[[datetime], datetime | None]
