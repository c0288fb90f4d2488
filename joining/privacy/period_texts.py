from datetime import timedelta

from django.utils.translation import ngettext

DAYS_PER_MONTH = 365 / 12


def period_text(period: timedelta) -> str:
    """ "48 hours", "30 days", "6 months", "1 year": as people say it."""
    if period <= timedelta(days=2):
        hours = round(period / timedelta(hours=1))
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    if period.days < 2 * DAYS_PER_MONTH:
        return ngettext("{n} day", "{n} days", period.days).format(n=period.days)
    months = round(period.days / DAYS_PER_MONTH)
    if months % 12 == 0:
        years = months // 12
        return ngettext("{n} year", "{n} years", years).format(n=years)
    return ngettext("{n} month", "{n} months", months).format(n=months)
