from cms.declarations.previews import Previews
from events.models import Event
from events.views import show_event

PREVIEWS: Previews = {Event: show_event}
