"""What stores publish goes live only through a workflow that a machine and a stranger to the store read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import PagePermissionTester, TaskState, Workflow

from products.models.judging import HumanReview, may_judge
from products.models.moderation import AutomaticCheck

READERS = (AutomaticCheck, HumanReview)


def lack_of(workflow: Workflow) -> str:
    """Why a workflow cannot review what stores sell, as a sentence for whoever keeps it; empty: it can."""
    steps = [task.specific for task in workflow.tasks.filter(active=True)]
    careless = [step.name for step in steps if not isinstance(step, READERS)]
    if not workflow.active:
        return _("“%(name)s” is switched off.") % {"name": workflow.name}
    if not steps or not isinstance(steps[0], AutomaticCheck):
        return _("“%(name)s” must begin with an automatic check.") % {"name": workflow.name}
    if careless:
        return _(
            "The step “%(step)s” of “%(name)s” does not keep a store’s own team from deciding. "
            "Use a review by a person."
        ) % {"step": careless[0], "name": workflow.name}
    if not any(isinstance(step, HumanReview) and step.groups.exists() for step in steps):
        return _("“%(name)s” needs a review by a person, with a group who decides.") % {"name": workflow.name}
    return ""


class JudgedByOthers:
    """Mix in before Page: nobody of the store's team publishes it, and every review reads it twice."""

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Wagtail's answer, without "publish" for the team."""
        tester = super().permissions_for_user(user)  # type: ignore[misc]
        if not may_judge(user, self):
            tester.permissions.discard("publish")
        return tester

    def assigned_workflow(self) -> Workflow | None:
        """What staff chose for this page or its place in the tree, whether or not it may review."""
        return super().get_workflow()  # type: ignore[misc]

    def get_workflow(self) -> Workflow | None:
        """The workflow that reviews this page; None, so that nothing can be submitted, if it is careless."""
        workflow = self.assigned_workflow()
        return workflow if workflow and not lack_of(workflow) else None

    @property
    def has_workflow(self) -> bool:
        """Whether it can be submitted now."""
        return self.get_workflow() is not None

    @staticmethod
    def confirm_review(review: Any) -> None:
        """Refuse what a finished review would publish unread. Raises PermissionDenied."""
        revision = review.content_object.latest_revision_id
        approved = review.task_states.filter(status=TaskState.STATUS_APPROVED, revision=revision)
        readings = [state.task.specific for state in approved.select_related("task")]
        if not all(any(isinstance(one, reader) for one in readings) for reader in READERS):
            raise PermissionDenied("This review lacks a reading by machine or by a person.")
