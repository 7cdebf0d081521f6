"""One module a kind of paper, each with its `KIND`."""
