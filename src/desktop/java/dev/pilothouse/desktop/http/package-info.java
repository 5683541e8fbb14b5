/** Rules of the host's own requests to servers that others choose. */
@NullMarked
package dev.pilothouse.desktop.http;

import org.jspecify.annotations.NullMarked;
