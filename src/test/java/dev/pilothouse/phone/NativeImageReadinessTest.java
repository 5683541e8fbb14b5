package dev.pilothouse.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A native image contains only the code that its analysis can reach by reference. Everything else must be declared, or
 * fails on the phone.
 */
final class NativeImageReadinessTest {

    private static Pom pom;
    private static PhoneClassPath phone;
    private static Declarations declared;
    private static Set<String> reachable;

    @BeforeAll
    static void readTheClassPath() {
        pom = Pom.ofTheProject();
        phone = PhoneClassPath.read(pom);
        declared = Declarations.read(pom, phone);
        reachable = phone.reachable();
    }

    @Test
    void everyHiddenUseIsKnownAndNoKnownUseIsGone() {
        HiddenUses known = HiddenUses.read();
        List<String> unknown = reachable.stream()
                .flatMap(name -> known.unknownIn(phone.classes().get(name)).stream())
                .toList();

        assertThat(unknown)
                .as("declare it to the image, then say so in hidden-uses.txt")
                .isEmpty();
        assertThat(known.superfluous()).as("lines that no class needs any more").isEmpty();
        assertThat(known.withoutReason()).isEmpty();
    }

    @Test
    void whatIsFoundByNameIsDeclared() {
        assertThat(HiddenUses.read().undeclared(phone, declared)).isEmpty();
    }

    @Test
    void everyResourceOfOursIsDeclared() {
        assertThat(phone.resources().keySet())
                .filteredOn(path -> path.startsWith("dev/pilothouse/") && !path.startsWith("dev/pilothouse/desktop/"))
                .hasSizeGreaterThan(30)
                .allMatch(declared::hasResource);
    }

    /** A class file that is a resource as well makes the app larger and is never read. */
    @Test
    void noClassFileIsDeclaredAsAResource() {
        assertThat(reachable)
                .isNotEmpty()
                .map(name -> name.replace('.', '/') + ".class")
                .noneMatch(declared::hasResource);
    }

    /** JavaFX takes the path of its style sheet as a text; the check covers all other resources too. */
    @Test
    void everyTextThatNamesAResourceNamesADeclaredOne() {
        Set<String> named = new TreeSet<>();
        for (String name : reachable) {
            String folder =
                    name.substring(0, Math.max(0, name.lastIndexOf('.'))).replace('.', '/') + "/";
            for (String text : phone.classes().get(name).texts()) {
                String path = text.startsWith("/") ? text.substring(1) : text;
                if (phone.resources().containsKey(path)) {
                    named.add(path);
                } else if (phone.resources().containsKey(folder + path)) {
                    named.add(folder + path);
                }
            }
        }

        assertThat(named).contains("org/commonmark/internal/util/entities.txt");
        // Okio's zip reader names the manifest of the jar that it opens.
        named.remove("META-INF/MANIFEST.MF");
        assertThat(named).allMatch(declared::hasResource);
    }

    /** A skin in a style sheet is a class that is found by name. */
    @Test
    void theSkinsThatStyleSheetsNameAreJavaFxsOwn() {
        Pattern skin = Pattern.compile("-fx-skin:\\s*\"?([\\w.]+)");
        assertThat(phone.resources().entrySet())
                .filteredOn(file -> file.getKey().endsWith(".css"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(skin.matcher(new String(file.getValue(), StandardCharsets.UTF_8))
                                .results()
                                .map(found -> found.group(1))
                                .filter(type -> !type.startsWith("javafx.")))
                        .as(file.getKey())
                        .allMatch(declared.classes()::contains));
    }

    /** An image formats numbers and dates for one language only, unless it is configured. */
    @Test
    void theImageIsToldEveryLanguageThatTheAppSpeaks() {
        String locales = pom.one("//nativeImageArgs/arg[starts-with(., '-H:IncludeLocales=')]");
        Set<String> spoken = new TreeSet<>(Set.of("en"));
        for (String path : phone.resources().keySet()) {
            if (path.matches("dev/pilothouse/messages_\\w+\\.properties")) {
                spoken.add(path.replaceFirst(".*_(\\w+)\\..*", "$1"));
            }
        }

        assertThat(locales.substring(locales.indexOf('=') + 1).split(",")).containsExactlyInAnyOrderElementsOf(spoken);
    }

    /** Checks that the check can fail: this class has all kinds of uses. */
    @ParameterizedTest
    @EnumSource(HiddenUse.class)
    void aHiddenUseOfEachKindWouldBeFound(HiddenUse kind) throws IOException {
        try (InputStream in = UndeclaredUses.class.getResourceAsStream("UndeclaredUses.class")) {
            List<String> found = HiddenUses.read().unknownIn(ClassFile.read(in.readAllBytes()));

            assertThat(found).anyMatch(line -> line.startsWith(UndeclaredUses.class.getName() + " | " + kind + " |"));
        }
    }

    @Test
    void aResourceThatIsNotDeclaredWouldBeFound() {
        Declarations nothing = new Declarations(List.of(), Set.of());

        assertThat(HiddenUses.read().undeclared(phone, nothing))
                .contains(
                        "dev/pilothouse/css/pilothouse.css",
                        "org/commonmark/internal/util/entities.txt",
                        "class:org.kordamp.ikonli.material2.Material2OutlinedALIkonHandler",
                        "class:javax.crypto.AEADBadTagException");
    }
}
