"""The demonstration: both press releases with all their facts, in an empty site only."""

import html
import json
import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db.models import Max
from django.utils import timezone
from PIL import Image

from cms.i18n import languages
from demo import content_loader, pictures, relative_dates
from events.models import Event
from joining.membership import profiles
from joining.models import Application
from joining.privacy import retention
from joining.review import reminders, staff_notifications
from mail import outbox
from mail.models import Email
from members.models import Agreement, Office, Organisation, Person
from members.names import captions
from network.models import Page
from news.models import Article
from photos.files import rendition_storage
from photos.models import Photo
from resources.models import Resource
from tests.support import crawling
from tests.support.builders import fill_with_small_pictures
from versions.translations.translation_tasks import TaskOrder, TaskQuery

pytestmark = pytest.mark.django_db

# As `.ci/nu-html-checker` fetches it.
NU_CHECKER = settings.BASE_DIR / "var/vnu.jar"

# What each page must say, fact by fact (domain, sections 1.2 and 1.3).
LAUNCH_EN = """
9 July 2025|Wednesday|two years|150 people|Seoul Family Plaza|Multipurpose Hall|Japan
Netherlands|German|Canadian|schools|universities|counselling|something we create together
January and May 2025|transforming patriarchal masculinities|manosphere|reverse discrimination
February 2023|GET‑P|IMAGINE Toolkit|2022|Emancipator|Why Feminism is Good for Men
Men’s Liberation|4 Korean cities|Goldie \\(Myoung Ryoon\\) Kim|first co-coordinator
Jens van Tricht|Global Secretariat|Lee Han|Feminism with Him|redefin|Kim Chan-seo
AHA! Youth Gender Culture Centre|Lee Ho|Challenged Men|Gandhi School|Ahn Hee-je
Proofs and Excuses|Ko Sang-gyun|Institute for Gender Education|Sari Kamiyama
Youth Reference Group|Climate Justice Working Group|Photo by Son Sang-min|Aromo Odero
we \\[K‑MEN\\] want to be a platform|MenEngage Alliance looks forward|climate and social justice
23 July 2025|MenEngage Alliance|Press release
"""
LAUNCH_KO = """
2025년 7월 9일\\(수\\)|2년|150명|서울가족플라자|다목적홀|일본|네덜란드|독일|캐나다|1월과 5월
2023년 2월|김명륜|옌스 판트리흐트|남성해방|4개 도시|이한|남성과함께하는페미니즘|김찬서|이호
도전한남|간디학교|안희제|고상균|남다른성교육연구소|가부장적 남성성|사진: 손상민
글: 아로모 오데로|보도자료
"""
CENTRE_EN = """
Seoul, Republic of Korea|UN Women Centre of Excellence for Gender Equality|first anniversary
30 November|Engaging Men for Ending Gender-Based Violence|16 Days of Activism|[Aa]round 200
Kim Hyunsook|Alia El-Yassir|Caroline Nyamayemombe|Kim Eun Mee|Ewha Womans University
Women’s Human Rights Institute of Korea
Korean Institute for Gender Equality Promotion and Education|2,000|32 countries|Statistics Korea
30 for 2030 Network|Women’s Peacekeeping Operations Course|Korea Peacekeeping Forum
Ministry of National Defense|Jeongshim Lee|Gary Barker|Equimundo|MenCare|60 countries|1,000
UN Women/Jaeyeon Jung|UN Women/Park Chan Young|A.J. Lee|External Relations Specialist
About UN Women
"""
CENTRE_KO = """
서울|30일|유엔여성기구 성평등센터|김현숙|알리아 엘야시르|캐롤라인 냐마예몸베|16개국
37개국|한국여성인권진흥원|한국양성평등교육진흥원|200명|김은미|이화여자대학교|아시아|32개국
2,000여 ?명|통계청|국방부|이정심|개리 바커|에퀴문도|남자다움에 대하여|60개국|1,000개|맨엔게이지
유엔여성기구/정재연|유엔여성기구/박찬영
"""

CEREMONY_EN = """
Launch of the Korean MenEngage Network|Gender equality is something we create together
Wednesday 9 July 2025|Seoul Family Plaza Multipurpose Hall|150|two years|Japan
Netherlands|German and Canadian embassies|counselling|Goldie \\(Myoung Ryoon\\) Kim
Jens van Tricht|former Global Board Member|Sari Kamiyama|Climate Justice Working Group
Redefining Korean masculinity|From left, Kim Chan-seo.*Lee Ho.*Lee Han.*Ahn Hee-je.*Ko Sang-gyun
Challenged Men|Proofs and Excuses|Global Secretariat of MenEngage|warmest congratulations
clear commitment|this essential journey together|Son Sang-min
"""
CEREMONY_KO = """
출범식|성평등은 우리가 함께 만드는 것|2025년 7월 9일\\(수\\)|서울가족플라자 다목적홀|150
왼쪽부터 김찬서.*이호.*이한.*안희제.*고상균|맨엔게이지 글로벌 사무국|진심으로 축하합니다
"""
FORUM_EN = """
Engaging Men for Ending Gender-Based Violence|30 November 2023|about 200|16 Days of Activism
Minister of Gender Equality and Family|Alia El-Yassir|Viet Nam a\\.i\\.|President of Ewha Womans
National Goodwill Ambassador|Jeongshim Lee|Gary Barker|co-founder of MenCare|diplomatic corps
"""
FORUM_KO = """
남성과 함께 이뤄가는 젠더폭력 종식|2023년 11월 30일|김현숙|알리아 엘야시르|16개국|37개국|이정심
개리 바커|남자다움에 대하여|한국여성인권진흥원|한국양성평등교육진흥원
"""


@pytest.fixture(scope="module")
def filled(shared_ground):
    fill_with_small_pictures()
    return shared_ground


@pytest.fixture
def demo(filled, settings):
    for name, folder in filled.items():
        setattr(settings, name, folder)


def words_of(client, address: str) -> str:
    page = re.sub(r"<(script|style).*?</\1>", "", client.get(address).text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(
    ("address", "facts"),
    [
        ("/en/news/kmen-launch/", LAUNCH_EN),
        ("/ko/news/kmen-launch/", LAUNCH_KO),
        ("/en/news/un-women-seoul-centre-first-year/", CENTRE_EN),
        ("/ko/news/un-women-seoul-centre-first-year/", CENTRE_KO),
        ("/en/events/launch-of-k-men/", CEREMONY_EN),
        ("/ko/events/launch-of-k-men/", CEREMONY_KO),
        ("/en/events/engaging-men-forum-2023/", FORUM_EN),
        ("/ko/events/engaging-men-forum-2023/", FORUM_KO),
    ],
)
def test_both_releases_are_told_with_all_their_facts(demo, client, address, facts):
    words = words_of(client, address)
    wanted = [fact for line in facts.strip().splitlines() for fact in line.split("|")]
    assert [fact for fact in wanted if not re.search(fact, words)] == []
    assert "[7:01 AM]" not in words
    assert "Tuesday" not in words


def test_every_item_of_the_demonstration_can_be_read(demo, client):
    kinds = (Article, Page, Event, Organisation, Resource)
    counts = {kind.__name__: kind.objects.count() for kind in kinds}
    assert counts == {"Article": 10, "Page": 4, "Event": 18, "Organisation": 35, "Resource": 7}
    items = [item for kind in kinds for item in kind.objects.all()]
    assert {article.kind for article in Article.objects.all()} == set(Article.Kind.values)
    for item in items:
        for code in languages.codes():
            public = code in item.published_languages
            response = client.get(item.url_in(code))
            assert response.status_code == (200 if public else 404)
            if public:
                assert item.publication_blockers(code) == []
    for photo in Photo.objects.all():
        assert photo.is_displayable("ko")
        assert photo.is_displayable("en")
        assert rendition_storage.public_folder(photo.folder_token).exists()


def scripts_of(page: str) -> list[dict]:
    """What a page tells search engines."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(script) for script in found]


def test_every_page_says_what_it_is_and_where(demo, client):
    """Description, address, path and data for search engines agree with what readers see; the
    sitemaps have these pages and no other."""
    read = crawling.pages(client)
    pages = {
        address: answer
        for address, answer in read.items()
        if answer.status == 200 and "<!doctype html>" in answer.whole
    }
    indexed = {address: page for address, page in pages.items() if "noindex" not in page.whole}
    assert len(indexed) > 100
    maps = [page.body for address, page in read.items() if address.startswith("/sitemap-")]
    listed = [found for page in maps for found in re.findall("<loc>([^<]+)</loc>", page)]
    assert len(listed) == len(set(listed))
    assert {f"http://testserver{address}" for address in indexed} ^ set(listed) == set()
    parents, pictures = set(), set()
    for address, answer in indexed.items():
        pictures.add(re.findall('<meta property="og:image" content="([^"]*)">', answer.whole)[0])
        page, canonical = answer.whole, f"http://testserver{address}"
        assert re.findall('<link rel="canonical" href="([^"]*)">', page) == [canonical], address
        assert re.search('<meta name="description" content="[^"]{10,}', page), address
        scripts = scripts_of(answer.body)
        [web_page] = [script for script in scripts if script.get("@id") == canonical]
        assert web_page["url"] == canonical
        assert web_page["name"]
        shown = re.search('<nav class="breadcrumbs.*?</nav>', page, re.DOTALL)
        if address in ("/ko/", "/en/"):
            assert not shown
            assert "breadcrumb" not in web_page
            continue
        assert shown, address
        path = re.findall(r'href="([^"]*)"', shown[0])
        told = web_page["breadcrumb"]["itemListElement"]
        assert [part["item"].removeprefix("http://testserver") for part in told] == [*path, address]
        assert [part["position"] for part in told] == [*range(1, len(told) + 1)]
        without_languages = re.sub("</?span[^>]*>", "", shown[0])
        words = " ".join(re.sub("<[^>]+>", " ", without_languages).split())
        assert words == " ".join(" ".join(part["name"] for part in told).split()), address
        parents |= {*path}
    assert {client.get(parent).status_code for parent in parents} == {200}
    look_at_pictures(client, pictures)


def look_at_pictures(client, urls: set[str]) -> None:
    assert {url.removeprefix("http://testserver").split("/")[1] for url in urls} == {
        "cards",
        "media",
    }
    for url in urls:
        response = client.get(url.removeprefix("http://testserver"))
        assert response.status_code == 200, url
        sent = b"".join(response) if response.streaming else response.content
        with Image.open(BytesIO(sent)) as picture:
            assert picture.size == (1200, 630), url
        assert len(sent) < 250_000, url


@pytest.mark.html
def test_the_html_of_every_page_is_valid(demo, client, tmp_path):
    """Pages that say that something is missing as well, and what a search says."""
    words = [f"/{code}/search/?q={query}" for code in ("ko", "en") for query in ("care", "xqxq")]
    for number, answer in enumerate(crawling.pages(client, *words).values()):
        if "<!doctype html>" in answer.body:
            (tmp_path / f"{number}.html").write_text(answer.body)
    command = ["java", "-jar", NU_CHECKER, "--errors-only", "--exit-zero-always", tmp_path]
    checked = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert checked.stderr == ""
    assert len(list(tmp_path.iterdir())) > 200


def test_kinds_of_pages_tell_search_engines_what_they_show(demo, client):
    for address, kinds in {
        "/ko/": {"WebPage", "WebSite", "NGO"},
        "/ko/news/": {"CollectionPage"},
        "/ko/events/": {"CollectionPage"},
        "/ko/members/": {"CollectionPage", "NGO"},
        "/ko/topics/care/": {"CollectionPage"},
        "/ko/about/": {"AboutPage", "NGO"},
        "/ko/news/kmen-launch/": {"WebPage", "NewsArticle"},
    }.items():
        scripts = scripts_of(client.get(address).text)
        assert {script["@type"] for script in scripts} == kinds, address
    [article] = [
        script
        for script in scripts_of(client.get("/en/news/kmen-launch/").text)
        if script["@type"] == "NewsArticle"
    ]
    for image in article["image"]:
        assert image["copyrightNotice"].startswith(image["creditText"])
        assert image["license"].startswith("http")
        assert image["acquireLicensePage"].startswith("http://testserver/en/")
    [site] = [
        script for script in scripts_of(client.get("/ko/").text) if script["@type"] == "WebSite"
    ]
    found = site["potentialAction"]["target"]["urlTemplate"].format(search_term_string="돌봄")
    assert client.get(found.removeprefix("http://testserver")).status_code == 200
    [network] = [
        script for script in scripts_of(client.get("/ko/members/").text) if script["@type"] == "NGO"
    ]
    page = client.get("/ko/members/").text
    assert len(network["member"]) > 10
    assert all(member["name"] in html.unescape(page) for member in network["member"])


def test_a_newcomer_sees_what_is_to_be_translated(demo):
    query = TaskQuery([Article], languages.codes())
    found = {
        (task.item.slug, task.language, task.status) for task in query.tasks(TaskOrder.NEWEST, 0, 9)
    }
    assert found == {
        ("school-lessons-like-myself", "en", "outdated"),
        ("reading-group-square-table", "en", "missing"),
        ("windway-exchange-week", "ko", "missing"),
    }


def test_no_page_invents_the_hour_of_the_launch(demo, client):
    for address in ("/ko/events/launch-of-k-men/", "/ko/news/kmen-launch/"):
        assert not re.search(r"오[전후] \d", client.get(address).text)


def test_releases_know_their_events_publishers_and_speakers(demo):
    launch = Article.objects.get(slug="kmen-launch")
    assert launch.event.slug == "launch-of-k-men"
    assert launch.publisher.slug == "menengage-alliance"
    speakers = [
        (quote.person or quote.organisation).name_en
        for quote in launch.news_quoteblock_set.order_by("ordering")
    ]
    assert speakers == [
        "Goldie (Myoung Ryoon) Kim",
        "Global Secretariat of MenEngage",
        "Jens van Tricht",
        "Lee Han",
    ]
    centre = Article.objects.get(slug="un-women-seoul-centre-first-year")
    assert (centre.event.slug, centre.publisher.slug) == ("engaging-men-forum-2023", "un-women")
    assert centre.effective_campaign().slug == "16-days"
    quotes = centre.news_quoteblock_set.order_by("ordering")
    assert [quote.person.name_ko for quote in quotes] == ["김현숙", "개리 바커"]


def test_people_offices_history_and_documents_are_told(demo, client):
    terms = Office.objects.filter(started_on="2025-07-09", ended_on=None, body="coordination")
    assert {office.person.name_en for office in terms} == {"Goldie (Myoung Ryoon) Kim", "Lee Han"}
    profiles = Person.objects.with_profile()
    assert {person.name_en for person in profiles} == {"Moon Ga-on", "Na Rae-sol"}
    assert all("invented for the demonstration" in person.biography_en for person in profiles)
    alliance = Organisation.objects.get(slug="get-p")
    assert (str(alliance.joined_alliance_on), alliance.joined_alliance_precision) == (
        "2023-02-01",
        "month",
    )
    found = captions.propose_captions(Photo.objects.get(file_name="launch-panel.webp"))
    assert re.match("왼쪽부터 김찬서 .*, 이호 .*, 이한 .*, 안희제 .*, 고상균 ", found["ko"])
    assert re.match("From left, Kim Chan-seo, .*; and Ko Sang-gyun, director", found["en"])
    words = words_of(client, "/en/about/")
    for part in ["two years of groundwork", "January 2025", "May 2025", "9 July 2025", "Lee Han"]:
        assert part in words
    assert "150 people" in words
    for kind in Agreement.Kind:
        for code in languages.codes():
            said = words_of(client, f"/{code}/about/{kind}/")
            assert ("이 글은 예시입니다." if code == "ko" else "This text is an example.") in said
    assert Agreement.objects.count() == len(Agreement.Kind) + 1


def test_twelve_invented_founding_members_and_nothing_claimed_of_real_ones(demo, client):
    members = Organisation.objects.ever_members()
    founding = members.filter(is_founding_member=True)
    assert (founding.count(), members.count()) == (12, 15)
    assert {str(member.joined_on) for member in founding} == {"2025-07-09"}
    assert all("시연용으로 지어낸" in member.summary_ko for member in members)
    assert all("invented for the demonstration" in member.summary_en for member in members)
    assert all(member.logo and member.logo_dark for member in founding)
    words = words_of(client, "/en/members/")
    assert "14 organisations" in words
    assert words.count("Founding member") == 12
    former = members.get(left_on__isnull=False)
    years = f"{former.joined_on.year}–{former.left_on.year}"
    assert f"Member {years}" in words_of(client, "/en/members/?members=former")
    assert client.get("/ko/members/").text.count("<title>") == 18


def test_the_inbox_is_alive_and_no_email_leaves(demo):
    states = Counter(Application.objects.values_list("state", flat=True))
    assert states == {"received": 2} | dict.fromkeys(
        ["screening", "needs-info", "voting", "accepted", "declined", "quarantine"], 1
    )
    emails = Email.objects.all()
    assert {email.state for email in emails} == {"sent"}
    assert all(email.recipient.endswith("@example.org") for email in emails)
    assert (
        outbox.count_due()
        == staff_notifications.count_applications_to_notify_of()
        == reminders.count_applicants_to_remind()
        == 0
    )
    assert all(retention.count_due(rule) == 0 for rule in retention.RULES)
    waiting = Application.objects.filter(state="received").earliest("state_since")
    assert (timezone.now() - waiting.state_since).days == 6
    assert waiting.consents.filter(is_given=True).count() == 3
    told = emails.filter(key__startswith=f"new_applications:{waiting.reference}:")
    assert {(timezone.now() - email.queued_at).days for email in told} == {6}
    assert profiles.awaiting_publication(Person).get().name_ko == "예시 신청자 한여울"


def test_what_is_known_to_the_month_is_not_given_a_day(demo, client):
    words = words_of(client, "/en/events/vision-workshop-may-2025/")
    assert "May 2025" in words
    assert "1 May" not in words


def test_what_is_known_to_the_year_names_who_did_it(demo, client):
    held = Event.objects.filter(precision="year").order_by("starts_at", "pk")
    organisations = [
        (
            event.local_start.year,
            event.title_en.partition(":")[0],
            [(one.organisation.name_en, one.role) for one in event.event_organisations.all()],
        )
        for event in held
    ]
    centre = ("UN Women Centre of Excellence for Gender Equality", "host")
    ministry = ("Ministry of National Defense of the Republic of Korea", "co-host")
    assert organisations == [
        (2022, "Facilitator course on the IMAGINE Toolkit", [("Emancipator", "host")]),
        (2023, "1st Annual Seoul Gender Equality Dialogue", [centre]),
        (
            2023,
            "Training on Gender Statistics for Monitoring the Sustainable Development Goals",
            [centre, ("Statistics Korea", "partner")],
        ),
        (2023, "Women’s Peacekeeping Operations Course", [centre, ministry]),
        (2023, "Korea Peacekeeping Forum for Women’s Empowerment", [centre, ministry]),
        (
            2023,
            "Cross-country Learning on Empowering Youth to Address Online Gender-Based Violence",
            [centre, ("30 for 2030 Network", "partner")],
        ),
    ]
    words = words_of(client, "/ko/events/korea-peacekeeping-forum/")
    assert "일시 2023년 주제" in words
    assert "공동 주최 국방부" in words


@pytest.mark.parametrize(
    "slug", ["first-sentence-workshop", "care-is-for-everyone-lecture", "evening-walk"]
)
def test_what_is_invented_says_so(demo, client, slug):
    event = Event.objects.get(slug=slug)
    assert event.starts_at > timezone.now()
    assert "시연용으로 쓴 예시" in words_of(client, event.url_in("ko"))
    assert "example written for the demonstration" in words_of(client, event.url_in("en"))


def look_alive() -> None:
    """Something is to come, something is new, and nothing is dated ahead of its day."""
    now = timezone.now()
    coming = Event.objects.upcoming().exclude(status="cancelled").first()
    assert now < coming.starts_at < now + timedelta(days=14)
    assert Event.objects.upcoming().count() == 3
    for code in languages.codes():
        moment = languages.field_name("published_at", code)
        newest = Article.objects.aggregate(newest=Max(moment))["newest"]
        assert now - timedelta(days=28) < newest < now
        for kind in (Article, Event, Organisation, Page, Resource):
            assert not kind.objects.filter(**{f"{moment}__gt": now}).exists()
    assert not Photo.objects.filter(taken_on__gt=timezone.localdate(now)).exists()
    assert Application.objects.exclude(state__in=["accepted", "declined"]).count() == 6


def test_the_demonstration_is_alive_on_the_day_it_is_filled(demo):
    look_alive()


@pytest.mark.faults
@pytest.mark.parametrize("day", ["2026-12-31", "2028-02-29", "2030-06-15"])
def test_the_demonstration_is_alive_whenever_it_is_filled(day):
    with time_machine.travel(f"{day}T23:30:00+09:00"):
        fill_with_small_pictures()
        look_alive()
        launch = Event.objects.get(slug="launch-of-k-men")
        assert launch.starts_at == datetime(2025, 7, 9, tzinfo=ZoneInfo("Asia/Seoul"))


def rows_of(day: date) -> Iterator[tuple[dict, dict]]:
    """The articles and events of the content, as written and as they are when filled on a day."""
    articles = (content_loader.CONTENT / "articles").glob("*.toml")
    names = [f"articles/{file.name}" for file in articles]
    for name in ["events.toml", *names]:
        written = tomllib.loads((content_loader.CONTENT / name).read_text())
        resolved = relative_dates.resolve(written, day)
        if name == "events.toml":
            yield from zip(written["events"], resolved["events"], strict=True)
        else:
            yield written, resolved


def test_on_every_day_the_invented_is_dated_anew_and_the_releases_are_not():
    first = date(2026, 11, 28)
    for day in (first + timedelta(days=number) for number in range(0, 1500, 37)):
        now = datetime.combine(day, time.min, ZoneInfo("Asia/Seoul"))
        for written, row in rows_of(day):
            if "day" not in written:
                assert row == written
            published = [row[name] for name in row if name.startswith("published_at_")]
            assert max(published) < now
            if "day" in written and "starts_at" in row:
                assert (row["starts_at"] > now) == ("+" in written["day"])
                if "+" not in written["starts_at"]:
                    assert f"{row['starts_at']:%A}" == written["day"].split()[0]
            assert "that day" not in str(row)


def test_days_are_named_as_each_language_names_them():
    row = {
        "day": "Monday from 18 March -1 year",
        "text_ko": "{that day: weekday}, {that day +2: full}, {that day: month}",
        "text_en": "{that day: weekday}, {that day +2: full}, {that day: month}",
        "blocks": [{"on": "that day -1", "at": "that day +1 09:30"}],
    }
    assert relative_dates.resolve(row, date(2028, 2, 29)) == {
        "text_ko": "3월 22일(월), 2027년 3월 24일, 2027년 3월",
        "text_en": "Monday 22 March, 24 March 2027, March 2027",
        "blocks": [
            {
                "on": date(2027, 3, 21),
                "at": datetime(2027, 3, 23, 9, 30, tzinfo=ZoneInfo("Asia/Seoul")),
            }
        ],
    }


@pytest.mark.parametrize(
    "row", [{"on": "that day"}, {"day": "one day"}, {"day": "Friday +1 week", "a": "{that day: x}"}]
)
def test_a_day_that_cannot_be_found_is_told(row):
    with pytest.raises(ValueError, match="day"):
        relative_dates.resolve(row, date(2028, 2, 29))


def content(name: str) -> list[dict]:
    return tomllib.loads((content_loader.CONTENT / f"{name}.toml").read_text())[name]


def test_every_picture_belongs_to_a_photo_or_a_logo():
    photos = {f"{row['key']}.webp" for row in content("photos")}
    assert {file.name for file in pictures.PICTURES.glob("*.*")} == photos
    logos = [row["logo"] for row in content("organisations") if "logo" in row]
    files = {f"{logo}{ground}.png" for logo in logos for ground in ("", "-dark")}
    assert {file.name for file in pictures.LOGOS.iterdir()} == files


def test_every_photo_names_who_made_it():
    assert all(row["photographer"] for row in content("photos"))


def test_pictures_are_large_enough_for_a_page_and_small_enough_for_a_repository():
    files = [file for file in pictures.PICTURES.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 1_500_000
    for file in pictures.PICTURES.glob("*.webp"):
        assert max(Image.open(file).size) == 1800


def test_every_logo_has_a_transparent_ground():
    for file in pictures.LOGOS.iterdir():
        logo = Image.open(file).convert("RGBA")
        assert logo.size == (400, 400)
        assert logo.getchannel("A").getextrema() == (0, 255)


def test_filling_twice_changes_nothing(demo, capsys):
    before = Article.objects.count(), Photo.objects.count()
    call_command("demo", "--if-empty")
    call_command("demo")
    assert (Article.objects.count(), Photo.objects.count()) == before
    assert content_loader.LOGIN in capsys.readouterr().out
