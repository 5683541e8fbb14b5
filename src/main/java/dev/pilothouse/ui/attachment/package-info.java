/** Attachments of a prompt: pictures and files that are uploaded to the host, and their thumbnails on screen. */
package dev.pilothouse.ui.attachment;
