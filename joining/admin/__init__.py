from joining.admin import access_log, agreements, applications, new_members

__all__ = ["access_log", "agreements", "applications", "new_members"]
