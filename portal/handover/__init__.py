"""引継書: all that a department holds on a day, as page and paper show it."""
