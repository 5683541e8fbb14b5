/** Tests of opening files. */
package dev.pilothouse.desktop.files;
