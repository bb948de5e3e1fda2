#!/bin/bash
# A certificate by which one part of the service proves itself to another, of an authority of our own:
#   deploy/make_certificate.sh FOLDER NAME [HOST …]      makes FOLDER/NAME.crt and FOLDER/NAME.key
# What is valid for 60 days more stays; run it every month and reload what reads the files. The
# authority's key, FOLDER/ca.key, belongs where only this script runs.
set -euo pipefail
umask 077
folder=$1 name=$2
shift 2
DAYS=397
AUTHORITY_DAYS=3650
RENEW_SECONDS=$((60 * 86400))

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

if [ ! -s "$folder/ca.crt" ]; then
    key "$folder/ca.key"
    openssl req -x509 -new -key "$folder/ca.key" -days "$AUTHORITY_DAYS" -out "$folder/ca.crt" \
        -subj "/CN=Credit Window internal authority" \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign"
fi
if [ -s "$folder/$name.crt" ] &&
    openssl x509 -in "$folder/$name.crt" -noout -checkend "$RENEW_SECONDS" > /dev/null; then
    exit 0
fi
hosts=
for host in "$@"; do
    case $host in
        *[!0-9.]*) hosts+=",DNS:$host" ;;
        *) hosts+=",IP:$host" ;;
    esac
done
made=$(mktemp -d "$folder/.new.XXXXXX")
trap 'rm -rf "$made"' EXIT
key "$made/key"
{
    echo "basicConstraints=critical,CA:FALSE"
    echo "keyUsage=critical,digitalSignature"
    echo "extendedKeyUsage=clientAuth${hosts:+,serverAuth}"
    [ -z "$hosts" ] || echo "subjectAltName=${hosts#,}"
} > "$made/extensions"
openssl req -new -key "$made/key" -subj "/CN=$name" -out "$made/request"
openssl x509 -req -in "$made/request" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -days "$DAYS" \
    -set_serial "0x$(openssl rand -hex 16)" -extfile "$made/extensions" -out "$made/crt" 2> /dev/null
chmod 400 "$made/key" "$made/crt"
mv -f "$made/key" "$folder/$name.key"
mv -f "$made/crt" "$folder/$name.crt"
