"""A site with nothing but the hosted pages and a webhook endpoint that keeps what it is sent."""

import stripe
from django.conf import settings
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

received: list[stripe.Event] = []
refusals: list[int] = []


@csrf_exempt
def webhook(request):
    """Refuse as often as `refusals` says, then keep every event whose signature is right."""
    event = stripe.Webhook.construct_event(
        request.body, request.headers["Stripe-Signature"], settings.STRIPE_WEBHOOK_SECRET
    )
    if refusals:
        return HttpResponse(status=refusals.pop())
    received.append(event)
    return HttpResponse(status=204)


urlpatterns = [
    path("stripe/webhook/", webhook),
    path("stripe-test/", include("sandbox.urls")),
]
