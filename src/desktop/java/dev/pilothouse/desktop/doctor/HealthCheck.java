package dev.pilothouse.desktop.doctor;

import java.util.List;

/** Checks one part of the machine. Only reads; may block for a bounded time; called on any thread that may block. */
@FunctionalInterface
public interface HealthCheck {
    List<DiagnosticResult> examine();
}
