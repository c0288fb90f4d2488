"""Decorators for the admin pages of members: what their visitors must be allowed to do."""

from django.contrib.auth.decorators import permission_required

may_change = permission_required("members.change_organisation", raise_exception=True)
may_import = permission_required(
    ["members.add_organisation", "members.change_organisation"], raise_exception=True
)
may_merge = permission_required(
    ["members.change_organisation", "members.delete_organisation"], raise_exception=True
)
