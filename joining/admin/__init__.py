from joining.admin import access_log, agreements, applications, organisations_and_people

__all__ = ["access_log", "agreements", "applications", "organisations_and_people"]
