/**
 * Pull requests on a forge, through {@code gh} and {@code glab} with the login that the host's user has in them. No
 * token is read.
 */
@NullMarked
package dev.pilothouse.desktop.forge;

import org.jspecify.annotations.NullMarked;
