/** Pictures and files as attachments: reading and shrinking them, and showing their thumbnails. */
@NullMarked
package dev.pilothouse.ui.attachment;

import org.jspecify.annotations.NullMarked;
