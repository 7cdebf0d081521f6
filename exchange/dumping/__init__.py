"""Reading a plan's rows into the objects of its document."""
