"""Users sign in by e-mail; a seller is the business that some of them run."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import abilities
from accounts.managers import UserManager
from cms.erased import is_erased
from cms.languages import spoken


class User(AbstractUser):  # type: ignore[django-manager-missing]  # polymorphic rows bring their own
    """A person. There is no username: the e-mail address is the name at the door."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("This address is taken.")}
    )
    language = models.CharField(_("language"), max_length=12, blank=True, default=spoken)
    last_seen_date = models.DateField(null=True, editable=False)  # written by accounts.daily alone

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    objects = UserManager()  # type: ignore[misc,assignment]  # the stubs want names of users, which we have not

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """Also what Wagtail writes beside what somebody did; a person who was erased has no name."""
        return str(_("Deleted account")) if is_erased(self.email) else super().get_full_name()

    def save(self, *args: object, **kwargs: object) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def initials(self) -> str:
        """One or two letters that stand for the person."""
        names = [self.first_name, self.last_name] if self.first_name or self.last_name else [self.email]
        return "".join(name[0] for name in names if name).upper()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions end when the password changes (Django's rule), and when the address does (ours)."""
        salt = "accounts.User.session"
        return salted_hmac(salt, self.password + self.email, secret=secret, algorithm="sha256").hexdigest()


class SellerQuerySet(models.QuerySet["Seller"]):
    """Questions about many sellers."""

    def with_member(self, user: User) -> "SellerQuerySet":
        return self.filter(members__user=user)

    def with_member_who_may(self, user: User, ability: str) -> "SellerQuerySet":
        return self.filter(members__user=user, members__role__in=abilities.roles_with(ability))

    def trading(self) -> "SellerQuerySet":
        return self.exclude(state=Seller.State.SUSPENDED)


class Seller(models.Model):  # type: ignore[django-manager-missing]  # storefronts are Wagtail's pages
    """The business behind a storefront: who is paid, and whether it may sell."""

    class State(models.TextChoices):
        UNSUBMITTED = "unsubmitted", _("not verified yet")
        PENDING = "pending", _("waiting for verification")
        VERIFIED = "verified", _("verified")
        REJECTED = "rejected", _("not accepted")
        SUSPENDED = "suspended", _("suspended")

    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sellers", verbose_name=_("owner"))
    name = models.CharField(_("business name"), max_length=80)
    country = models.CharField(_("country"), max_length=2, help_text=_("Two-letter code, such as DE."))
    tax_id = models.CharField(_("VAT or tax number"), max_length=40, blank=True)
    payout_iban = models.CharField(_("payout account (IBAN)"), max_length=34, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UNSUBMITTED)
    state_before = models.CharField(max_length=12, blank=True, editable=False)  # a suspension returns to it
    state_reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    collection = models.OneToOneField(
        "wagtailcore.Collection", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")

    objects = SellerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_trading(self) -> bool:
        return self.state != self.State.SUSPENDED

    @property
    def may_be_paid(self) -> bool:
        """Money goes only to those whom the shop knows; it is kept for the others."""
        return self.state == self.State.VERIFIED


class Member(models.Model):
    """A person's part in a team. Rights in the admin follow from this row and from nothing else."""

    class Role(models.TextChoices):
        OWNER = abilities.OWNER, _("Owner")
        MANAGER = abilities.MANAGER, _("Manager")
        SUPPORT = abilities.SUPPORT, _("Support")
        ACCOUNTANT = abilities.ACCOUNTANT, _("Accountant")

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("part"), max_length=12, choices=Role.choices)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [models.UniqueConstraint(fields=["seller", "user"], name="one_part_in_a_team")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    def may(self, ability: str) -> bool:
        """Whether this part carries an ability."""
        return ability in abilities.OF_ROLE[self.role]


class Invitation(models.Model):
    """A part in a team, offered to an address. Whoever proves that address may take it, once, in time."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("part"), max_length=12, choices=Member.Role.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "email"], condition=Q(accepted_at=None), name="one_open_invitation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()}"


class StandingMessage(models.Model):
    """One message between a seller and the shop's staff about how the store stands; never changed."""

    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    is_from_staff = models.BooleanField(_("by the shop"))
    text = models.TextField(_("message"), max_length=2000)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("message about a store's standing")
        verbose_name_plural = _("messages about stores' standing")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class ActiveDay(models.Model):
    """How many people were here on a day, and nothing of who they were."""

    day = models.DateField(_("day"), primary_key=True)
    people = models.PositiveIntegerField(_("people"), default=0)

    class Meta:
        verbose_name = _("day")
        verbose_name_plural = _("days")
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)
