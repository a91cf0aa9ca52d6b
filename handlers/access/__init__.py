"""Access: who looked at what, searched or took something along, and why; written once and never changed."""
