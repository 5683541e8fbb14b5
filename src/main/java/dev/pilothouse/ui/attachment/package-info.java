/** Pictures and files as attachments: reading and shrinking them, and showing their thumbnails. */
package dev.pilothouse.ui.attachment;
