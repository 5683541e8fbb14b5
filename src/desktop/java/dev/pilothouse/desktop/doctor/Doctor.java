package dev.pilothouse.desktop.doctor;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the health checks one after the other. One that fails does not stop the others. Owns nothing; runs on the
 * calling thread.
 */
public final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    private Doctor() {}

    /** One part to check. */
    public record Part(String area, HealthCheck examination) {}

    public static List<DiagnosticResult> examine(List<Part> parts) {
        List<DiagnosticResult> findings = new ArrayList<>();
        for (Part part : parts) {
            try {
                findings.addAll(part.examination().examine());
            } catch (RuntimeException defect) {
                LOG.debug("The check {} failed", part.area(), defect);
                findings.add(DiagnosticResult.failure(
                        part.area(),
                        "could not be checked: " + defect,
                        "This is a defect of Pilothouse; please report it."));
            }
        }
        return findings;
    }

    /** Returns 0 if all is well, 1 if there are warnings, 2 if there are failures. */
    public static int exitCode(List<DiagnosticResult> findings) {
        return findings.stream()
                .mapToInt(finding -> finding.level().ordinal())
                .max()
                .orElse(0);
    }
}
