"""The filters of the list of resources, as plain links: kind, topic, language, year."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.queries.list_filter import FilterLink, ListFilter
from network.models import Topic
from page_cache.cached_values import cached_until_change
from resources.models import Resource, ResourceQuerySet


@dataclass(frozen=True)
class FilterOptions:
    """The values that public resources in the reader's language have, for links to filter by."""

    kinds: set[str]
    topics: list[Topic]
    languages: list[str]
    # The latest first.
    years: list[str]


@cached_until_change
def filter_options() -> FilterOptions:
    """One query for kinds, years and languages. It reads all public works, of which there are
    hundreds, once after each change: probing an index for each of twenty languages took longer."""
    public = Resource.objects.published()
    found = public.order_by().values_list("kind", "year", "work_languages").distinct()
    kinds = {kind for kind, _year, _codes in found}
    years = {year for _kind, year, _codes in found if year}
    used = {code for _kind, _year, codes in found for code in codes}
    tagged = Resource.topics.through.objects.filter(resource__in=public)
    return FilterOptions(
        kinds=kinds,
        topics=list(Topic.objects.used_in(tagged)),
        languages=[code for code in languages.codes_of_works() if code in used],
        years=[str(year) for year in sorted(years, reverse=True)],
    )


class ResourceFilter(ListFilter):
    """The filters in the query string of the list of resources."""

    def __init__(self, params: QueryDict) -> None:
        self._options = options = filter_options()
        allowed = {
            "kind": options.kinds,
            "topic": {topic.slug for topic in options.topics},
            "language": options.languages,
            "year": options.years,
        }
        super().__init__(params, allowed)

    def apply(self, resources: ResourceQuerySet) -> ResourceQuerySet:
        if kind := self.values["kind"]:
            resources = resources.filter(kind=kind)
        if topic := self.values["topic"]:
            resources = resources.filter(topics__slug=topic)
        if language := self.values["language"]:
            resources = resources.filter(work_languages__contains=[language])
        if year := self.values["year"]:
            resources = resources.filter(year=year)
        return resources

    def groups(self) -> Iterator[tuple[str, list[FilterLink]]]:
        options = self._options
        kinds = [(kind.value, str(kind.label)) for kind in Resource.Kind if kind in options.kinds]
        topics = [
            (topic.slug, languages.translated_html(topic, "name")) for topic in options.topics
        ]
        codes = [(code, languages.language_name(code)) for code in options.languages]
        yield _("Kind"), self.links("kind", kinds)
        yield _("Topic"), self.links("topic", topics)
        yield _("Language of the work"), self.links("language", codes)
        yield _("Year"), self.links("year", [(year, year) for year in options.years])
