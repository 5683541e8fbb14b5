#!/usr/bin/env bash
# Real agents through the real program: host, command line, bridge. Each completes a session with streamed text, a tool
# that is allowed, one that is refused, an edit whose diff stays, a cancel, and another turn after a restart of the host.
# It needs no account and no internet: the agents use the scripted model of model.mjs on loopback.
#
#   run.sh --install            installs GitHub Copilot CLI and OpenCode from npm below target/third-party (some 500 MB)
#   run.sh [ID...]              runs those (copilot, opencode); what is not installed is skipped with a message
#   run.sh --shared [ID...]     instead, two sessions of each in one process: at the same time, one closed, the process killed
#   run.sh --mcp                instead, OpenCode uses 'pilothouse mcp' as one of its MCP servers: it lists, prompts and waits for a
#                               session of the demo agent
#   run.sh --profile            instead, OpenCode gets 'pilothouse mcp' as an MCP server of a profile, and calls it
#   run.sh --agents FILE ID...  runs other agents, whose entries in FILE must use a model that supports the markers of
#                               model.mjs
#
# Needs Node 20 or newer. Exit code 0 if nothing failed, 1 otherwise; the last line counts.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../../.." && pwd)
folder=$root/target/third-party

if ! command -v node >/dev/null; then
  echo "skipped: Node.js is not installed, which these agents need"
  exit 0
fi
if [ "${1:-}" = --install ]; then
  mkdir -p "$folder/npm"
  [ -f "$folder/npm/package.json" ] || echo '{"private":true}' >"$folder/npm/package.json"
  (cd "$folder/npm" && npm install --no-audit --no-fund --loglevel=error @github/copilot@1.0.102 opencode-ai@1.18.33)
  exit 0
fi
exec node "$here/drive.mjs" "$root" "$folder" "$@"
