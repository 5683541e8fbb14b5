/** The remote of a session's branch: fetch, pull and push. */
@NullMarked
package dev.pilothouse.ui.remote;

import org.jspecify.annotations.NullMarked;
