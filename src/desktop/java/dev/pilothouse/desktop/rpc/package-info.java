/**
 * JSON-RPC 2.0 over lines of text, as agents use it on stdin and stdout. Does not interpret methods, and keeps unknown
 * fields.
 */
@NullMarked
package dev.pilothouse.desktop.rpc;

import org.jspecify.annotations.NullMarked;
