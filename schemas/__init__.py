"""The language of the hub: commands, events, the envelope, value types and error families."""
