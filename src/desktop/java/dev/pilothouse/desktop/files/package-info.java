/** Opens text files that agents name in the person's own program, and nothing else. */
package dev.pilothouse.desktop.files;
