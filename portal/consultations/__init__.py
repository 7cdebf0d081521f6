"""事前協議 as it is read: the list of a budget's year, one consultation, what a department owes."""
