#!/usr/bin/env bash
# Starts RabbitMQ with the definitions of this folder, completed with the password of the secret.
set -euo pipefail

bash /etc/hub/definitions.sh /run/secrets/broker_password /etc/hub/definitions.json >/var/lib/rabbitmq/definitions.json
exec docker-entrypoint.sh rabbitmq-server
