from django.utils.translation import gettext_lazy as _

from cms.declarations.help import Chapter, Help, ModelHelp
from members.models import (
    Agreement,
    LinkCheck,
    Milestone,
    Office,
    Organisation,
    Person,
    Proposal,
    Region,
)

MODELS = {
    Organisation: ModelHelp(
        Chapter.MEMBERS,
        list=_(
            "Members of the network, and other organisations that articles and events name. Those "
            "with a day of joining are members. Each is asked once a year whether its entry is "
            "right; the action “Ask for confirmation” asks earlier."
        ),
        form=_(
            "An organisation becomes a member by its day of joining, and a former one by its day "
            "of leaving; both stay known. “Not on the site” removes page and entry at once. "
            "The contact is seen here only."
        ),
        glossary_terms=("precision", "delisted", "signature", "original language"),
    ),
    Person: ModelHelp(
        Chapter.MEMBERS,
        list=_(
            "People whom articles, events and photos name. Most have no public profile, which is "
            "added only when they want one. To find everything that names somebody, open the "
            "person and press “Hide this person”."
        ),
        form=_(
            "Write the name as the person writes it. The profile is public only if the person "
            "wants it. Under photos, say for each whether the person agreed to be shown and named. "
            "Is somebody in danger? “Hide this person” works within a second."
        ),
        glossary_terms=("hidden person", "consent", "minor", "job title on that day"),
    ),
    Office: ModelHelp(
        Chapter.HANDING_OVER,
        list=_(
            "Who holds which office of the network, and since when. An office that has ended stays "
            "with its last day."
        ),
        form=_(
            "When somebody leaves, enter the last day instead of deleting the office; then add one "
            "for the successor. Articles of that time keep the old role."
        ),
        glossary_terms=("precision", "job title on that day"),
    ),
    Milestone: ModelHelp(
        Chapter.MEMBERS,
        list=_("The history of the network, as shown on the page about it."),
        form=_(
            "One sentence for one day, month or year, in each language. If you do not know the "
            "day, enter any day of that month and choose how exactly it is known."
        ),
        glossary_terms=("precision",),
    ),
    Region: ModelHelp(
        Chapter.MEMBERS,
        list=_("The regions by which the directory and its map sort members."),
        form=_(
            "The name of a region, and its square on the map. Leave row and column empty to leave "
            "it off the map."
        ),
    ),
    Proposal: ModelHelp(
        Chapter.MEMBERS,
        list=_(
            "Changes that members want in their entries. Nothing becomes public until a "
            "coordinator accepts it."
        ),
        form=_(
            "The entry as it is, beside what the member proposes. Accept or reject each line. A "
            "changed e-mail address deserves a telephone call first."
        ),
    ),
    LinkCheck: ModelHelp(
        Chapter.MEMBERS,
        list=_(
            "Links of members, checked every week. The column beside each says what to do. A site "
            "that is down for a day is nothing to worry about."
        ),
        form=_("One link of a member, and what the last check of it found."),
    ),
    Agreement: ModelHelp(
        Chapter.MEMBERS,
        list=_(
            "Core Principles, Code of Conduct and Accountability Standards, each with its "
            "versions. Members sign the version that is in force; “Signatures” shows who has."
        ),
        form=_(
            "Never change the text of a version that somebody has signed: add a version with the "
            "day from which it is in force, and ask the members to sign it."
        ),
        glossary_terms=("signature", "unpublished changes"),
    ),
}

PAGES = {
    "members_organisation_upload": Help(
        _(
            "A spreadsheet with one organisation a row. You see what would happen before anything "
            "is saved, so you can safely try it. All new entries are drafts."
        ),
        Chapter.MEMBERS,
        ("draft",),
    ),
    "members_organisation_list": Help(
        _(
            "What the spreadsheet would do: new entries, changes, and rows with a mistake, which "
            "you can download, correct and upload again. Nothing is saved until you press the "
            "button at the end."
        ),
        Chapter.MEMBERS,
        ("draft",),
    ),
    "members_organisation_duplicates": Help(
        _(
            "Entries that share a name and may be the same organisation. Compare before you merge; "
            "merging cannot be undone."
        ),
        Chapter.MEMBERS,
    ),
    "members_organisation_merge": Help(
        _(
            "Choose line by line what stays. The address of the merged entry leads to the one "
            "that stays, so no link breaks. It cannot be undone."
        ),
        Chapter.MEMBERS,
    ),
    "members_person_hidden": Help(
        _(
            "Everything that names or shows this person. What the program could do is done already "
            "and can be undone. Go through the texts below: take them back to draft or remove the "
            "name. Ask other websites and newspapers yourself to remove what they have copied."
        ),
        Chapter.MEMBERS,
        ("hidden person",),
    ),
}
