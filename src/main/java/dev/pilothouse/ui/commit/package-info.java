/** The sheet that stages files and commits. */
@NullMarked
package dev.pilothouse.ui.commit;

import org.jspecify.annotations.NullMarked;
