#!/bin/sh
# An authority of this installation's own, and certificates for the database and the proxy, made once. In production the service
# accepts no database whose certificate it cannot verify.
set -eu
cd /certificates
[ -f authority.crt ] && exit 0
umask 077
openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj '/CN=BeMore installation' -keyout authority.key -out authority.crt.new 2>/dev/null
for name in postgres proxy; do
  names="DNS:$name"
  [ "$name" = proxy ] && names="DNS:proxy,DNS:localhost,IP:127.0.0.1"
  openssl req -newkey rsa:3072 -nodes -subj "/CN=$name" -keyout "$name.key" -out "$name.csr" 2>/dev/null
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$names" > "$name.ext"
  openssl x509 -req -in "$name.csr" -CA authority.crt.new -CAkey authority.key -CAcreateserial -days 825 -extfile "$name.ext" -out "$name.crt" 2>/dev/null
  rm "$name.csr" "$name.ext"
done
chmod 644 authority.crt.new postgres.crt proxy.crt
chown 999:999 postgres.key
mv authority.crt.new authority.crt
