/** Fetch, pull and push: jobs that join a session's branch with the one on its remote. */
@NullMarked
package dev.pilothouse.desktop.remote;

import org.jspecify.annotations.NullMarked;
