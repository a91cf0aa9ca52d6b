"""How fast the hub is, measured side by side in one run on private servers; never a timed test."""
