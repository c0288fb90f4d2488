"""The regions of a country, loaded from a file: Korea's, or a country's own."""

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from members.directory import regions
from members.models import Region
from tests.support.builders import make_region

pytestmark = pytest.mark.django_db


def test_korea_has_its_seventeen_regions_in_official_order():
    call_command("regions", "kr")
    found = list(Region.objects.all())
    short = " ".join(region.short_name_ko for region in found)
    assert short == (
        "서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주"
    )
    names = {region.slug: (region.name_ko, region.name_en) for region in found}
    assert names["gangwon"] == ("강원특별자치도", "Gangwon State")
    assert names["jeonbuk"] == ("전북특별자치도", "Jeonbuk State")
    assert names["sejong"] == ("세종특별자치시", "Sejong")
    places = {(region.map_row, region.map_column) for region in found}
    assert len(places) == 17
    assert all(len(region.short_name_en) <= 9 for region in found)


def test_loading_again_corrects_and_makes_nothing_twice():
    call_command("regions", "kr")
    before = {region.slug: region.pk for region in Region.objects.all()}
    Region.objects.filter(slug="seoul").update(name_ko="한성부")
    call_command("regions", "kr")
    assert {region.slug: region.pk for region in Region.objects.all()} == before
    assert Region.objects.get(slug="seoul").name_ko == "서울특별시"


OWN_FILE = """
[[regions]]
slug = "south"
name_en = "South"
name_xx = "passed over"
map_row = 0
map_column = 0

[[regions]]
slug = "north"
name_en = "North"
map_row = 1
map_column = 0

[[regions]]
slug = "abroad"
name_en = "Abroad"
"""


def test_another_country_writes_a_file_of_its_own(tmp_path):
    make_region("old", map_row=9, map_column=9)
    make_region("north", map_row=0, map_column=0)
    make_region("south", map_row=1, map_column=0)
    file = tmp_path / "xx.toml"
    file.write_text(OWN_FILE)
    assert regions.load_regions(str(file)) == 3
    rows = Region.objects.exclude(slug="old").values_list("slug", "map_row", "order")
    assert [*rows] == [("south", 0, 1), ("north", 1, 2), ("abroad", None, 3)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "KeyError"),
        ("nonsense", "No regions can be read"),
        ('[[regions]]\nname_en = "No address"\n', "slug"),
        ('[[regions]]\nslug = "a"\nname_en = "A"\nmap_row = 1\n', "neither"),
        ('[[regions]]\nslug = "a b"\nname_en = "A"\n', "The region a b cannot be"),
        ('[[regions]]\nslug = "a"\n', "in at least one language"),
    ],
)
def test_a_file_that_cannot_be_is_refused_whole(tmp_path, text, said):
    file = tmp_path / "xx.toml"
    file.write_text(
        '[[regions]]\nslug = "fine"\nname_en = "Fine"\n' * bool(text[:2] == "[[") + text
    )
    with override("en"), pytest.raises(CommandError, match=said):
        call_command("regions", str(file))
    assert not Region.objects.exists()


def test_a_country_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="atlantis"):
        call_command("regions", "atlantis")
