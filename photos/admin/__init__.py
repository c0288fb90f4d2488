from photos.admin import photographers, photos

__all__ = ["photographers", "photos"]
