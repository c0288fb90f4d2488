"""A site that is not told how to run does not start; what it is told is documented."""

import ast
import json
import os
import re
import runpy
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands
from gunicorn.config import Config

from cms.files.object_store.address import StoreAddress
from operations import embedded_postgres
from website import environment, startup
from website.middleware import PERMISSIONS_POLICY

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# Given in full, because a developer's .env fills in what is not given.
PRODUCTION = {
    "DEVELOPMENT": "0",
    "DEBUG": "0",
    "SECRET_KEY": "a-secret",
    "ALLOWED_HOSTS": "network.example, www.network.example",
    "DATABASE_URL": "postgres://someone:secret@db.example:5433/network",
    "ENCRYPTION_KEYS": "an-encryption-key-of-more-than-32-signs",
    "EMAIL_URL": "smtp+tls://someone:secret@mail.example:587",
    "EMAIL_FROM": "network@network.example",
    "NETWORK_LANGUAGES": "ko,en",
    "HTTPS": "1",
}


def load(**environment: str) -> dict:
    """The settings of a site with this environment, by name."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (PRODUCTION | environment).items():
            patch.setenv(name, value)
        return runpy.run_path(str(BASE_DIR / "website" / "settings.py"))


def refusal(**environment: str) -> str:
    with pytest.raises(ImproperlyConfigured) as error:
        load(**environment)
    return str(error.value)


def test_production_starts_with_what_it_is_told():
    """In a process of its own, where nothing of Django is there yet."""
    names = "DATABASES", "ALLOWED_HOSTS", "DEBUG"
    values = ", ".join(f"settings.{name}" for name in names)
    program = f"from website import settings; import json; print(json.dumps([{values}]))"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        cwd=BASE_DIR,
        env=os.environ | PRODUCTION,
        capture_output=True,
    )
    databases, hosts, debug = json.loads(done.stdout)
    database = databases["default"]
    assert (database["USER"], database["HOST"], database["PORT"]) == ("someone", "db.example", 5433)
    assert hosts == ["network.example", "www.network.example"]
    assert debug is False


@pytest.mark.parametrize(
    "variable",
    ["SECRET_KEY", "ENCRYPTION_KEYS", "ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL", "EMAIL_FROM"],
)
def test_production_does_not_start_without(variable):
    assert f"Set {variable}: " in refusal(**{variable: ""})


def test_links_in_emails_lead_to_the_first_host_unless_told_otherwise():
    assert load()["SITE_URL"] == "https://network.example"
    told = load(SITE_URL="https://www.other.example/", ALLOWED_HOSTS="www.other.example")
    assert told["SITE_URL"] == "https://www.other.example"
    assert "SITE_URL must be an address" in refusal(SITE_URL="network.example")
    assert "one of ALLOWED_HOSTS" in refusal(SITE_URL="https://other.example")


def test_emails_go_through_the_mail_server_that_is_named():
    told = load()
    assert (told["EMAIL_HOST"], told["EMAIL_PORT"]) == ("mail.example", 587)
    assert (told["EMAIL_HOST_USER"], told["EMAIL_USE_TLS"]) == ("someone", True)


def test_a_short_encryption_key_is_refused():
    assert "too short" in refusal(ENCRYPTION_KEYS="long-enough-to-be-a-key-of-32-signs,short")


def test_debug_is_only_for_development():
    assert "DEBUG is only for development" in refusal(DEBUG="1")


def test_another_kind_of_database_is_refused():
    assert "must name a PostgreSQL database" in refusal(DATABASE_URL="sqlite:///network.db")


def test_a_replica_is_read_where_one_is_named():
    told = load(DATABASE_REPLICA_URL="")
    assert list(told["DATABASES"]) == ["default"]
    assert "DATABASE_ROUTERS" not in told
    told = load(DATABASE_REPLICA_URL="postgres://reader:secret@replica.example/network")
    replica = told["DATABASES"]["replica"]
    assert (replica["HOST"], replica["USER"]) == ("replica.example", "reader")
    assert replica["OPTIONS"] == told["DATABASES"]["default"]["OPTIONS"]
    assert told["DATABASE_ROUTERS"] == ["cms.queries.replica.ReplicaRouter"]


def test_a_replica_needs_the_cache_that_hears_of_changes():
    url = "postgres://reader@replica.example/network"
    said = refusal(DATABASE_REPLICA_URL=url, PAGE_CACHE_MEGABYTES="0")
    assert "DATABASE_REPLICA_URL needs the page cache" in said


def test_unknown_languages_are_refused():
    assert "codes nobody knows: klingon" in refusal(NETWORK_LANGUAGES="ko,klingon")
    assert "codes nobody knows: zh-cn, pt_BR" in refusal(NETWORK_LANGUAGES="zh-cn,en,pt_BR")


@pytest.mark.parametrize(
    ("said", "meant"),
    [("en, fr,en ", ["en", "fr"]), ("", ["ko", "en"]), ("zh-hans", ["zh-hans"])],
)
def test_languages_are_read_as_people_write_them(said, meant):
    told = load(NETWORK_LANGUAGES=said)
    assert [code for code, _name in told["LANGUAGES"]] == meant


@pytest.mark.parametrize("languages", ["ko,en", "en", "fr,en,es"])
def test_the_first_language_is_the_networks_own(languages):
    assert load(NETWORK_LANGUAGES=languages)["LANGUAGE_CODE"] == languages[:2]


def test_cookies_and_forms_travel_over_tls_in_production():
    told = load()
    assert told["SECURE_SSL_REDIRECT"] is True
    assert told["SESSION_COOKIE_SECURE"] is told["CSRF_COOKIE_SECURE"] is True


def test_originals_of_photos_have_no_address():
    told = load()
    assert not told["ORIGINALS_ROOT"].is_relative_to(told["MEDIA_ROOT"])


def test_files_are_in_the_object_store_that_is_named():
    told = load(OBJECT_STORE_URL="")
    assert told["OBJECT_STORE"] is None
    assert told["STORAGES"]["private"]["BACKEND"] == "cms.files.storage.PrivateStorage"
    told = load(
        OBJECT_STORE_URL="s3://a-key:a%2Fsecret%2B@s3.example.org:9000/files/of/us?region=kr"
    )
    assert told["OBJECT_STORE"] == StoreAddress(
        "https://s3.example.org:9000", "kr", "files", "of/us/", "a-key", "a/secret+"
    )
    kinds = {told["STORAGES"][alias]["BACKEND"] for alias in ("default", "private", "logos")}
    assert all("ObjectStorage" in kind for kind in kinds)
    told = load(OBJECT_STORE_URL="s3+http://store/files")
    assert told["OBJECT_STORE"] == StoreAddress("http://store", "us-east-1", "files")


@pytest.mark.parametrize(
    "address",
    [
        "https://s3.example.org/files",
        "s3://s3.example.org",
        "s3:///files",
        "s3://key@s3.example.org/files",
        "s3://s3.example.org/files?colour=red",
        "s3://s3.example.org:port/files",
    ],
)
def test_an_address_that_is_no_object_store_is_refused(address):
    assert "OBJECT_STORE_URL must be an address" in refusal(OBJECT_STORE_URL=address)


def test_what_is_missing_for_an_object_store_is_named(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match=r"install requirements-s3\.txt"):
        monkeypatch.setenv("OBJECT_STORE_URL", "s3://store/files")
        environment.object_store("OBJECT_STORE_URL")


def test_the_proxy_sees_media_and_no_originals():
    compose = (BASE_DIR / "docker-compose.yml").read_text()
    proxy = compose[compose.index("\n  proxy:") : compose.index("\nvolumes:")]
    assert "media:/srv/media:ro" in proxy
    assert "originals" not in proxy


def test_machines_of_several_have_no_files_of_the_site():
    """Both descriptions say the same of how a container is confined."""
    one = (BASE_DIR / "docker-compose.yml").read_text()
    several = (BASE_DIR / "docker-compose.several.yml").read_text()
    start, end = "x-confined:", "x-site:"
    confined = one[one.index(start) : one.index(end)]
    assert several[several.index(start) : several.index(end)] == confined
    assert re.findall(r"- (\w+):/", several) == ["certificates"]
    assert "MEDIA: site" in several


def test_how_the_server_runs_is_read_from_the_file_as_well(tmp_path, monkeypatch):
    for name in ("BIND", "WEB_CONCURRENCY"):
        # What is set here is taken back at the end, and so is what the file sets.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    (tmp_path / ".env").write_text("BIND=127.0.0.1:8123\nWEB_CONCURRENCY=3\n")
    monkeypatch.setattr(environment, "BASE_DIR", tmp_path)
    config = runpy.run_path(str(BASE_DIR / "website" / "serving" / "gunicorn.py"))
    assert (config["bind"], config["workers"]) == ("127.0.0.1:8123", 3)


def starting_at(bind: str, monkeypatch) -> None:
    """What gunicorn does first, at this address."""
    monkeypatch.setenv("BIND", bind)
    monkeypatch.delenv("LISTEN_FDS", raising=False)
    config = runpy.run_path(str(BASE_DIR / "website" / "serving" / "gunicorn.py"))
    asked = Config()
    asked.set("bind", bind)
    config["on_starting"](SimpleNamespace(cfg=asked))


def test_a_port_in_use_is_told_in_one_sentence(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        bind = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(SystemExit, match=r"in use.* make run PORT=8001\.$") as end:
            starting_at(bind, monkeypatch)
        assert len(str(end.value).splitlines()) == 1
        # A successor takes over what is in use.
        monkeypatch.setenv("GUNICORN_FD", "5")
        starting_at(bind, monkeypatch)
    monkeypatch.delenv("GUNICORN_FD")
    starting_at(bind, monkeypatch)


@pytest.mark.parametrize("bind", ["127.0.0.1:99999", "127.0.0.1:http", "192.0.2.1:8000"])
def test_an_address_that_cannot_be_used_is_told_in_one_sentence(monkeypatch, bind):
    with pytest.raises(SystemExit, match=r"cannot be used .*PORT=8001\.$"):
        starting_at(bind, monkeypatch)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("", BASE_DIR / "var"), ("a b", BASE_DIR / "a b"), ("/else where", Path("/else where"))],
)
def test_data_lie_where_var_dir_says_from_wherever_a_process_starts(
    monkeypatch, tmp_path, said, meant
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VAR_DIR", said)
    assert environment.var_dir() == meant


READERS = {
    "text",
    "boolean",
    "integer",
    "day",
    "folder",
    "object_store",
    "comma_separated",
    "contact",
    "encryption_keys",
    "language_codes",
    "site_url",
    "required",
    "required_list",
}
# Of the machine and of gunicorn, not of the site.
FOREIGN = {"GUNICORN_FD", "LISTEN_FDS"}


def variables_read_by(code: ast.AST) -> set[str]:
    """The names of environment variables in calls of a reader and in uses of `os.environ`."""
    found = set()
    for node in ast.walk(code):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name("env" | "environment"), attr=reader),
                args=[ast.Constant(str(name)), *_],
            ) if reader in READERS:
                found.add(name)
            case ast.Call(func=ast.Name(reader), args=[ast.Constant(str(name)), *_]) if (
                reader in READERS
            ):
                found.add(name)
            case ast.Call(
                func=ast.Attribute(ast.Attribute(attr="environ"), "get"),
                args=[ast.Constant(str(name)), *_],
            ):
                found.add(name)
            case ast.Subscript(
                ast.Attribute(attr="environ"), ast.Constant(str(name))
            ) | ast.Compare(ast.Constant(str(name)), _, [ast.Attribute(attr="environ")]):
                found.add(name)
    return found


def test_the_example_lists_the_variables_that_are_read_and_no_others():
    compose = [file.read_text() for file in BASE_DIR.glob("docker-compose*.yml")]
    assert len(compose) == 2
    read = set(re.findall(r"\$\{(\w+)", "".join(compose)))
    for app in apps.get_app_configs():
        if Path(app.path).parent == BASE_DIR:
            for file in Path(app.path).rglob("*.py"):
                read |= variables_read_by(ast.parse(file.read_text()))
    example = (BASE_DIR / ".env.example").read_text()
    explained = re.findall(r"^# \S.*\n#?([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(explained) == sorted(read - FOREIGN)


def test_the_example_shows_the_defaults(tmp_path, monkeypatch):
    """A site that takes the commented lines over is the one that leaves them out."""
    example = (BASE_DIR / ".env.example").read_text()
    shown = dict(re.findall(r"^#([A-Z_]+)=(.+)$", example, re.MULTILINE))
    shown |= {"SITE_URL": "https://network.example"}
    assert {"TIME_ZONE", "LINK_CHECKS", "DATABASE_POOL_SIZE"} < shown.keys()
    for name in shown:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(environment, "BASE_DIR", tmp_path)
    settings, same = load(), load(**shown)
    # Its functions are made anew by each of the two.
    names = settings.keys() - {"DJANGO_PROSE_EDITOR_EXTENSIONS"}
    for name in names:
        if name.isupper():
            assert settings[name] == same[name], name


# Imports the settings, and ends at the first process, connection, folder or file that is made.
IMPORT_AND_DO_NOTHING = """
import os, sys

DEEDS = {"subprocess.Popen", "os.fork", "os.posix_spawn", "socket.connect", "os.mkdir", "os.rename"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def watch(event, arguments):
    if event in DEEDS or (event == "open" and arguments[2] & WRITES):
        print(event, *arguments, file=sys.stderr)
        os._exit(1)

sys.addaudithook(watch)
from website import settings
print(settings.DATABASE_URL, repr(settings.SECRET_KEY), settings.ENCRYPTION_KEYS)
"""


def test_importing_the_settings_has_no_effect(tmp_path):
    told = dict.fromkeys(PRODUCTION, "") | {"DEVELOPMENT": "1", "VAR_DIR": str(tmp_path)}
    # What is measured by coverage writes a file at its end.
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-B", "-c", IMPORT_AND_DO_NOTHING],
        cwd=tmp_path,
        env=ours | told | {"PYTHONPATH": str(BASE_DIR)},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    address, key, keys = done.stdout.split()
    assert address.startswith("postgres://postgres@:5432/")
    assert (key, keys) == ("''", "[]")
    assert list(tmp_path.iterdir()) == []


def test_a_start_makes_what_a_developers_machine_needs(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(embedded_postgres, "ensure_running", started.append)
    var_dir = tmp_path / "var"
    for name in PRODUCTION:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("VAR_DIR", str(var_dir))
    monkeypatch.setenv("DEVELOPMENT", "1")
    startup.prepare()
    key = (var_dir / "secret-key").read_text()
    assert len(key) == 50
    assert (var_dir / "secret-key").stat().st_mode & 0o777 == 0o600
    assert started == [var_dir]
    startup.prepare()
    assert load(**os.environ)["SECRET_KEY"] == key


def test_a_start_of_a_production_site_makes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded_postgres, "ensure_running", pytest.fail)
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    startup.prepare()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("DEVELOPMENT", "perhaps", "DEVELOPMENT must be 1 or 0, not “perhaps”."),
        ("HTTPS", "ja", "HTTPS must be 1 or 0, not “ja”."),
        ("DATABASE_POOL_SIZE", "0", "DATABASE_POOL_SIZE must be a whole number of at least 1"),
        ("STATEMENT_TIMEOUT", "5s", "STATEMENT_TIMEOUT must be a whole number of at least 0"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES must be a whole number of at least 0"),
        ("EMAIL_URL", "mail.example:587", "EMAIL_URL must be an address such as"),
        ("EMAIL_URL", "smtp://mail.example:many", "EMAIL_URL must be an address such as"),
        ("DATABASE_URL", "postgres://db:many/network", "DATABASE_URL cannot be read"),
        ("DATABASE_REPLICA_URL", "mysql://db/network", "DATABASE_REPLICA_URL must name a Postgre"),
    ],
)
def test_nonsense_is_refused_with_the_name_of_the_variable(variable, value, sentence):
    assert sentence in refusal(**{variable: value})


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example", 587, True, False),
        ("smtp+ssl://mail.example", 465, False, True),
        ("smtp+tls://mail.example:2525", 2525, True, False),
    ],
)
def test_mail_is_encrypted_as_the_address_says(url, port, tls, ssl):
    told = load(EMAIL_URL=url)
    assert told["EMAIL_PORT"] == port
    assert (told["EMAIL_USE_TLS"], told["EMAIL_USE_SSL"]) == (tls, ssl)


def test_signs_of_a_password_are_percent_encoded():
    told = load(EMAIL_URL="smtp+tls://some%40one:p%3Aw%2F@mail.example")
    assert (told["EMAIL_HOST_USER"], told["EMAIL_HOST_PASSWORD"]) == ("some@one", "p:w/")


def services() -> dict[str, str]:
    """The text of each service of docker-compose.yml, what it merges in put before it."""
    compose = (BASE_DIR / "docker-compose.yml").read_text()
    anchors = dict(re.findall(r"^x-\w+: &(\w+)\n((?:  .*\n|\n)+)", compose, re.MULTILINE))
    for name, text in anchors.items():
        anchors[name] = re.sub(r"<<: \*(\w+)", lambda merge: anchors[merge[1]], text)
    part = compose[compose.index("\nservices:") : compose.index("\nvolumes:")]
    found = dict(re.findall(r"^  (\w+):\n((?:    .*\n|\n|  #.*\n)+)", part + "\n", re.MULTILINE))
    return {
        name: re.sub(r"<<: \*(\w+)", lambda merge: anchors[merge[1]], text)
        for name, text in found.items()
    }


def test_every_container_is_confined():
    assert set(services()) == {"db", "migrate", "web", "scheduler", "proxy"}
    for name, text in services().items():
        assert "read_only: true" in text, name
        assert "cap_drop: [ALL]" in text, name
        assert "no-new-privileges:true" in text, name
        assert re.search(r"mem_limit: \d+[mg]", text), name
        assert re.search(r"pids_limit: \d+", text), name
        assert re.search(r"tmpfs: .*:size=\d+m", text), name
        assert "privileged: true" not in text, name
        assert "docker.sock" not in text, name


def test_images_are_named_by_exact_version():
    named = re.findall(r"image: (\S+)", (BASE_DIR / "docker-compose.yml").read_text())
    for file in ("Dockerfile", "deploy/nginx/Dockerfile"):
        named += re.findall(r"^FROM (\S+)", (BASE_DIR / file).read_text(), re.MULTILINE)
    foreign = {image for image in named if not image.startswith("menengage-network")}
    assert len(foreign) == 3
    for image in foreign:
        assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?(@sha256:[0-9a-f]{64})?", image)


def test_the_sites_role_is_not_the_administrator_of_the_database():
    database = services()["db"]
    assert "POSTGRES_USER: postgres" in database
    assert "make-role-and-database:/docker-entrypoint-initdb.d/" in database
    script = (BASE_DIR / "deploy" / "postgres" / "make-role-and-database").read_text()
    assert "NOSUPERUSER NOCREATEDB NOCREATEROLE" in script
    assert "postgres://network:" in services()["web"]


def test_preload_is_only_promised_when_somebody_wants_it():
    assert load()["SECURE_HSTS_PRELOAD"] is False
    assert load(HSTS_PRELOAD="1")["SECURE_HSTS_PRELOAD"] is True


def test_units_of_systemd_start_what_there_is():
    for unit in (BASE_DIR / "deploy" / "systemd").glob("*.service"):
        text = unit.read_text()
        assert "User=menengage" in text
        assert "NoNewPrivileges=yes" in text
        command = re.search(r"^ExecStart=/srv/network/\.venv/bin/(\S+) (.*)$", text, re.MULTILINE)
        program, rest = command.groups()
        assert program in ("gunicorn", "python")
        if program == "python":
            script, name = rest.split()[:2]
            assert script == "manage.py"
            assert name in get_commands()


def test_the_proxy_forbids_browsers_what_the_site_forbids():
    file = (BASE_DIR / "deploy" / "nginx" / "permissions-policy").read_text()
    assert " ".join(file.split()) == PERMISSIONS_POLICY


def test_no_request_waits_for_a_connection_to_the_database(monkeypatch):
    monkeypatch.setenv("DATABASE_POOL_SIZE", "7")
    config = runpy.run_path(str(BASE_DIR / "website" / "serving" / "gunicorn.py"))
    assert config["threads"] == load()["DATABASES"]["default"]["OPTIONS"]["pool"]["max_size"] == 7
