/**
 * The ports of {@code platform} on Gluon Attach: the same classes on Android, on iOS and, with Attach's desktop jars, on a
 * desktop. The one place that may import it.
 */
package dev.pilothouse.platform.attach;
