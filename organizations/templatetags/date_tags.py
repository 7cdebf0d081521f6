"""Days and months as people read them, for the templates of every floor."""

from django import template

from organizations import fiscal_years

register = template.Library()

register.filter("shown_day", fiscal_years.show_day)
register.filter("shown_partial_date", fiscal_years.show_partial_date)
