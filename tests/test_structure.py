"""How the code is laid out: what a reader may count on in every package."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from cms import declarations

BASE_DIR = Path(__file__).resolve().parent.parent
PACKAGES = sorted(path.parent.name for path in BASE_DIR.glob("*/__init__.py"))
MOST_ENTRIES = 14
LONGEST_LINE_OF_A_TEMPLATE = 120
IGNORED = {"__init__.py"}
# Of Django and of PostgreSQL.
FILES_OF_OTHERS = {"Media.js", "pg_hba.conf"}
# Django looks for these in the folder of all templates.
NAMED_BY_DJANGO = {"400.html", "403.html", "404.html", "500.html", "admin", "django"}
# What these parameters hold is always the same, so it is always said.
ALWAYS_TYPED = {"request", "user", "by"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (BASE_DIR / package).rglob("*.py")


def test_the_packages_are_the_apps_of_the_project():
    own = [config for config in apps.get_app_configs() if Path(config.path).parent == BASE_DIR]
    assert sorted({config.name for config in own}) == PACKAGES


def test_import_contracts_cover_every_package():
    linter = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert sorted(linter["root_packages"]) == PACKAGES
    layers, children, _client = linter["contracts"]
    layered = [name.strip() for layer in layers["layers"] for name in layer.split(":")]
    assert sorted(layered) == PACKAGES
    others = [name for name in PACKAGES if name != children["source_modules"][0].partition(".")[0]]
    assert sorted(children["forbidden_modules"]) == sorted([*others, "django"])


def test_types_and_coverage_are_checked_in_every_package():
    tools = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["tool"]
    assert sorted(tools["mypy"]["packages"]) == PACKAGES
    assert sorted(tools["coverage"]["run"]["source_pkgs"]) == PACKAGES


def entries(folder: Path) -> set[str]:
    """Files and folders, without folders that a removed package left its caches in."""
    names = {path.name for path in folder.iterdir() if path.is_file() or holds_files(path)}
    return names - IGNORED - (NAMED_BY_DJANGO if folder.name == "templates" else set())


def holds_files(folder: Path) -> bool:
    return any(path.is_file() and path.suffix != ".pyc" for path in folder.rglob("*"))


def folders() -> set[Path]:
    """Those of the packages, of templates, and of style sheets, scripts and pictures; and those of
    the tests of one app."""
    of_packages = {module.parent for module in modules() if module.parent.name != "migrations"}
    of_tests = {file.parent for file in (BASE_DIR / "tests").glob("*/**/*.py")}
    pages_and_styles = [*(BASE_DIR / "templates").rglob("*.*"), *(BASE_DIR / "static").rglob("*.*")]
    return of_packages | of_tests | {file.parent for file in pages_and_styles}


def test_no_folder_holds_more_than_a_reader_takes_in_at_a_glance():
    counted = {str(folder.relative_to(BASE_DIR)): len(entries(folder)) for folder in folders()}
    assert counted["website"] > 10
    assert {name: number for name, number in counted.items() if number > MOST_ENTRIES} == {}


def test_a_module_beside_the_folder_of_declarations_declares_nothing():
    assert "photos.declarations.jobs" in [one.__name__ for one in declarations.modules("jobs")]
    assert (BASE_DIR / "photos/limits_and_periods.py").exists()
    assert declarations.modules("limits_and_periods") == ()


@pytest.mark.parametrize("package", PACKAGES)
def test_common_parameters_are_typed(package):
    untyped = []
    for module in (BASE_DIR / package).rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.FunctionDef):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                untyped += [
                    f"{module.relative_to(BASE_DIR)}:{node.lineno} {node.name}({argument.arg})"
                    for argument in arguments
                    if argument.arg in ALWAYS_TYPED and argument.annotation is None
                ]
    assert untyped == []


def test_files_that_the_guide_names_exist():
    guide = (BASE_DIR / "docs/structure.md").read_text()
    named = set(re.findall(r"`([\w.-]+/[\w./-]*\.(?:py|js|css|html|conf))`", guide))
    assert len(named) > 50
    assert [name for name in sorted(named) if not (BASE_DIR / name).exists()] == []


@pytest.mark.parametrize(
    "page", sorted((BASE_DIR / "docs").glob("*.md")), ids=lambda path: path.name
)
def test_files_that_a_page_of_docs_names_exist(page):
    """By their whole path or its end: `publishing.py` in a page about one folder."""
    known = {f"/{path.relative_to(BASE_DIR)}" for path in named_files()}
    named = set(re.findall(r"`([\w.-][\w./-]*\.(?:py|js|css|html|conf))`", page.read_text()))
    ours = sorted(named - FILES_OF_OTHERS)
    assert [name for name in ours if not any(path.endswith(f"/{name}") for path in known)] == []


def named_files() -> Iterator[Path]:
    yield from BASE_DIR.glob("*.*")
    for folder in [*PACKAGES, "templates", "static", "tests", "deploy", "benchmarks", "docs"]:
        yield from (BASE_DIR / folder).rglob("*.*")


def test_lines_of_templates_are_short_enough_to_read():
    lines = [
        (f"{file.relative_to(BASE_DIR)}:{number}", line)
        for file in sorted((BASE_DIR / "templates").rglob("*.*"))
        for number, line in enumerate(file.read_text().splitlines(), start=1)
    ]
    assert len(lines) > 1_000
    assert [place for place, line in lines if len(line) > LONGEST_LINE_OF_A_TEMPLATE] == []
