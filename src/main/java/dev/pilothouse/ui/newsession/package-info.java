/** The sheet that starts a session: the host, the agent, the directory, the mode and the first prompt. */
@NullMarked
package dev.pilothouse.ui.newsession;

import org.jspecify.annotations.NullMarked;
