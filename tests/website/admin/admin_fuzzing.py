"""Nonsense for the admin: every list, form and page of its URLconf, tried in a seeded order.

The pages are found by walking the URLconf and the registered models, so that a new one is tried
without anybody adding it here. The same seed gives the same tries.
"""

import re
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import transaction
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

NONSENSE = [
    *("", "x", "\0", "a\0b", "(((", "[", "\\", "*", "%", "%s", "{}", "{0}", "' OR 1=1 --", "<b>"),
    *(
        "0",
        "1",
        "-1",
        "+1",
        " 1 ",
        "1_0",
        "1.5",
        "0x10",
        "1e999",
        "NaN",
        "-Infinity",
        "٣",
        "²",
        "１",
    ),
    *("2147483648", "9" * 18, "9223372036854775808", "9" * 30, "-" + "9" * 30, "9" * 5000),
    *("1,2", "1,x", ",,,", "1," + "9" * 30, "1,\0", "1.1", "-1.-2", "o.9", "." * 40),
    *("true", "on", "None", "null", "[]", "{", '{"a": [1]}', "[[[", "__", "a__b", "-", "--"),
    *("2026", "0", "10000", "99999999", "0000-01-01", "10000-01-01", "0001-01-01", "9999-12-31"),
    *("2026-02-30", "2026-11-28T25:61", "0001-01-01T00:00", "9999-12-31T23:59", "24:00"),
    *("0001-01-01 00:00:00", "9999-12-31 23:59:59", "-1-01-01", "P1D", "1 day"),
    *("ſ", "ß", "İ", "\u202e", "\ufeff", "\u2028", "🙂", "e\u0301", "ㄱ", "가" * 300, "a" * 3000),
    *(
        "http://[",
        "http://a\nb",
        "http://" + "a" * 300,
        "//",
        "javascript:1",
        "mailto:a@b",
        "../..",
    ),
    *("\r\nX: y", "\t", "(a+)+$", "(?<x", "a{99999}", "\\1", "now", "infinity", "epoch"),
]
LOOKUPS = [
    *("", "exact", "iexact", "contains", "icontains", "startswith", "endswith", "regex", "iregex"),
    *(
        "gt",
        "gte",
        "lt",
        "lte",
        "in",
        "range",
        "isnull",
        "year",
        "iso_year",
        "month",
        "day",
        "week",
    ),
    *("year__gt", "year__in", "date", "time", "hour", "quarter", "week_day", "search", "unaccent"),
    *(
        "trigram_similar",
        "len",
        "has_key",
        "has_keys",
        "overlap",
        "contained_by",
        "0",
        "0_1",
        "key",
    ),
    *("id", "pk", "pk__range", "id__in", "nonsense", "_", "pk__nonsense", "isnull__isnull", "\0"),
]
CONTROLS = [
    *("p", "o", "q", "all", "e", "_popup", "_to_field", "_changelist_filters", "_facets", "pk", ""),
    *("id", "id__id__id", "password", "page", "category", "photos", "next", "kind", "from", "ot"),
]
MANAGEMENT = ("TOTAL_FORMS", "INITIAL_FORMS")
COUNTS = ["99999999", "-1", "x", "", "1e9", "9" * 5000, "\0", "2", "1.5", "1001"]
# What a view of the admin asks of a request, as its source says.
ASKED = re.compile(r'(?:POST|GET|FILES)(?:\.get(?:list)?\(\s*|\[)"([^"]+)"')
SOURCES = (
    *("accounts", "cms", "concerns", "events", "joining", "mail", "members", "network", "news"),
    *("photos", "resources", "search", "website"),
)
FEW_VALUES = {"preview": {"kind": ["article", "event", "page", "x"], "language": ["ko", "en", "x"]}}


def seeded(seed: int) -> Random:
    """The same order of tries whenever it is given the same number."""
    return Random(seed)  # noqa: S311


@dataclass
class Try:
    """One request; `files` only for POST."""

    method: str
    address: str
    data: dict = field(default_factory=dict)
    form: dict = field(default_factory=dict)

    def __str__(self):
        spoilt = {name: v for name, v in self.data.items() if self.form.get(name) != v}
        return f"{self.method} {self.address[:300]} {str(spoilt)[:1500]}"


class Failures:
    """Sends tries, each undone afterwards, and keeps those answered with 500."""

    def __init__(self, client):
        client.raise_request_exception = False
        self.client, self.found, self.statuses = client, [], {}
        self._cookies = client.cookies.copy()
        self._raised = None

    def send(self, one: Try):
        got_request_exception.connect(self._note, dispatch_uid="admin-fuzzing")
        self._raised = None
        try:
            with transaction.atomic():
                response = getattr(self.client, one.method.lower())(one.address, one.data)
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(dispatch_uid="admin-fuzzing")
        self.client.cookies = self._cookies.copy()
        self.statuses[response.status_code] = self.statuses.get(response.status_code, 0) + 1
        if response.status_code >= 500:
            self.found.append(f"{one}\n    {self._raised}")
        return response

    def _note(self, sender, request, **_more):
        kind, error, trace = sys.exc_info()
        frames = [f"{one.filename}:{one.lineno}" for one in traceback.extract_tb(trace)][-8:]
        self._raised = f"{kind.__name__}: {str(error)[:200]} {frames}"


def lists(random: Random) -> Iterator[Try]:
    """Endless tries at the lists of all registered models, in turn."""
    models = sorted(admin.site._registry, key=lambda model: model._meta.label)
    while True:
        for model in models:
            opts = model._meta
            address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
            parameters = [
                (lookup(random, model), nonsense(random))
                for _n in range(random.choice([1, 1, 1, 2, 3]))
            ]
            if random.random() < 0.1:
                # Octets that are no UTF-8.
                yield Try("GET", f"{address}?{quote(parameters[0][0])}=%ff%fe%c0%80")
                continue
            address = f"{address}?{urlencode(parameters)}"
            if random.random() < 0.15:
                yield Try("POST", address, action(random, model))
                continue
            yield Try("GET", address)


def lookup(random: Random, model) -> str:
    if random.random() < 0.3:
        return random.choice(CONTROLS + filter_names(model))
    names = [one.name for one in model._meta.get_fields()]
    path = random.choice(names + filter_names(model))
    if random.random() < 0.2:
        path = f"{path}__{random.choice(['id', 'pk', 'name', 'slug', 'organisation', 'photo'])}"
    suffix = random.choice(LOOKUPS)
    return f"{path}__{suffix}" if suffix else path


@cache
def filter_names(model) -> list[str]:
    """The parameters that the filters of a list go by."""
    filters = admin.site._registry[model].list_filter
    return [getattr(one, "parameter_name", None) or f"{one}__exact" for one in filters]


def nonsense(random: Random) -> str:
    return random.choice(NONSENSE)


def action(random: Random, model) -> dict:
    names = [
        "delete_selected",
        "publish_ko",
        "unpublish_en",
        "nonsense",
        "take_down",
        "hide_selected",
    ]
    return {
        "action": random.choice([*names, nonsense(random)]),
        "_selected_action": [nonsense(random) for _n in range(random.choice([0, 1, 2]))],
        "index": nonsense(random),
        "select_across": random.choice(["", "1", "x"]),
        "post": "yes",
        "_save": random.choice(["", "1"]),
        "form-TOTAL_FORMS": random.choice(COUNTS),
        "form-INITIAL_FORMS": random.choice(COUNTS),
        "form-0-id": nonsense(random),
    }


def autocompletions(random: Random) -> Iterator[Try]:
    models = list(admin.site._registry)
    while True:
        model = random.choice(models)
        relations = [one.name for one in model._meta.get_fields() if one.is_relation]
        asked = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": random.choice(relations or ["x"]),
            "term": nonsense(random),
            "page": random.choice(["1", nonsense(random)]),
        }
        asked[random.choice(list(asked))] = nonsense(random)
        yield Try("GET", f"{reverse('admin:autocomplete')}?{urlencode(asked)}")


def pages(random: Random) -> Iterator[Try]:
    """Endless tries at every address of the admin with any method, parameters and fields."""
    patterns = list(admin_patterns())
    while True:
        for route, name in patterns:
            address = "/admin/" + filled(random, route, name)
            asked = {random.choice(asked_names()): nonsense(random) for _n in range(3)}
            if random.random() < 0.4:
                yield Try("GET", f"{address}?{urlencode(asked)}")
            else:
                query = f"?{urlencode({random.choice(CONTROLS): nonsense(random)})}"
                sent = asked | {random.choice(asked_names()): [nonsense(random), "x"]}
                if random.random() < 0.2:
                    sent[random.choice(["file", "files", "list"])] = upload(random)
                yield Try("POST", address + random.choice(["", query]), sent)


def upload(random: Random) -> SimpleUploadedFile:
    name = random.choice(["x", "a.xlsx", "a.csv", "a.jpg", "a\0.pdf", "가.heic", "../a.png"])
    content = random.choice(
        [b"", b"\0", b"x,y\n\0,\xff", random.randbytes(300), b"%PDF-1.4", b"PK\3\4"]
    )
    return SimpleUploadedFile(name, content)


def admin_patterns() -> Iterator[tuple[str, str]]:
    """Shape: route, name."""
    (admin_site,) = (
        one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "admin"
    )
    waiting = [("", admin_site)]
    while waiting:
        before, resolver = waiting.pop()
        for one in resolver.url_patterns:
            route = before + str(one.pattern)
            if not isinstance(one, URLPattern):
                waiting.append((route, one))
            elif not route.startswith("^") and "(?P" not in route:
                yield route, one.name or ""


def filled(random: Random, route: str, name: str) -> str:
    def argument(found) -> str:
        kind, name_ = found[1] or "str", found[2]
        values = FEW_VALUES.get(name, {}).get(name_)
        if values:
            return random.choice(values)
        if kind == "int":
            return random.choice([*known_keys(), "0", "2147483648", "9" * 19, "9" * 30, "9" * 5000])
        if kind == "slug":
            return random.choice(["x", "drop", "decide", "take", "-", "9" * 40])
        return quote(random.choice([*known_keys(), nonsense(random) or "x"]), safe="")

    return re.sub(r"<(?:(\w+):)?(\w+)>", argument, route)


@cache
def asked_names() -> list[str]:
    """The names of parameters and fields that the code of the admin reads."""
    files = (path for app in SOURCES for path in Path(settings.BASE_DIR, app).rglob("*.py"))
    found = {name for path in files for name in ASKED.findall(path.read_text())}
    return sorted(found | {*CONTROLS, "_selected_action", "action", "state", "q", "page"})


def known_keys() -> list[str]:
    return ["1", *(str(key) for key in KEYS)]


# Keys of rows that are there; filled by whoever makes the rows.
KEYS: set[int] = set()


class Fields(HTMLParser):
    """The fields of a page's forms with what they hold."""

    def __init__(self):
        super().__init__()
        self.held, self.files, self._select, self._area = {}, set(), None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, kind = attrs.get("name"), attrs.get("type", "text")
        if tag == "option" and self._select and "selected" in attrs:
            self.held[self._select] = attrs.get("value") or ""
        if not name:
            return
        if tag == "input" and kind == "file":
            self.files.add(name)
        elif tag == "input" and kind in ("checkbox", "radio"):
            if "checked" in attrs:
                self.held[name] = attrs.get("value", "on")
            else:
                self.held.setdefault(name, None)
        elif tag == "input" and kind not in ("submit", "button"):
            self.held[name] = attrs.get("value") or ""
        elif tag == "select":
            self._select = name
            self.held.setdefault(name, "")
        elif tag == "textarea":
            self._area = name
            self.held[name] = ""

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area:
            self.held[self._area] += data


def fields_of(html: str) -> Fields:
    fields = Fields()
    fields.feed(html)
    fields.close()
    return fields


def form_addresses() -> list[str]:
    """The forms that add, change and delete a row of each registered model, where there are any."""
    found = []
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label):
        row = model._base_manager.order_by("pk").first()
        for step, keys in (("add", []), ("change", row and [row.pk]), ("delete", row and [row.pk])):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{step}"
            try:
                found += [reverse(name, args=keys)] if keys is not None else []
            except NoReverseMatch:
                # Applications are read on a page of their own, and neither added nor deleted.
                continue
    return found


def forms(random: Random, failures: Failures) -> Iterator[Try]:
    """Endless tries at every form as its page gives it, some fields of it turned to nonsense."""
    known = {}
    addresses = form_addresses()
    while True:
        for address in addresses:
            if address not in known:
                response = failures.send(Try("GET", address))
                found = response.text if response.status_code == 200 else ""
                known[address] = fields_of(found)
                add_sound_values(known, address)
            form = known[address]
            yield Try("POST", address, spoilt(random, form), form.held)
            if random.random() < 0.15:
                names = list(known[address].held) or ["x"]
                asked = {random.choice(names + CONTROLS): nonsense(random) for _n in range(2)}
                yield Try("GET", f"{address}?{urlencode(asked)}")


def add_sound_values(known: dict[str, Fields], address: str) -> None:
    """Forms that add a row are filled in as the row that is there already."""
    if not address.endswith("/change/"):
        return
    adds = known.get(re.sub(r"[^/]+/change/$", "add/", address), Fields())
    for name, held in known[address].held.items():
        if not adds.held.get(name, "x"):
            adds.held[name] = held


def spoilt(random: Random, fields: Fields) -> dict:
    sent = {name: value for name, value in fields.held.items() if value is not None}
    # Empty rows, from which scripts make new ones, become rows.
    prefixes = [name.partition("-__prefix__-")[0] for name in sent if "-__prefix__-" in name]
    for prefix in random.sample(sorted(set(prefixes)), min(len(set(prefixes)), 2)):
        number = int(sent.get(f"{prefix}-TOTAL_FORMS") or 0)
        for name in [name for name in sent if name.startswith(f"{prefix}-__prefix__-")]:
            sent[name.replace("__prefix__", str(number), 1)] = nonsense(random)
        if f"{prefix}-TOTAL_FORMS" in sent:
            sent[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    names = [
        name for name in fields.held if "__prefix__" not in name and name != "csrfmiddlewaretoken"
    ]
    for name in random.sample(names, min(len(names), random.choice([1, 2, 4, 8]))):
        if name.endswith(MANAGEMENT):
            continue
        sent[name] = random.choice([nonsense(random), [nonsense(random), nonsense(random)]])
    managed = [name for name in names if name.endswith(MANAGEMENT)]
    if managed and random.random() < 0.2:
        sent[random.choice(managed)] = random.choice(COUNTS)
    for name in fields.files:
        if random.random() < 0.3:
            sent[name] = upload(random)
    if random.random() < 0.1:
        sent |= {random.choice(["_popup", "_to_field", "_continue"]): nonsense(random)}
    return sent
