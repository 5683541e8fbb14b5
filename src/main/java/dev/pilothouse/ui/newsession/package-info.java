/** The sheet that starts a session: on which host, which agent, where, how it asks, and the first prompt. */
package dev.pilothouse.ui.newsession;
