import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import network.fields
import news.video
from network import languages, text
from news.models import one_speaker


def called(names):
    """The condition that something has one of these names, in whichever language."""
    condition = Q(pk=None)
    for column in languages.columns("name"):
        for name in names:
            condition |= Q(**{f"{column}__iexact": name})
    return condition


def said(item, field):
    """The words of a translated field by language, where there are any."""
    words = {code: getattr(item, languages.column(field, code)) for code in languages.codes()}
    return {code: value for code, value in words.items() if value}


def only(items, names):
    """The one item of a name; None when there is none or nobody knows which."""
    found = list(items.filter(called(names))[:2])
    return found[0] if len(found) == 1 else None


def free_slug(organisations, names):
    wanted = text.propose_slug(*names) or "organisation"
    taken = set(organisations.values_list("slug", flat=True))
    candidates = (f"{wanted[:70]}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(c for c in candidates if c not in taken)


def publishers_become_organisations(apps, schema_editor):
    """Found by name or made as drafts; what the network itself published needs none."""
    organisations = apps.get_model("members", "Organisation").objects
    network = apps.get_model("network", "Network").objects
    articles = apps.get_model("news", "Article").objects
    for article in articles.order_by("pk"):
        names = said(article, "publisher")
        if not names or network.filter(called(names.values())).exists():
            continue
        organisation = only(organisations, names.values()) or organisations.create(
            slug=free_slug(organisations, names.values()),
            kind="other",
            original_language=next(iter(names)),
            **{languages.column("name", code): name for code, name in names.items()},
        )
        articles.filter(pk=article.pk).update(published_by=organisation)


def organisations_become_publishers(apps, schema_editor):
    articles = apps.get_model("news", "Article").objects
    for article in articles.exclude(published_by=None).select_related("published_by"):
        names = said(article.published_by, "name")
        words = {languages.column("publisher", code): name for code, name in names.items()}
        articles.filter(pk=article.pk).update(**words)


def speakers_become_people(apps, schema_editor):
    """Who is known by name; who is not stays described in words."""
    people = apps.get_model("members", "Person").objects
    organisations = apps.get_model("members", "Organisation").objects
    quotes = apps.get_model("news", "QuoteBlock").objects
    wordless = dict.fromkeys(["speaker", *languages.columns("speaker")], "")
    for quote in quotes.order_by("pk"):
        names = said(quote, "speaker").values()
        if names and (person := only(people, names)):
            quotes.filter(pk=quote.pk).update(person=person, **wordless)
        elif names and (organisation := only(organisations, names)):
            quotes.filter(pk=quote.pk).update(organisation=organisation, **wordless)


def people_become_speakers(apps, schema_editor):
    quotes = apps.get_model("news", "QuoteBlock").objects
    for quote in quotes.select_related("person", "organisation"):
        if speaker := quote.person or quote.organisation:
            names = said(speaker, "name")
            words = {languages.column("speaker", code): name for code, name in names.items()}
            quotes.filter(pk=quote.pk).update(person=None, organisation=None, **words)


def choice(model, on_delete, **words):
    """A field that chooses an item of another model, or none."""
    return models.ForeignKey(blank=True, null=True, to=model, on_delete=on_delete, **words)


PROTECT, SET_NULL = django.db.models.deletion.PROTECT, django.db.models.deletion.SET_NULL

# What a coordinator reads beside these fields.
PLAINER = [
    (
        "article",
        "source_url",
        models.URLField(
            blank=True,
            help_text="Where the text or the report first appeared.",
            verbose_name="original address",
        ),
    ),
    (
        "article",
        "reading_minutes_override",
        models.PositiveSmallIntegerField(
            blank=True,
            help_text="Leave empty to have it counted.",
            null=True,
            verbose_name="reading time in minutes",
        ),
    ),
    (
        "videoblock",
        "address",
        models.URLField(
            help_text="On YouTube or Vimeo. Nothing is loaded from there until a reader clicks.",
            validators=[news.video.check_address],
            verbose_name="address of the video",
        ),
    ),
]
PLAINER_TRANSLATED = [
    (
        "quoteblock",
        "quote",
        network.fields.ProseField(
            blank=True,
            help_text=(
                "Leave out the quotation marks; they are added. Leave an empty line between "
                "paragraphs."
            ),
            verbose_name="quote",
        ),
    ),
    (
        "videoblock",
        "transcript",
        network.fields.ProseField(
            blank=True,
            help_text="For people who cannot hear it: what is said and shown.",
            verbose_name="transcript",
        ),
    ),
]


class Migration(migrations.Migration):
    # What it finds and makes are organisations as they were then.
    run_before = [("members", "0003_directory")]
    dependencies = [
        ("events", "0002_initial"),
        ("members", "0002_regions_and_agreements"),
        ("network", "0001_initial"),
        ("news", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "article",
            "event",
            choice(
                "events.event",
                SET_NULL,
                related_name="articles",
                verbose_name="event",
                help_text="The event that the article announces or reports on.",
            ),
        ),
        migrations.AddField(
            "article",
            "campaign",
            choice(
                "events.campaign",
                SET_NULL,
                related_name="articles",
                verbose_name="campaign",
                help_text="Left empty: the campaign of the event.",
            ),
        ),
        migrations.AddField(
            "article",
            "published_by",
            choice(
                "members.organisation",
                PROTECT,
                related_name="published_articles",
                verbose_name="published by",
                help_text="Left empty: this network. Only when another organisation published it first.",
            ),
        ),
        migrations.CreateModel(
            name="EventBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(max_length=255)),
                ("ordering", models.IntegerField(default=0)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("facts", "the event in brief"),
                            ("programme", "programme with its people"),
                        ],
                        default="facts",
                        help_text=(
                            "Taken from the event of this article each time the page is read: what "
                            "you correct in the event is correct here, too. Shown once the event is "
                            "public in that language."
                        ),
                        max_length=10,
                        verbose_name="shows",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_set",
                        to="news.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "from the event",
                "verbose_name_plural": "from the event",
                "ordering": ["ordering"],
                "abstract": False,
            },
        ),
        migrations.RunPython(publishers_become_organisations, organisations_become_publishers),
        *[
            migrations.RemoveField("article", column)
            for column, _field in languages.translated("publisher", network.fields.LineField())
        ],
        migrations.AddField(
            "quoteblock",
            "person",
            choice("members.person", PROTECT, related_name="quotes", verbose_name="person"),
        ),
        migrations.AddField(
            "quoteblock",
            "organisation",
            choice(
                "members.organisation", PROTECT, related_name="quotes", verbose_name="organisation"
            ),
        ),
        *[
            migrations.AlterField("quoteblock", column, field)
            for column, field in languages.translated(
                "speaker",
                network.fields.LineField(
                    blank=True,
                    help_text="For somebody who is not to be named, for example “a participant”.",
                    max_length=160,
                    verbose_name="somebody without a name",
                ),
            )
        ],
        *[
            migrations.RenameField("quoteblock", old, new)
            for old, new in zip(
                ["role", *languages.columns("role")],
                ["role_text", *languages.columns("role_text")],
                strict=True,
            )
        ],
        *[
            migrations.AlterField("quoteblock", column, field)
            for column, field in languages.translated(
                "role_text",
                network.fields.LineField(
                    blank=True, max_length=240, verbose_name="role on that day"
                ),
            )
        ],
        migrations.RunPython(speakers_become_people, people_become_speakers),
        migrations.AddConstraint("quoteblock", one_speaker()),
        *[migrations.AlterField(model, name, field) for model, name, field in PLAINER],
        *[
            migrations.AlterField(model, column, field)
            for model, name, definition in PLAINER_TRANSLATED
            for column, field in languages.translated(name, definition)
        ],
    ]
