from website.admin.publication_panels import panels

__all__ = ["panels"]
