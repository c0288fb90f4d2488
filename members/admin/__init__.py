from members.admin import appearances, link_checks, milestones, organisations, people, proposals

__all__ = [
    "appearances",
    "link_checks",
    "milestones",
    "organisations",
    "people",
    "proposals",
]
