"""The one-page sheet of a measure: everything about it, as figures for a template."""
