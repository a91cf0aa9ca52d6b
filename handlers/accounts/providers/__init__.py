"""Sign-in services of offices (OpenID Connect): how one is connected, and who comes in through it."""
