from django.conf import settings

from cms.files.object_store.storages import PrivateObjectStorage


class LogoObjectStorage(PrivateObjectStorage):
    """Logos in an object store. The address is the same whether readers may see one or staff alone:
    `website.views.media` asks the database."""

    def url(self, name: str | None) -> str:
        return f"{settings.MEDIA_URL}{name}"
