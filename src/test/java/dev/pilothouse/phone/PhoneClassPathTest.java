package dev.pilothouse.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the list of libraries that the Enforcer allows in a phone's build. */
final class PhoneClassPathTest {

    /** In bytes, without JavaFX, of which an image contains only the used parts. */
    private static final long BUDGET = 15_000_000;

    private static Pom pom;
    private static PhoneClassPath phone;

    @BeforeAll
    static void read() {
        pom = Pom.ofTheProject();
        phone = PhoneClassPath.read(pom);
    }

    @Test
    void theLibrariesWeighLessThanTheBudget() {
        assertThat(phone.jars()).hasSizeGreaterThan(15);
        assertThat(phone.jars().values().stream().mapToLong(Long::longValue).sum())
                .as("bytes of %s", phone.jars())
                .isBetween(1_000_000L, BUDGET);
    }

    @Test
    void everyLibraryThatSrcMainDeclaresIsOnTheListAndHere() {
        List<String> groups = pom.all("/project/dependencies/dependency[not(scope)]/groupId");
        List<String> names = pom.all("/project/dependencies/dependency[not(scope)]/artifactId");
        for (int i = 0; i < names.size(); i++) {
            if (!groups.get(i).equals("org.openjfx")) {
                assertThat(phone.jars()).containsKey(groups.get(i) + ":" + names.get(i));
            }
        }
    }

    @Test
    void nothingThatSrcMainRefersToIsMissing() {
        Set<String> missing = new TreeSet<>();
        for (String name : phone.ours()) {
            for (String type : phone.classes().get(name).types()) {
                // Only the compiler reads the annotations of org.jspecify; a class is loaded without them.
                if (!phone.classes().containsKey(type) && !type.matches("(java|javax|javafx|org\\.jspecify)\\..*")) {
                    missing.add(name + " needs " + type);
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
