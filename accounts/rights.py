"""Give roles their model permissions from a migration, before Django has made the permission rows itself."""

from typing import Any


def allow(apps: Any, role: str, model: str, *actions: str) -> None:
    """Let a role do `actions` ("view", "change", …) with "app.model". `apps` is the migration's registry."""
    group = apps.get_model("auth", "Group").objects.get(name=role)
    app_label, name = model.lower().split(".")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=name
    )
    for action in actions:
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_{name}",
            defaults={"name": f"Can {action} {name}"},
        )
        group.permissions.add(permission)


def forbid(apps: Any, role: str, model: str, *actions: str) -> None:
    """Take it back: the way down of a migration."""
    app_label, name = model.lower().split(".")
    for group in apps.get_model("auth", "Group").objects.filter(name=role):
        group.permissions.remove(
            *group.permissions.filter(
                content_type__app_label=app_label, codename__in=[f"{action}_{name}" for action in actions]
            )
        )
