"""The component library keeps its promises to the people who compose pages from it."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from cms.style import style_page

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
OWN = [TEMPLATES / "base.html", *COMPONENTS, *sorted((TEMPLATES / "style").rglob("*.html"))]
# Parts of another component, never included by a page.
INNER = {
    *("brand_mark", "facet_options", "field_notes", "field_optional", "menu_links", "message_list"),
    *("options", "pay_what_you_want", "site_footer", "site_header"),
}


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_opens_with_its_parameters_and_stays_short(path):
    lines = path.read_text().splitlines()

    assert re.match(r"{# .+ #}$", lines[0])
    assert len(lines) <= 40


def test_the_readme_names_every_component():
    readme = (TEMPLATES / "components" / "README.md").read_text()

    assert {path.stem for path in COMPONENTS if f"`{path.name}`" not in readme} == INNER


ARRIVAL = "<style>{{ within }}</style>"  # the sheet for whoever arrives; the policy names its digest


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_nothing_asks_for_inline_style_or_script(path):
    text = path.read_text().replace(ARRIVAL, "") if path.name == "base.html" else path.read_text()
    found = re.findall(r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*src=)|hx-on|hx-vals="js:""", text)

    assert found == []


def test_the_style_page_shows_every_component(db, rf: RequestFactory):
    page = style_page(rf.get("/style/")).content.decode()

    assert page.count('class="card"') == 16
    assert page.count("<h1") == 1
    assert "Please check what you typed" in page


def test_the_page_of_a_failure_needs_no_request():
    page = render_to_string("500.html")

    assert "Something broke on our side" in page
    assert page.count('class="button') == 1


def test_the_skeleton_holds_nothing_that_belongs_to_one_person(db, rf: RequestFactory):
    page = style_page(rf.get("/style/")).content.decode()
    header = page[page.index('<header class="site-header"') : page.index("</header>")]

    assert 'src="/personal/"' in header
    assert "data-told" not in header
    assert "csrfmiddlewaretoken" not in header
    assert ">Sign in</a>" in header


def test_structured_data_cannot_leave_its_script():
    page = render_to_string("seo/jsonld.html", {"data": {"name": "</script><b>&"}})

    assert page.strip().endswith(
        '<script type="application/ld+json">{"name": "\\u003C/script\\u003E\\u003Cb\\u003E\\u0026"}</script>'
    )
