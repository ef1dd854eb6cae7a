# Sourced by bench/peers/run: starts a peer in $folder/server on a free port of loopback, with what the load needs loaded, and
# stops it. start_… sets $server, the process, and $port.

peer_packages=(postgresql redis-server nats-server libpq-dev libhiredis-dev)
server=
stop_signal=TERM

is_answered() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  port=$((20000 + RANDOM % 12000)) # below the ports that connections take for themselves
  while is_answered "$port"; do port=$((port + 1)); done
}

# Until the command given says that the server is there.
await_server() {
  until "$@"; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/server.log" >&2; stop "a server did not start"; }
    sleep 0.05
  done
}

start_postgres() {
  local programs data=$folder/server as_postgres=() query
  programs=$(dirname "$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -1)")
  free_port
  mkdir "$data"
  if [ "$(id -u)" -eq 0 ]; then # which PostgreSQL refuses to run as
    chown postgres "$data"
    as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups)
  fi
  (cd "$data" && "${as_postgres[@]}" "$programs/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C.UTF-8) \
    >"$folder/server.log" 2>&1 || { cat "$folder/server.log" >&2; stop "PostgreSQL made no folder"; }
  cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
shared_buffers = 1GB
max_wal_size = 4GB
checkpoint_timeout = 15min
synchronous_commit = on
fsync = on
wal_compression = off
jit = off
CONF
  (cd "$data" && exec setsid "${as_postgres[@]}" "$programs/postgres" -D "$data") >"$folder/server.log" 2>&1 &
  server=$!
  stop_signal=INT # fast: does not wait for connections
  await_server "$programs/pg_isready" -q -h 127.0.0.1 -p "$port"
  query=(psql -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U postgres -d postgres)
  "${query[@]}" -f bench/peers/schema.sql \
    -c "\\copy chain FROM '$folder/chains.csv' CSV HEADER" -c "\\copy route FROM '$folder/routes.csv' CSV HEADER" \
    -c "VACUUM ANALYZE" -c "CHECKPOINT" >&2
}

start_redis() {
  free_port
  mkdir "$folder/server"
  # Rewriting the log, which frees what was trimmed, is left out: nothing is trimmed here.
  setsid redis-server --bind 127.0.0.1 --port "$port" --dir "$folder/server" --save '' \
    --appendonly yes --appendfsync always --auto-aof-rewrite-percentage 0 >"$folder/server.log" 2>&1 &
  server=$!
  stop_signal=TERM
  await_server is_answered "$port"
  awk -F, 'NR > 1 { print "HSET routes " $1 ":" $2 " " $4 ":" $3 ":" $5 }' "$folder/routes.csv" \
    | redis-cli -p "$port" --pipe >"$folder/loaded" || { cat "$folder/loaded" >&2; stop "Redis did not take the routes"; }
}

start_nats() {
  free_port
  mkdir "$folder/server"
  setsid nats-server -a 127.0.0.1 -p "$port" -js -sd "$folder/server" >"$folder/server.log" 2>&1 &
  server=$!
  stop_signal=TERM
  await_server is_answered "$port"
}

# Ends the server and waits until it is gone; nothing where none runs.
stop_server() {
  [ -n "$server" ] || return 0
  local ending=$server
  server=
  kill "-$stop_signal" "$ending" 2>/dev/null || return 0
  for _ in $(seq 600); do
    kill -0 "$ending" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -KILL "$ending"
  stop "a server did not end within a minute, and was killed"
}

# What the server keeps. PostgreSQL's write-ahead log is used again and again; what was written to it is counted apart.
bytes_kept() {
  find "$folder/server" -name pg_wal -prune -o -type f -printf '%s\n' | awk '{ bytes += $1 } END { printf "%d", bytes }'
}
