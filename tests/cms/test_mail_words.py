"""The words that an editor gives a mail: only names are filled, nothing is lost, and no mail stays unsent."""

import ast
import logging

import pytest
from django.core.exceptions import ValidationError
from django.template import engines
from django.template.base import VariableNode
from django.template.defaulttags import ForNode, WithNode
from django.template.loader_tags import ExtendsNode, IncludeNode

from cms.mail import send_mail
from cms.mailing import FIELDS, compose, declared
from cms.models import MailText
from cms.wording import filled, strange_in
from tests.test_architecture import ROOT, trees

NAMES = sorted(declared())
FOLDERS = ROOT / "templates" / "emails"
RECEIPT = "receipt"


def reworded(name=RECEIPT, **texts):
    """The mail with some of its words changed, past every form."""
    return MailText.objects.create(name=name, **texts)


def sent(mailoutbox, name=RECEIPT, **more):
    send_mail(name, "bob@example.com", {**declared()[name].sample(), **more})
    return mailoutbox[-1]


# --- what is declared -----------------------------------------------------------------------------


def test_every_folder_of_templates_is_a_declared_mail_and_the_other_way_round():
    folders = {file.parent.name for file in FOLDERS.glob("*/body.txt")}

    assert {f"emails/{folder}" for folder in folders} == {mail.folder for mail in declared().values()}


def test_no_mail_is_declared_twice():
    from cms.discovery import modules_named

    names = [mail.name for module in modules_named("mails") for mail in module.MAILS]

    assert sorted(names) == NAMES


def test_every_mail_that_is_sent_by_name_is_declared():
    calls = [node for _file, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    sends = [call for call in calls if getattr(call.func, "id", "") == "send_mail"]
    names = {call.args[0].value for call in sends if isinstance(call.args[0], ast.Constant)}

    assert len(names) > 5
    assert names - set(declared()) == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_mails_own_words_name_only_what_it_knows(name):
    mail = declared()[name]

    assert [strange_in(str(getattr(mail, field)), mail.known) for field in FIELDS] == [[], [], [], []]
    assert mail.title and mail.when and mail.subject and mail.heading
    assert all(str(variable.value(mail.sample())) for variable in mail.known.values())


def read_by(nodes, bound=frozenset()):
    """The first parts of the variables that template nodes read and do not bind themselves."""
    for node in nodes:
        inner = bound | set(getattr(node, "loopvars", ())) | set(getattr(node, "extra_context", ()))
        inner |= {getattr(node, part, None) for part in ("asvar", "variable_name", "var_name", "target_var")}
        yield from (name for name in roots_in(node) if name not in inner | {"forloop", "block"})
        bound = bound if isinstance(node, ForNode | WithNode | IncludeNode) else inner
        for part in getattr(node, "child_nodelists", ()):
            yield from read_by(getattr(node, part, None) or (), inner)


def roots_in(node):
    expressions = [node.filter_expression] if isinstance(node, VariableNode) else []
    expressions += [getattr(node, "sequence", None), *getattr(node, "args", ())]
    expressions += getattr(node, "extra_context", {}).values()
    for condition, _nodes in getattr(node, "conditions_nodelists", ()):
        expressions += leaves_of(condition)
    for expression in expressions:
        lookups = getattr(getattr(expression, "var", None), "lookups", None)
        if lookups:
            yield lookups[0]


def leaves_of(condition):
    """The expressions of an {% if %}, whatever joins them."""
    if condition is None:
        return []
    own = [condition.value] if hasattr(condition, "value") else []
    return [
        *own,
        *leaves_of(getattr(condition, "first", None)),
        *leaves_of(getattr(condition, "second", None)),
    ]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", ["body.txt", "body.html"])
def test_a_template_reads_nothing_that_its_sample_lacks(name, part):
    template = engines["django"].engine.get_template(f"{declared()[name].folder}/{part}")
    known = {*declared()[name].sample(), "site_url", "shop_name", "subject", "words"}

    read = set(read_by(template.nodelist))

    assert any(isinstance(node, ExtendsNode) for node in template.nodelist)
    assert read - known == set()


# --- what may be written --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "{{ order }}",
        "{{ order.buyer.password }}",
        "{{ order_number|length }}",
        "{% load static %}",
        "{% include 'x' %}",
        "{{ settings.SECRET_KEY }}",
        "{{ Order_Number }}",
        "{{ order_number",
        "}} {{",
        "{{{ order_number }}}{%",
        "{{\norder_number }}",
    ],
)
def test_nothing_but_a_known_name_may_stand_in_braces(text):
    assert strange_in(text, declared()[RECEIPT].known)
    for field in FIELDS:
        with pytest.raises(ValidationError):
            MailText(name=RECEIPT, **{field: text}).clean()


def test_the_refusal_names_what_the_mail_knows():
    with pytest.raises(ValidationError) as refusal:
        MailText(name=RECEIPT, opening="Hello {{ order_nr }}").clean()

    said = refusal.value.message_dict["opening"][0]
    assert said.startswith("{{ order_nr }} cannot stand here. This mail knows: {{ order_number }}, ")


@pytest.mark.parametrize("field", ["subject", "heading"])
@pytest.mark.parametrize("text", ["One\nBcc: carol@example.com", "One\r\nTwo", "One\x00", "One\u2028Two"])
def test_a_subject_and_a_heading_are_one_line(field, text):
    with pytest.raises(ValidationError, match="one line"):
        MailText(name=RECEIPT, **{field: text}).clean()


def test_braces_in_a_value_stay_braces():
    assert filled("{{ a }}{{ b }}", {"a": "{{ b }}", "b": "x"}) == "{{ b }}x"


# --- what is sent ---------------------------------------------------------------------------------


def test_changed_words_are_sent_around_what_is_always_said(db, mailoutbox):
    reworded(subject="No. {{ order_number }}", opening="Hello <b>you</b> & {{ shop_name }}", closing="Bye")

    mail = sent(mailoutbox)
    html = mail.alternatives[0].content

    assert mail.subject == "No. S-1042"
    assert "Hello <b>you</b> & Stoa" in mail.body
    assert "Hello &lt;b&gt;you&lt;/b&gt; &amp; Stoa" in html
    assert "Thank you" in mail.body  # the heading is the shop's own still
    for said in ("€41.00", "Aster Serif", "Bye", "right of withdrawal", "/invoice/"):
        assert said in mail.body
        assert said in html


def test_an_empty_row_sends_the_shops_own_words(db, mailoutbox):
    context = declared()[RECEIPT].sample()
    send_mail(RECEIPT, "bob@example.com", context)
    reworded()

    send_mail(RECEIPT, "bob@example.com", context)

    assert mailoutbox[0].body == mailoutbox[1].body
    assert mailoutbox[0].subject == mailoutbox[1].subject


def test_a_value_is_never_markup(db, mailoutbox):
    reworded("given", opening="{{ store }} to you")

    html = sent(mailoutbox, "given", seller="<script>alert(1)</script>").alternatives[0].content

    assert "&lt;script&gt;alert(1)&lt;/script&gt; to you" in html
    assert "<script" not in html


def test_words_that_can_no_longer_be_filled_give_way_and_the_mail_is_sent(db, mailoutbox, caplog):
    reworded(subject="For {{ coupon }}", opening="Hello there")

    with caplog.at_level(logging.ERROR, "cms.mailing"):
        mail = sent(mailoutbox)

    assert mail.subject == "Your receipt S-1042 from Stoa"
    assert "Hello there" in mail.body
    assert [record.message for record in caplog.records] == ["mail.words_refused"]


def test_a_mail_costs_a_query_for_its_words_and_one_for_the_language_of_its_reader(
    db, mailoutbox, django_assert_num_queries
):
    reworded(opening="Hello")

    with django_assert_num_queries(2):
        sent(mailoutbox)


def test_words_of_another_language_are_not_sent(db, mailoutbox):
    reworded(language="de", opening="Guten Tag")

    assert "Guten Tag" not in sent(mailoutbox).body


def test_codes_and_warnings_say_the_same_whatever_is_stored(db, mailoutbox):
    MailText.objects.create(name="account", opening="Send your code to carol@example.com")

    assert "carol@example.com" not in sent(mailoutbox, "account").body


def test_a_context_cannot_bring_words_of_its_own():
    mail = declared()[RECEIPT]

    assert "evil" not in compose(mail, {**mail.sample(), "words": {"opening": "evil"}}).text
