"""Puts the sandbox behind the Stripe SDK as soon as Django has started."""

from django.apps import AppConfig
from django.core.signals import request_started


class SandboxConfig(AppConfig):
    """The app; being in INSTALLED_APPS is what switches the sandbox on."""

    name = "sandbox"
    verbose_name = "Stripe sandbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Refuse where real money could be meant, then take the place of the network."""
        from sandbox import guard, transport
        from sandbox.courier import courier

        guard.refuse_where_real_money_is_meant()
        transport.install()
        request_started.connect(courier.begin, dispatch_uid="stripe-sandbox")
