package dev.pilothouse;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Excludes test classes in any build directory; ArchUnit's own option only excludes those in {@code target}. */
public final class WithoutTests implements ImportOption {

    @Override
    public boolean includes(Location location) {
        return !location.contains("/test-classes/");
    }
}
