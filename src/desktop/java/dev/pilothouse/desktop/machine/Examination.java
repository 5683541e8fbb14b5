package dev.pilothouse.desktop.machine;

import java.util.List;

/** Looks at one part of the machine. Reads only; may wait a bounded time; called on any thread that may wait. */
@FunctionalInterface
public interface Examination {
    List<Finding> examine();
}
