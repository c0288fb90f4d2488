from resources.admin.resources import ResourceAdmin

__all__ = ["ResourceAdmin"]
