#!/bin/sh
# Run once by the PostgreSQL image, on an empty data folder: the two log-in users beside the owner, who migrates.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set service_password="$SERVICE_PASSWORD" --set reader_password="$READER_PASSWORD" <<'SQL'
CREATE ROLE bemore_app NOLOGIN;
CREATE ROLE bemore_reader NOLOGIN;
CREATE ROLE service LOGIN PASSWORD :'service_password' IN ROLE bemore_app;
CREATE ROLE dashboards LOGIN PASSWORD :'reader_password' IN ROLE bemore_reader;
SQL
