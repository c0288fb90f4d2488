from photos.admin import photos

__all__ = ["photos"]
