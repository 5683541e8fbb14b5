package dev.pilothouse.desktop.machine;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one part after the other; one that cannot be looked at does not keep the others from it. Owns nothing; the
 * calling thread does the work.
 */
public final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    private Doctor() {}

    /** A part that is looked at. */
    public record Part(String area, Examination examination) {}

    public static List<Finding> examine(List<Part> parts) {
        List<Finding> findings = new ArrayList<>();
        for (Part part : parts) {
            try {
                findings.addAll(part.examination().examine());
            } catch (RuntimeException defect) {
                LOG.debug("The examination of {} failed", part.area(), defect);
                findings.add(Finding.failure(
                        part.area(),
                        "could not be looked at: " + defect,
                        "This is a defect of Pilothouse; please report it."));
            }
        }
        return findings;
    }

    /** 0 if all is in order, 1 if something is to be seen to, 2 if something does not work. */
    public static int exitCode(List<Finding> findings) {
        return findings.stream()
                .mapToInt(finding -> finding.level().ordinal())
                .max()
                .orElse(0);
    }
}
