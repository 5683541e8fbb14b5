/**
 * The client's end of the bridge: keeps the link to a host up, sends intents so that each takes effect at most once,
 * and hands what the host says to the session store. Knows no user interface and no process.
 */
package dev.pilothouse.bridge;
