/** Opens text files that agents name, and no other files, in the user's own program. */
package dev.pilothouse.desktop.files;
