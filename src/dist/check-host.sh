#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Starts the host of an installed program, pairs the command line with it, and lets the demo agent answer.
#
#   src/dist/check-host.sh PROGRAM
set -eu

program=$1
work=$(mktemp -d)
"$program" host --data "$work/host" --port 0 --no-ticket >"$work/log" 2>&1 &
host=$!
trap 'kill "$host" 2>/dev/null || true; wait "$host" 2>/dev/null || true; rm -rf "$work"' EXIT

for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    "$program" ticket --data "$work/host" >"$work/ticket" 2>/dev/null && break
    sleep 1
done
"$program" ctl --profile "$work/ctl" pair "$(grep -o 'pilothouse://pair#[A-Za-z0-9_-]*' "$work/ticket")" || { cat "$work/log"; exit 1; }
"$program" ctl --profile "$work/ctl" new --agent demo --cwd "$work" --prompt 'Show me around'
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    "$program" ctl --profile "$work/ctl" sessions >"$work/sessions"
    ! grep -q waiting "$work/sessions" || break
    sleep 1
done
cat "$work/sessions"
# The demo agent asks before it edits a file.
grep -q waiting "$work/sessions"
case $(uname -s) in
    # There a signal is a kill.
    MINGW* | MSYS*) kill "$host" ;;
    *)
        kill -TERM "$host"
        wait "$host" || [ $? = 143 ]
        ;;
esac
echo "The host ran, and the demo agent answered."
