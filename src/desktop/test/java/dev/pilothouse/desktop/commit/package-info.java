@org.jspecify.annotations.NullMarked
package dev.pilothouse.desktop.commit;
