"""A short text that two apps use has one translation: it needs one meaning, or a context.

"open" is said of a public form and of a proposal, and Korean has a word for each.
A new text of one or two words that a second app uses is given a context (`pgettext`,
`{% translate … context … %}`), or listed here once somebody has made sure that it means the same.
"""

from pathlib import PurePath

from operations import catalogues

MOST_WORDS = 2

ONE_MEANING = """
%(count)s organisation
(optional)
About %(name)s
Add photos
All
All events
All news
Bin
Breadcrumbs
Close
Copied.
Dear %(name)s,
Delete
Error
Events
Handbook
Hello,
Home
In photos
Join us
Kind
Language
Members
Most read
My account
New: {kind}
News
Next
Notes
Online
Open
Our vision
Page views
Part of
Past events
Photo credits
Photos
Press room
Previous
Publication
Remove
Resources
Save
Search
Send
Show all
Title
Topic
Topics
Upcoming events
Version %(version)s
Version history
When
Where
Year
abbreviation
about
action
address
answer
applications
city
consent
contact person
continued
day
decided on
description
document
e-mail address
event
events
exactly
file
files
kind
language
lead photo
logo
month
name
network
no
order
organisation
other
over
person
photo
photos
portrait
press contact
region
resources
short name
size
state
summary
telephone
text
title
topics
website
when
year
yes
{label} ({language})
{n} day
""".strip().splitlines()


def app_of(location: str) -> str:
    """The app whose code or pages hold a text; what no app owns counts as one."""
    match PurePath(location).parts:
        case ("templates", "admin", app, _file, *_rest) | ("templates", app, _file, *_rest):
            return "" if app == "admin" else app
        case ("templates", _file):
            return ""
    return PurePath(location).parts[0]


def shared_by_apps() -> set[str]:
    found = set()
    for word in catalogues.entries(catalogues.strings_of_code("django")):
        text = word.id if isinstance(word.id, str) else word.id[0]
        apps = {app_of(location) for location, _line in word.locations}
        if not word.context and len(text.split()) <= MOST_WORDS and len(apps) > 1:
            found.add(text)
    return found


def test_short_texts_of_two_apps_have_a_context_or_one_meaning():
    assert shared_by_apps() - set(ONE_MEANING) == set()


def test_the_list_holds_nothing_that_one_app_alone_uses():
    assert set(ONE_MEANING) - shared_by_apps() == set()
    assert sorted(ONE_MEANING) == ONE_MEANING
