"""The inventory on screen and in Excel: the list of a city's systems, and the page of one."""
