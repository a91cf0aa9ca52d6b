"""Partners that reach the hub over the network only, and the messages they send."""
