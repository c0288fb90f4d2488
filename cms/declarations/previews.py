"""Views that show an item to its readers: `PREVIEWS` in `declarations/previews.py` of an app.

The admin shows an item with them before it is public. They do not check whether it is public.
"""

from collections.abc import Callable

from django.db.models import Model

# Called with the request and the item; returns the response.
Previews = dict[type[Model], Callable]
