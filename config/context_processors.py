"""What every page may ask of the wiring."""

from django.conf import settings


def demo(request):
    """Tell templates whether this is a demo (`portal_demo`), so that the footer can say so."""
    return {"portal_demo": settings.PORTAL_DEMO}
