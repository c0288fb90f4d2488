from resources.models.contributors import Contributor
from resources.models.files import ResourceFile
from resources.models.resource import Resource, ResourceQuerySet

__all__ = ["Contributor", "Resource", "ResourceFile", "ResourceQuerySet"]
