/** Review comments: the prompt that sends them, and their lines in the present files. Pure; no files and no git. */
@NullMarked
package dev.pilothouse.desktop.review;

import org.jspecify.annotations.NullMarked;
