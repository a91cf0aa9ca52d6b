"""The pages: read-only, rendered on the server, whole without JavaScript."""
