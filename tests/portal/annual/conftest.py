"""The watch on every word WeasyPrint says, here too."""

from tests.portal.printing.conftest import no_warning_of_weasyprint

__all__ = ["no_warning_of_weasyprint"]
