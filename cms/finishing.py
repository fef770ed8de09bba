"""What happens when a review has passed its last step; named in the settings, so Wagtail imports it early."""

from typing import Any

from wagtail.workflows import publish_workflow_state


def publish(workflow_state: Any, user: Any = None) -> None:
    """Publish the newest revision, unless the page itself finds the review wanting.

    Its class may say so by `confirm_review(workflow_state)`, which raises PermissionDenied.
    """
    page = (
        workflow_state.content_object
    )  # asked for its class alone: `specific` would keep the page as it was
    kind = getattr(page, "specific_class", type(page))
    if hasattr(kind, "confirm_review"):
        kind.confirm_review(workflow_state)
    publish_workflow_state(workflow_state, user=user)
