"""The routes of `/api/v2`, one file per subject; each gives a router."""
