"""Staff (medewerkers): what an administrator does about the people of an office, and what he sees of them."""
