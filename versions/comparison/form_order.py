"""In which order a reader sees the inline forms of an item, and which have moved.

Inline forms are ordered within their formset. The blocks of an article are of several formsets and
have one order together, that of the page.
"""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from versions.comparison.form_schemas import FormSchema, FormSchemas

# The field of django-content-editor that says in which part of a page a block is. Pages have one
# part here.
REGION_FIELD = "region"

# Name of a field -> its value, of one form.
FieldValues = dict[str, Any]
# Path of a form -> the values of its fields.
ValuesByForm = dict[str, FieldValues]


def sort_forms(forms: ValuesByForm, schemas: FormSchemas) -> list[str]:
    """The paths of forms: first that of the item, nested forms after the form they belong to."""
    formset_numbers = {formset_path: number for number, formset_path in enumerate(schemas)}
    number_of_blocks = next(
        (n for n, schema in enumerate(schemas.values()) if _is_block(schema)), 0
    )

    def sort_key(form_path: str) -> tuple[int, float, int]:
        schema = schemas.form(form_path)
        formset_number = formset_numbers[schema.formset_path] if schema else len(formset_numbers)
        group = number_of_blocks if _is_block(schema) else formset_number
        return group, _ordering(forms.get(form_path, {}), schema), formset_number

    def sort_keys(form_path: str) -> list[tuple[int, float, int]]:
        """Those of the form and of each form that it is nested in, the outermost first."""
        parts = form_path.split("/")
        return [sort_key("/".join(parts[:end])) for end in range(2, len(parts) + 1, 2)]

    return sorted(forms, key=lambda path: (sort_keys(path), path))


def find_moved(
    old: ValuesByForm, new: ValuesByForm, schemas: FormSchemas
) -> dict[str, tuple[int, int]]:
    """The forms that changed places with others. Shape: path -> old place, new place, from 1."""
    moved: dict[str, tuple[int, int]] = {}
    before, after = _group_by_order(old, schemas), _group_by_order(new, schemas)
    for group in before.keys() & after.keys():
        common_before = [path for path in before[group] if path in new]
        common_after = [path for path in after[group] if path in old]
        matcher = SequenceMatcher(None, common_before, common_after, autojunk=False)
        matching = matcher.get_matching_blocks()
        unmoved = {path for a, _b, size in matching for path in common_before[a : a + size]}
        moved |= {
            path: (before[group].index(path) + 1, after[group].index(path) + 1)
            for path in common_before
            if path not in unmoved and path in common_after
        }
    return moved


def number_in_formset(form_path: str, forms: ValuesByForm, schemas: FormSchemas) -> int:
    """Counted from 1; 0 for the only form of its formset."""
    formset = form_path.rpartition("/")[0]
    siblings = [path for path in forms if path and path.rpartition("/")[0] == formset]
    if len(siblings) < 2:
        return 0
    return _sort_siblings(siblings, forms, schemas).index(form_path) + 1


def _group_by_order(forms: ValuesByForm, schemas: FormSchemas) -> dict[str, list[str]]:
    """The inline forms that have one order together, in that order. Shape: formset, or "" for all
    blocks -> paths of forms."""
    groups: dict[str, list[str]] = {}
    for path in filter(None, forms):
        group = "" if _is_block(schemas.form(path)) else path.rpartition("/")[0]
        groups.setdefault(group, []).append(path)
    return {group: _sort_siblings(paths, forms, schemas) for group, paths in groups.items()}


def _sort_siblings(paths: Iterable[str], forms: ValuesByForm, schemas: FormSchemas) -> list[str]:
    return sorted(paths, key=lambda path: (_ordering(forms[path], schemas.form(path)), path))


def _is_block(schema: FormSchema | None) -> bool:
    return schema is not None and REGION_FIELD in schema.fields


def _ordering(values: FieldValues, schema: FormSchema | None) -> float:
    for name, field in schema.fields.items() if schema else ():
        if field.is_ordering:
            ordering = str(values.get(name) or "")
            return float(ordering) if ordering.lstrip("-").isdecimal() else 0
    return 0
