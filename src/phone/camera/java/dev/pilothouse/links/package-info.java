/** The links that reach the running app, as far as the build has a library for them. */
@NullMarked
package dev.pilothouse.links;

import org.jspecify.annotations.NullMarked;
