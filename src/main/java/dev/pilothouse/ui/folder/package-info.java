/** The choice of a directory of a host: a field that completes what is typed, and a sheet that walks the folders. */
@NullMarked
package dev.pilothouse.ui.folder;

import org.jspecify.annotations.NullMarked;
