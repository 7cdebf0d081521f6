"""What a city hands out on paper: the kinds of papers, how each may be asked for, and how it comes about."""
