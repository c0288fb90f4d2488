"""Our faster templates of form fields write what Django's write."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

CHOICES = [("", "---"), ("a", "A & B"), ("Group <1>", [(2, "two"), ("c", "C")])]


class EveryField(forms.Form):
    text = forms.CharField(widget=forms.TextInput(attrs={"data-on": True, "data-off": False}))
    escaped = forms.CharField(initial='"<b>&', widget=forms.TextInput(attrs={"title": '"<b>&'}))
    number = forms.IntegerField(initial=0)
    date = forms.DateField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="x")
    password = forms.CharField(widget=forms.PasswordInput)
    checked = forms.BooleanField(initial=True)
    unchecked = forms.BooleanField(required=False)
    file = forms.FileField()
    long = forms.CharField(widget=forms.Textarea, initial="<p>")
    one = forms.ChoiceField(choices=CHOICES, initial="2")
    none = forms.ChoiceField(choices=CHOICES)
    several = forms.MultipleChoiceField(choices=CHOICES, initial=["a", "c"])
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    unknown = forms.NullBooleanField()


def without_blanks(html: str) -> str:
    return re.sub(r"\s+(?=[>])", "", re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html))).strip()


@pytest.mark.parametrize("name", EveryField.base_fields)
@pytest.mark.parametrize("data", [None, {}, {"text": '"&', "one": "a", "several": ["2"]}])
def test_a_field_is_the_same_as_with_the_templates_of_django(name, data):
    ours, django = EveryField(data), EveryField(data, renderer=DjangoTemplates())
    assert without_blanks(str(ours[name])) == without_blanks(str(django[name]))
    assert without_blanks(str(ours[name].errors)) == without_blanks(str(django[name].errors))
