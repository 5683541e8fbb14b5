/**
 * Adapters of the ports of {@code platform} to Gluon Attach. The same classes run on Android, on iOS and, with Attach's
 * desktop jars, on a desktop. Only this package may import Attach.
 */
@NullMarked
package dev.pilothouse.platform.attach;

import org.jspecify.annotations.NullMarked;
