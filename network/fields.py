"""Model fields that let no raw text in, whichever way it comes: form, import, update or filter.

Forms refuse resident registration numbers in every one of them; see `network.lint`.
"""

from django import forms
from django.core.exceptions import FieldError
from django.db import models
from django_prose_editor.fields import ProseEditorField

from network import languages, lint, mailboxes, text

# Keys of rows are 64-bit; a longer number is no key but nonsense.
KEY_LENGTH = 18


def is_key(sent: str) -> bool:
    """Whether what a browser sent can be the key of a row."""
    return sent.isdecimal() and len(sent) <= KEY_LENGTH


class LineField(models.CharField):
    """One line of text, stored composed (NFC) and without control signs."""

    default_validators = [lint.refuse_resident_numbers]

    def to_python(self, value):
        value = super().to_python(value)
        return text.clean_line(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))


class HashField(models.CharField):
    """A hash (hexadecimal SHA-256) of something that is not stored itself.

    It is asked for whole or not at all: whoever may type look-ups into an address of the desk would
    else find it out sign by sign, and learn which rows share a value.
    """

    LOOKUPS = ("exact", "in", "isnull")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 64, "editable": False} | kwargs)

    def get_lookup(self, lookup_name):
        if lookup_name not in self.LOOKUPS:
            raise FieldError(f"{self.name} is a hash and can only be compared as a whole.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.name} is a hash and can only be compared as a whole.")


class ProseField(models.TextField):
    """Plain text of several lines; an empty line parts its paragraphs."""

    default_validators = [lint.refuse_resident_numbers]

    def to_python(self, value):
        value = super().to_python(value)
        return text.clean(value).strip() if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))


class EmailInput(forms.TextInput):
    """Browsers refuse a full-width ＠ in a field of `type="email"` before anybody can read it."""

    def __init__(self, attrs=None):
        hints = {"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(hints | (attrs or {}))


class EmailFormField(forms.EmailField):
    """An e-mail address, read as `network.mailboxes` says."""

    widget = EmailInput
    default_validators = [mailboxes.check]

    def to_python(self, value):
        return mailboxes.read(super().to_python(text.clean_line(value or "")))


class EmailField(models.EmailField):
    """A column for one e-mail address, stored in one spelling."""

    default_validators = [mailboxes.check]

    def deconstruct(self):
        """For migrations it is Django's: the column is the same."""
        name, path, args, kwargs = super().deconstruct()
        is_plain = type(self) is EmailField
        return name, "django.db.models.EmailField" if is_plain else path, args, kwargs

    def to_python(self, value):
        value = super().to_python(value)
        return mailboxes.read(text.clean_line(value)) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": EmailFormField} | kwargs)


def refuse_resident_numbers_in_words(markup: str) -> None:
    """The words count: in an address a long number means something else."""
    lint.refuse_resident_numbers(text.plain(markup))


class RichTextField(ProseEditorField):
    """Rich text, cleaned by the allow-list of `network.text` on every way into the database.

    The editor's own sanitiser works in `full_clean()` only, which imports and scripts skip.
    """

    default_validators = [refuse_resident_numbers_in_words]

    EXTENSIONS = {
        "Bold": True,
        "Italic": True,
        "Heading": {"levels": [2, 3]},
        "BulletList": True,
        "OrderedList": True,
        # Without it the lists above keep the editor from starting at all.
        "ListItem": True,
        "Blockquote": True,
        "Superscript": True,
        "Subscript": True,
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
        "HardBreak": True,
        "Link": {"enableTarget": False, "protocols": sorted(text.LINK_SCHEMES)},
    }

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("extensions", self.EXTENSIONS)
        kwargs.setdefault("sanitize", text.clean_rich)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return text.clean_rich(value) if isinstance(value, str) else value


class SearchTextField(models.TextField):
    """What an item is found by, made of its `searched_words()` whenever it is saved, also in bulk.

    One line a word or name, each begun by a line end, and after it a line of its Hangul initials.
    """

    def __init__(self, **kwargs):
        super().__init__(**{"default": "", "blank": True, "editable": False} | kwargs)

    def pre_save(self, model_instance, add):
        return text.search_lines(model_instance.searched_words())


class SortKeyField(models.TextField):
    """Where an item stands in lists of a language, made of its title whenever it is saved."""

    def __init__(self, **kwargs):
        super().__init__(
            **{"default": "", "blank": True, "editable": False, "db_collation": "C"} | kwargs
        )

    def pre_save(self, model_instance, add):
        # The column without a language belongs to the network's own; see django-modeltranslation.
        language = getattr(self, "language", None) or languages.codes()[0]
        return languages.sort_key(model_instance.title_in(language), language)
