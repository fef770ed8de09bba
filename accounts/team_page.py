"""The team in the admin: who is in it and what each may do; invitations; and the page that accepts one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts import invitations
from accounts.abilities import IN_WORDS, OWNER, TEAM
from accounts.models import Invitation, Member
from accounts.roles import memberships_of

PARTS = [choice for choice in Member.Role.choices if choice[0] != OWNER]


class InviteForm(forms.Form):
    """Whom, and as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(label=gettext_lazy("Part"), choices=PARTS, initial=Member.Role.SUPPORT)


class OfTeam:
    """Mix in before a view of one team: to others it does not exist; changing it needs the ability."""

    open_to_sellers = True
    is_for_everybody_in_it = False
    me: Member
    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mine = [m for m in memberships_of(request.user) if m.seller_id == kwargs["seller"]]
        if not mine:
            raise Http404
        self.me = mine[0]
        if not (self.is_for_everybody_in_it or self.me.may(TEAM)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def attempt(self, verb: Any, done: str) -> None:
        """Do it and say so, or say why not."""
        request = self.request
        try:
            verb()
        except invitations.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done)

    def member(self, pk: int) -> Member:
        """A member of this very team. Raises Http404."""
        return get_object_or_404(
            Member.objects.select_related("user", "seller"), pk=pk, seller=self.me.seller
        )


class Team(OfTeam, WagtailAdminTemplateMixin, FormView):
    """Everybody in a team sees it; the owner invites, gives parts and lets go."""

    is_for_everybody_in_it = True
    template_name = "accounts/admin/team.html"
    form_class = InviteForm
    page_title = gettext_lazy("Team")
    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seller = self.me.seller
        members = seller.members.select_related("user").order_by("joined_at", "pk")
        return super().get_context_data(
            seller=seller,
            me=self.me,
            may_change=self.me.may(TEAM),
            members=[{"member": member, "words": IN_WORDS[member.role]} for member in members],
            invited=seller.invitations.filter(accepted_at=None).order_by("pk"),
            parts=PARTS,
            explained=[(label, IN_WORDS[role]) for role, label in Member.Role.choices],
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        if not self.me.may(TEAM):
            raise PermissionDenied
        said = form.cleaned_data
        try:
            invitations.invite(self.me.seller, said["email"], said["role"], by=self.me.user)
        except invitations.Refused as refusal:
            form.add_error("email", str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("%(email)s was sent a link.") % {"email": said["email"]})
        return redirect("team", self.me.seller_id)


class Part(OfTeam, View):
    """POST gives a member another part."""

    def post(self, request: HttpRequest, seller: int, pk: int) -> HttpResponse:
        member, role = self.member(pk), request.POST.get("role", "")
        if role not in dict(PARTS):
            raise Http404
        done = _("%(name)s has another part now.") % {"name": member.user}
        self.attempt(lambda: invitations.give_part(member, role, by=self.me.user), done)
        return redirect("team", seller)


class LetGo(OfTeam, View):
    """POST takes a member out of the team."""

    def post(self, request: HttpRequest, seller: int, pk: int) -> HttpResponse:
        member = self.member(pk)
        done = _("%(name)s is out of the team and out of its admin.") % {"name": member.user}
        self.attempt(lambda: invitations.let_go(member, by=self.me.user), done)
        return redirect("team", seller)


class Withdraw(OfTeam, View):
    """POST makes an invitation's link worthless."""

    def post(self, request: HttpRequest, seller: int, pk: int) -> HttpResponse:
        Invitation.objects.filter(pk=pk, seller=self.me.seller, accepted_at=None).delete()
        messages.success(request, _("The invitation was withdrawn."))
        return redirect("team", seller)


class Leave(OfTeam, View):
    """POST takes oneself out of the team."""

    is_for_everybody_in_it = True

    def post(self, request: HttpRequest, seller: int) -> HttpResponse:
        try:
            invitations.let_go(self.me, by=self.me.user)
        except invitations.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("team", seller)
        messages.success(request, _("You left the team of %(name)s.") % {"name": self.me.seller})
        return redirect("account")


@login_required
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to; POST joins. Says nothing to somebody whose address it is not for."""
    found = invitations.found(token)
    if found is None or not invitations.is_for(found, request.user):
        return render(request, "account/invitation_unknown.html", status=404)
    if request.method == "POST":
        try:
            invitations.accept(found, request.user)  # type: ignore[arg-type]  # signed in
        except invitations.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("account")
        messages.success(request, _("You are in the team of %(name)s.") % {"name": found.seller})
        return redirect("wagtailadmin_home")
    context = {"invitation": found, "words": IN_WORDS[found.role]}
    return render(request, "account/invitation.html", context)


def urlpatterns() -> list[URLPattern]:
    """The admin's addresses of a team."""
    return [
        path("team/<int:seller>/", Team.as_view(), name="team"),
        path("team/<int:seller>/leave/", Leave.as_view(), name="team_leave"),
        path("team/<int:seller>/<int:pk>/part/", Part.as_view(), name="team_part"),
        path("team/<int:seller>/<int:pk>/let-go/", LetGo.as_view(), name="team_let_go"),
        path("team/<int:seller>/invitation/<int:pk>/withdraw/", Withdraw.as_view(), name="team_withdraw"),
    ]


def menu_items(request: HttpRequest) -> list[MenuItem]:
    """ "Team", or one for each team of somebody who is in several."""
    teams = memberships_of(request.user)
    one = len(teams) == 1
    return [
        MenuItem(
            _("Team") if one else _("Team of %(name)s") % {"name": member.seller},
            reverse("team", args=[member.seller_id]),
            name=f"team-{member.seller_id}",
            icon_name="group",
            order=400,
        )
        for member in teams
    ]
