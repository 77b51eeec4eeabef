#!/bin/sh
# Installs QEMU 10.0 beside the system's own: what install-qemu.sh does with 10.0, by the name that it had alone.
exec sh "$(dirname "$0")/install-qemu.sh" 10.0 "$@"
