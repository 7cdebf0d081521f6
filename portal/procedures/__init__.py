"""オンライン手続 of a plan: what is online, how far the state's list is covered, how much it is used."""
