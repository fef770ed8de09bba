"""How users are made: by e-mail, which is kept in lower case."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction


class UserManager(BaseUserManager):
    """Create people by their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str = "", password: str | None = None, **fields: Any) -> Any:
        """Make a user; without a password they sign in by mailed code only. ValueError without an e-mail."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user: Any = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return self.welcome(user)

    def welcome(self, user: Any) -> Any:
        """Everybody may buy: whoever joins gets the buyer's role."""
        user.groups.add(*Group.objects.filter(name="buyer"))
        return user

    def create_superuser(self, email: str = "", password: str | None = None, **fields: Any) -> Any:
        """Make a user who may do everything."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email: str | None) -> Any:
        return self.get(email=(email or "").strip().lower())

    def guest(self, email: str) -> Any:
        """The account of this address: the one there is, or a new one to be claimed by a mailed code."""
        known = self.filter(email=email.strip().lower())
        try:
            with transaction.atomic():
                return known.first() or self.create_user(email)
        except IntegrityError:  # two checkouts at once with the same new address
            return known.get()
