"""What a person chose about his own pages: saved views of a list."""
