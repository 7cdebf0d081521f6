"""会議: what waits for a meeting, its papers and its record."""
