"""Who is who in the demo shop: staff, sellers and buyers, all with one password."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import User

PASSWORD = "stoa-demo"  # noqa: S105 (printed on the screen on purpose)


@dataclass(frozen=True)
class Person:
    """Somebody who signs in as `<key>@stoa.example`."""

    key: str
    first_name: str
    last_name: str
    role: str = ""  # a group besides buyer; a seller gets theirs with the store

    @property
    def email(self) -> str:
        return f"{self.key}@stoa.example"


STAFF = (
    Person("admin", "Irene", "Vasso", "admin"),
    Person("editor", "Theo", "Lindqvist", "editor"),
    Person("moderator", "Nadia", "Roux", "moderator"),
)
SELLERS = (
    Person("ada", "Ada", "Marlow"),
    Person("ben", "Ben", "Okafor"),
    Person("clio", "Clio", "Sander"),
    Person("dan", "Dan", "Iversen"),
    Person("elin", "Elin", "Moreau"),
)
BUYERS = (
    Person("bo", "Bo", "Hansen"),
    Person("mira", "Mira", "Kessler"),
    Person("jonas", "Jonas", "Weber"),
    Person("lucia", "Lucía", "Prado"),
    Person("sam", "Sam", "Whitaker"),
    Person("noor", "Noor", "de Vries"),
    Person("pavel", "Pavel", "Horák"),
    Person("aiko", "Aiko", "Tan"),
)
EVERYBODY = STAFF + SELLERS + BUYERS


def join() -> None:
    """Make those who are not there yet, with proved addresses and their roles."""
    hashed = make_password(PASSWORD)  # once: it is slow on purpose
    for person in EVERYBODY:
        if not User.objects.filter(email=person.email).exists():
            _make(person, hashed)


def find(key: str) -> User:
    """The user behind `<key>@stoa.example`."""
    return User.objects.get(email=f"{key}@stoa.example")


def _make(person: Person, hashed: str) -> None:
    names = {"first_name": person.first_name, "last_name": person.last_name}
    user = User.objects.create_user(person.email, **names)
    User.objects.filter(pk=user.pk).update(password=hashed)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    user.groups.add(*Group.objects.filter(name=person.role))
