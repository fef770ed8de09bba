"""The house keeps its shape: what a machine can see of ARCHITECTURE and STYLE is checked here."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("cms", "accounts", "products", "courses", "orders", "home", "api", "sandbox")
SOURCES = sorted(
    file for app in APPS for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PAGES = sorted(file for file in (ROOT / "templates").rglob("*.html") if "emails" not in file.parts)
FORBIDDEN_NAMES = {"services", "utils", "helpers", "common", "misc"}
TOP_LEVEL = {*APPS, "locale", "templates", "tests", "docs"}
ADMIN_TEMPLATES = ("wagtailadmin", "admin", "block_previews")


def name_of(file):
    return str(file.relative_to(ROOT))


def trees():
    return [(file, ast.parse(file.read_text())) for file in SOURCES]


def imported(tree):
    """Every module named in an import, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno


def test_the_top_level_reads_like_the_business():
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}

    assert found - TOP_LEVEL - {"__pycache__", "test-results"} == set()


def test_no_file_is_named_for_nothing_in_particular():
    assert [
        name_of(file) for file in SOURCES if FORBIDDEN_NAMES & set(Path(name_of(file)).with_suffix("").parts)
    ] == []


def test_no_file_is_longer_than_300_lines():
    lengths = {name_of(file): len(file.read_text().splitlines()) for file in SOURCES + TESTS}

    # The settings are one file on purpose: the one place to look.
    assert {n: length for n, length in lengths.items() if length > 300 and n != "cms/settings.py"} == {}


def test_no_function_is_longer_than_40_lines():
    long = {}
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > 40:
                long[f"{name_of(file)}:{node.name}"] = node.end_lineno - node.lineno + 1

    assert long == {}


def test_every_module_opens_with_a_sentence():
    silent = [
        name_of(file) for file, tree in trees() if file.read_text().strip() and not ast.get_docstring(tree)
    ]

    assert silent == []


def test_public_functions_are_typed_and_say_what_they_do():
    silent = []
    for file, tree in trees():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                is_hook = any("hooks.register" in ast.unparse(d) for d in node.decorator_list)
                if node.returns is None or not (ast.get_docstring(node) or is_hook):
                    silent.append(f"{name_of(file)}:{node.name}")

    assert silent == []


def test_only_the_gateway_calls_stripe():
    allowed = {"orders/gateway.py"}
    callers = {
        name_of(file)
        for file, tree in trees()
        if not name_of(file).startswith("sandbox/")
        for module, _line in imported(tree)
        if module == "stripe" or module.startswith("stripe.")
    }

    assert callers == allowed


def test_the_sandbox_and_the_shop_do_not_know_each_other():
    ours = set(APPS) - {"sandbox"}
    leaks = []
    for file, tree in trees():
        inside = name_of(file).startswith("sandbox/")
        for module, line in imported(tree):
            top = module.split(".")[0]
            if (inside and top in ours) or (not inside and top == "sandbox"):
                leaks.append(f"{name_of(file)}:{line} {module}")

    assert leaks == []


def test_no_kind_knows_another():
    leaks = []
    for file, tree in trees():
        parts = Path(name_of(file)).parts
        if parts[:2] != ("products", "kinds") or len(parts) < 3:
            continue
        own = f"products.kinds.{Path(parts[2]).stem}"
        for module, line in imported(tree):
            if module.startswith("products.kinds.") and not module.startswith(own):
                leaks.append(f"{name_of(file)}:{line} {module}")

    assert leaks == []


def test_pages_have_no_unique_field():
    from django.apps import apps
    from wagtail.models import Page

    unique = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if issubclass(model, Page) and model is not Page
        for field in model._meta.local_fields
        if field.unique and not field.primary_key
    ]

    assert unique == []


@pytest.mark.parametrize("pattern", [r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b"])
def test_nothing_is_left_to_do_in_a_comment(pattern):
    places = [name_of(file) for file in SOURCES + PAGES if re.search(pattern, file.read_text())]

    assert places == []


def test_public_templates_have_no_inline_script_or_style():
    bad = []
    for file in PAGES:
        if any(part in ADMIN_TEMPLATES for part in file.parts):
            continue
        text = file.read_text()
        if file.name == "base.html":  # whoever arrives finds the sheet in the page, and the policy names it
            text = text.replace("<style>{{ within }}</style>", "")
        scripts = [
            tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag and "json" not in tag
        ]
        if scripts or re.search(r"<style\b|\sstyle=|\son[a-z]+=", text):
            bad.append(name_of(file))

    assert bad == []


def test_templates_stay_small():
    long = {}
    for file in PAGES:
        limit = 40 if "components" in file.parts else 80
        if "style" not in file.parts and len(file.read_text().splitlines()) > limit:
            long[name_of(file)] = len(file.read_text().splitlines())

    assert long == {}


def test_components_open_with_their_parameters():
    silent = [
        name_of(file)
        for file in (ROOT / "templates" / "components").glob("*.html")
        if not file.read_text().startswith("{#")
    ]

    assert silent == []


def test_every_path_and_target_in_the_docs_exists():
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.M))
    wrong = []
    for doc in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = doc.read_text()
        wrong += [
            f"{doc.name}: make {t}" for t in re.findall(r"`make ([a-z0-9-]+)", text) if t not in targets
        ]
        for path in re.findall(r"\]\((?!http|#|mailto)([^)#\s]+)", text):
            if not (doc.parent / path).exists():
                wrong.append(f"{doc.name}: {path}")

    assert wrong == []


def test_every_setting_of_the_environment_is_documented():
    source = (ROOT / "cms" / "settings.py").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', source))
    documented = (ROOT / "docs" / "operations.md").read_text()

    assert sorted(name for name in names if f"`{name}`" not in documented) == []


def test_rows_that_people_arrange_never_stand_in_an_order_of_the_databases_own():
    """Rows made outside the editor have no place yet; databases give such ties in any order."""
    from django.apps import apps
    from wagtail.models import Orderable

    rows = [model for model in apps.get_models() if issubclass(model, Orderable)]
    ours = [model for model in rows if not model.__module__.startswith("wagtail")]

    assert [model for model in ours if model._meta.ordering != ["sort_order", "pk"]] == []
    assert len(ours) > 5
