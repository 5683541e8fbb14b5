@NullMarked
package dev.pilothouse.desktop.remote;

import org.jspecify.annotations.NullMarked;
