"""A person reads what a machine let through, and nobody judges what their own team sells."""

from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, Comment, Page, Task, TaskState

from accounts.roles import seller_ids_of
from products.models.moderation import AutomaticCheck

REFUSE = "reject"  # Wagtail's name of the action that asks for changes


def own_store_paths(user: Any) -> list[str]:
    """Tree paths of the stores in whose teams the person is; asked of the database once per request."""
    if not hasattr(user, "_own_store_paths"):
        own = Page.objects.filter(storefront__seller__in=seller_ids_of(user))
        user._own_store_paths = list(own.values_list("path", flat=True)) if seller_ids_of(user) else []
    return user._own_store_paths


def may_judge(user: Any, page: Any) -> bool:
    """Not what one's own team sells. A superuser may: a shop of one person needs somebody to say yes."""
    path = getattr(page, "path", "")
    return user.is_superuser or not any(path.startswith(own) for own in own_store_paths(user))


class RefusalForm(TaskStateCommentForm):
    """What to change; the seller reads it."""

    comment = forms.CharField(label=_("What to change"), widget=forms.Textarea({"rows": 3}))


class HumanReview(AbstractGroupApprovalTask):
    """The decision of a person from the chosen groups who is not in the team of the store."""

    class Meta:
        verbose_name = _("review by a person")
        verbose_name_plural = _("reviews by a person")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Wait for a person; what was changed since the machine read it goes to the machine first.

        Wagtail resumes a review at the task that asked for changes. Once the check has passed the workflow
        comes back here by itself, because an approval counts for the revision it was given to.
        """
        first = moved_on(workflow_state) or self._unpassed_check(workflow_state)
        return first.start(workflow_state, user=user) if first else super().start(workflow_state, user=user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        return super().get_actions(obj, user) if may_judge(user, obj) else []

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return RefusalForm if action == REFUSE else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Nothing is sent back without words: those of the dialog, or those beside the fields."""
        if action_name == REFUSE and not kwargs.get("comment", "").strip():
            kwargs["comment"] = words_beside_fields(task_state.workflow_state.content_object)
            if not kwargs["comment"]:
                raise PermissionDenied("Nothing is sent back without words.")
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        if user.is_superuser or not self._user_in_groups(user):
            return states
        for path in own_store_paths(user):
            own = Page.objects.filter(path__startswith=path).annotate(key=Cast("pk", CharField()))
            states = states.exclude(workflow_state__object_id__in=own.order_by().values("key"))
        return states

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of the chosen groups decide, but never on what their own team sells."))

    def _unpassed_check(self, workflow_state: Any) -> AutomaticCheck | None:
        """The workflow's check by machine, unless it let this very revision through."""
        checks = AutomaticCheck.objects.filter(workflow_tasks__workflow=workflow_state.workflow_id)
        passed = workflow_state.task_states.filter(
            status=TaskState.STATUS_APPROVED, revision=workflow_state.content_object.latest_revision
        )
        unpassed = checks.exclude(pk__in=passed.values("task"))
        return unpassed.order_by("workflow_tasks__sort_order").first()


def words_beside_fields(page: Any) -> str:
    """The open comments of a page, a line each with the name of its field."""
    kind = page.specific_class or type(page)
    lines = []
    for comment in Comment.objects.filter(page_id=page.pk, resolved_at=None).order_by("created_at", "pk"):
        name = comment.contentpath.split(".")[0]
        try:
            label = kind._meta.get_field(name).verbose_name
        except FieldDoesNotExist:
            label = name
        lines.append(f"{capfirst(str(label))}: {comment.text}")
    return "\n".join(lines)


def moved_on(workflow_state: Any) -> Task | None:
    """The first step of another workflow, when the draft's categories meanwhile ask for that one.

    The review goes on there; whoever starts the step saves the state.
    """
    draft = workflow_state.content_object.get_latest_revision().as_object()
    right = draft.get_workflow()
    if right is None or right.pk == workflow_state.workflow_id:
        return None
    workflow_state.workflow = right
    step = workflow_state.get_next_task()
    return step.specific if step else None
