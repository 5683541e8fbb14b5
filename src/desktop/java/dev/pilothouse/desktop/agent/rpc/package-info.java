/**
 * JSON-RPC 2.0 over lines of text, as agents speak it on stdin and stdout. Knows nothing of what the methods mean, and
 * keeps every field that it does not know.
 */
package dev.pilothouse.desktop.agent.rpc;
