"""Reports of meetings (gespreksverslagen): mailed once, and kept as they were sent."""
