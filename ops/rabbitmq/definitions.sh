#!/usr/bin/env bash
# Prints the definitions with the hash of the password: definitions.sh PASSWORD_FILE DEFINITIONS_FILE
# The hash is RabbitMQ's: base64 of a salt of four bytes and the SHA-256 of salt and password.
set -euo pipefail

bytes() { printf '%b' "$(sed 's/../\\x&/g' <<<"$1")"; }

password=$(<"$1")
salt=$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
digest=$({ bytes "$salt"; printf '%s' "$password"; } | sha256sum | cut -c1-64)
hash=$(bytes "$salt$digest" | base64 -w0)
sed "s|@password_hash@|$hash|" "$2"
