#!/usr/bin/env bash
# Puts a signing certificate (.p12 in base64) into a keychain of its own, and names it for the next steps.
# Environment: CERTIFICATE, PASSWORD, RUNNER_TEMP, GITHUB_ENV.
set -euo pipefail
umask 077
keychain=$RUNNER_TEMP/signing.keychain-db
secret=$(openssl rand -base64 24)
printf '%s' "$CERTIFICATE" | base64 --decode >"$RUNNER_TEMP/certificate.p12"
security create-keychain -p "$secret" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$secret" "$keychain"
security import "$RUNNER_TEMP/certificate.p12" -P "$PASSWORD" -A -t cert -f pkcs12 -k "$keychain"
security set-key-partition-list -S apple-tool:,apple: -k "$secret" "$keychain" >/dev/null
# shellcheck disable=SC2046 # one word for each keychain
security list-keychains -d user -s "$keychain" $(security list-keychains -d user | tr -d '"')
rm -f "$RUNNER_TEMP/certificate.p12"
identity=$(security find-identity -v -p codesigning "$keychain" | sed -n '1s/.*"\(.*\)".*/\1/p')
[ -n "$identity" ] || {
    echo "The certificate holds no identity for signing." >&2
    exit 1
}
echo "MACOS_IDENTITY=$identity" >>"$GITHUB_ENV"
