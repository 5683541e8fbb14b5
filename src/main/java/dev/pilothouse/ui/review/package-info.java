/** Review comments on a session's changes: in the lines of a diff, and in a sheet that sends them. */
@NullMarked
package dev.pilothouse.ui.review;

import org.jspecify.annotations.NullMarked;
