"""`hub offices oidc`: sign-in services of offices."""
