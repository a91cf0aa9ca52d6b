"""Tasks (taken): what a member of staff has to do, whatever it is about."""
