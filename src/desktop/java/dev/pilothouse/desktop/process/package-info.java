/**
 * Child processes: starts them, drains their pipes, detects their exit and ends whole process trees. No code outside
 * {@code desktop} may start a process. Code inside it uses {@link dev.pilothouse.desktop.process.ProcessLauncher}.
 */
@NullMarked
package dev.pilothouse.desktop.process;

import org.jspecify.annotations.NullMarked;
