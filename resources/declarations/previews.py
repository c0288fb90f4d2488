from cms.declarations.previews import Previews
from resources.models import Resource
from resources.views import show_resource

PREVIEWS: Previews = {Resource: show_resource}
