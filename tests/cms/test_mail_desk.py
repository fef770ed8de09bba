"""The screen for the words of the mails: who may, what it shows, and what its buttons do."""

import pytest
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Revision

from cms.mail_desk import TESTS
from cms.mailing import declared
from cms.models import MailText
from tests.cast import person

WORDS = {"subject": "", "heading": "", "opening": "Hello {{ order_number }}", "closing": ""}
TEST, OWN = {"action-test": "1"}, {"action-own": "1"}


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    """Else staff would be sent to choose one first, and every refusal would prove nothing."""
    settings.REQUIRE_TWO_FACTOR = False


@pytest.fixture
def receipt(db):
    return MailText.objects.create(name="receipt")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def at(view, *args):
    return reverse(f"wagtailsnippets_cms_mailtext:{view}", args=args)


def addresses(pk):
    return [at("list"), *(at(view, pk) for view in ("edit", "history", "preview_on_edit"))]


def kept(receipt):
    receipt.refresh_from_db()
    return receipt.texts


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_editors_and_admins_reword_mails(client, receipt, role):
    client.force_login(person("some@example.com", role))

    codes = [client.get(address).status_code for address in addresses(receipt.pk)]
    client.post(at("edit", receipt.pk), WORDS)

    assert codes == [200, 200, 200, 200]
    assert kept(receipt)["opening"] == "Hello {{ order_number }}"
    assert at("list") in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize(("role", "code"), [("seller", 403), ("buyer", 403), ("moderator", 302)])
def test_nobody_else_sees_or_changes_them(client, mailoutbox, receipt, role, code):
    client.force_login(person("some@example.com", role))

    codes = {client.get(address).status_code for address in addresses(receipt.pk)}
    codes |= {client.post(at("edit", receipt.pk), {**WORDS, **more}).status_code for more in ({}, TEST, OWN)}

    assert codes == {code}
    assert not any(kept(receipt).values())
    assert mailoutbox == []


def test_a_moderators_menu_does_not_name_them(client, moderator):
    client.force_login(moderator)

    assert at("list") not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("view", ["add", "delete"])
def test_nobody_adds_or_deletes_a_mail(admin_client, receipt, view):
    args = [receipt.pk] if view == "delete" else []

    assert admin_client.post(at(view, *args)).status_code == 302
    assert MailText.objects.count() == 1


# --- the list -------------------------------------------------------------------------------------


def test_the_list_names_every_mail_that_may_be_reworded(desk, editor, receipt):
    desk.post(at("edit", receipt.pk), WORDS)

    page = desk.get(at("list")).content.decode()

    shown = [mail for mail in declared().values() if not mail.is_fixed]
    assert len(shown) > 5
    assert all(escape(str(mail.title)) in page and escape(str(mail.when)[:20]) in page for mail in shown)
    assert str(declared()["account"].title) not in page
    assert page.count("w-status--primary") == 1
    assert page.count(str(editor)) > 1


def test_the_list_costs_the_same_when_all_are_changed(desk, django_assert_max_num_queries):
    desk.get(at("list"))
    for text in MailText.objects.all():
        text.save_revision()

    with django_assert_max_num_queries(20):
        desk.get(at("list"))


# --- the form -------------------------------------------------------------------------------------


def test_a_form_shows_the_shops_own_words_and_every_name(desk, receipt):
    page = desk.get(at("edit", receipt.pk)).content.decode()

    assert 'placeholder="Your receipt {{ order_number }} from {{ shop_name }}"' in page
    assert all(f"{{{{ {name} }}}}</code>" in page for name in declared()["receipt"].known)


def test_an_unknown_name_is_refused_and_nothing_is_kept(desk, receipt):
    page = desk.post(at("edit", receipt.pk), {**WORDS, "opening": "{{ order.buyer }}"}).content.decode()

    assert "{{ order.buyer }} cannot stand here. This mail knows: {{ order_number }}" in page
    assert kept(receipt)["opening"] == ""


def test_each_change_is_in_the_history_and_can_be_brought_back(desk, receipt):
    for opening in ("First", "Second"):
        desk.post(at("edit", receipt.pk), {**WORDS, "opening": opening})
    first = Revision.objects.for_instance(receipt).earliest("pk")

    page = desk.get(at("revisions_revert", receipt.pk, first.pk)).content.decode()

    assert Revision.objects.for_instance(receipt).count() == 2
    assert "First" in page


def test_back_to_the_shops_own_words(desk, receipt):
    desk.post(at("edit", receipt.pk), WORDS)

    desk.post(at("edit", receipt.pk), {**WORDS, "opening": "{{ nonsense }}", **OWN})

    assert not any(kept(receipt).values())
    assert Revision.objects.for_instance(receipt).count() == 2


def test_half_a_sentence_is_never_saved_by_itself(desk, receipt):
    page = desk.get(at("edit", receipt.pk)).content.decode()

    assert "data-w-autosave-interval-value" not in page


# --- the preview ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("mode", "kind"), [("html", "text/html"), ("text", "text/plain")])
def test_the_preview_shows_what_is_typed_where_nothing_can_run(desk, receipt, mode, kind):
    address = at("preview_on_edit", receipt.pk)
    desk.post(address, {**WORDS, "opening": "Hi <script>alert(1)</script>"})

    answer = desk.get(f"{address}?mode={mode}")

    policy = answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Type"].startswith(kind)
    assert policy.startswith("default-src 'none'; ")
    assert "sandbox" in policy
    assert "script" not in policy
    assert ("<script>" in answer.content.decode()) == (mode == "text")
    assert kept(receipt)["opening"] == ""


# --- the test mail --------------------------------------------------------------------------------


def test_a_test_goes_to_the_person_alone_and_says_what_the_form_says(desk, editor, receipt, mailoutbox):
    page = desk.post(at("edit", receipt.pk), {**WORDS, **TEST, "to": "carol@example.com"}).content.decode()

    assert [mail.to for mail in mailoutbox] == [[editor.email]]
    assert mailoutbox[0].subject == "[Test] Your receipt S-1042 from Stoa"
    assert "Hello S-1042" in mailoutbox[0].body
    assert "Hello {{ order_number }}" in page
    assert kept(receipt)["opening"] == ""


def test_a_test_of_unfit_words_is_not_sent(desk, receipt, mailoutbox):
    desk.post(at("edit", receipt.pk), {**WORDS, **TEST, "opening": "{{ nonsense }}"})

    assert mailoutbox == []


def test_a_person_sends_only_so_many_tests(desk, receipt, mailoutbox):
    most = int(TESTS.split("/")[0])

    answers = [desk.post(at("edit", receipt.pk), {**WORDS, **TEST}) for _turn in range(most + 1)]

    assert len(mailoutbox) == most
    assert "That were many tests" in answers[-1].content.decode()


def test_no_test_when_mail_is_down_is_said_so(desk, receipt, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    page = desk.post(at("edit", receipt.pk), {**WORDS, **TEST}).content.decode()

    assert "no mail leaves the shop" in page
