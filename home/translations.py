"""What a new tree of pages needs: whoever may work on the first home page may work on its translation."""

from wagtail.models import GroupPagePermission, Page


def share_rights(source: Page, translation: Page) -> None:
    """Only for pages at the top; below them rights are inherited. Safe to run twice."""
    if not translation.get_parent().is_root():
        return
    for row in GroupPagePermission.objects.filter(page=source):
        GroupPagePermission.objects.get_or_create(
            group_id=row.group_id, page=translation, permission_id=row.permission_id
        )
