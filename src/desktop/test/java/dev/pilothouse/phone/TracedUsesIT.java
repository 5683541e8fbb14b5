package dev.pilothouse.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.phone.TraceAgent;
import dev.pilothouse.desktop.phone.TracedPhone;
import dev.pilothouse.desktop.phone.Workshop;
import dev.pilothouse.desktop.testing.JvmChild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compares the reflective look-ups of an instrumented phone app with the configuration of the native image. */
@Timeout(300)
final class TracedUsesIT {

    @TempDir
    Path folder;

    private record Use(String kind, String caller, String what) {
        static Use of(JsonElement line) {
            String[] parts = line.getAsString().split("\\|", -1);
            return new Use(parts[0], parts[1], parts[2]);
        }
    }

    @Test
    void whatIsReallyLookedUpByNameIsDeclaredToTheImage() throws Exception {
        PhoneClassPath phone = PhoneClassPath.read(Pom.ofTheProject());
        Declarations declared = Declarations.read(Pom.ofTheProject(), phone);
        List<Use> uses = trace();
        List<Use> ours = uses.stream()
                .filter(use -> phone.classes().containsKey(use.caller()))
                .filter(use -> !use.caller().startsWith("com.gluonhq."))
                .toList();

        assertThat(ours)
                .as("the run was watched")
                .anyMatch(use -> use.what().equals("dev/pilothouse/messages.properties"))
                .anyMatch(use -> use.what().equals("dev/pilothouse/css/pilothouse.css"))
                .anyMatch(use -> use.kind().equals("SERVICE"));
        List<Use> undeclared =
                ours.stream().filter(use -> !isDeclared(use, phone, declared)).toList();
        assertThat(undeclared).isEmpty();
        Declarations nothing = new Declarations(List.of(), Set.of());
        assertThat(ours.stream().filter(use -> !isDeclared(use, phone, nothing)))
                .as("what would be found if nothing were declared")
                .anyMatch(use -> use.kind().equals("RESOURCE"))
                .anyMatch(use -> use.kind().equals("SERVICE"));
    }

    private static boolean isDeclared(Use use, PhoneClassPath phone, Declarations declared) {
        return switch (use.kind()) {
            case "RESOURCE" -> declared.hasResource(use.what());
            case "REFLECTION" -> {
                String type = use.what().replaceFirst("#.*", "");
                // Types that are only on the tests' class path are not on a phone either.
                boolean onPhone = phone.classes().containsKey(type) || type.startsWith("java");
                yield !onPhone || declared.classes().contains(type);
            }
            case "SERVICE" ->
                phone.providers(use.what()).stream().allMatch(declared.classes()::contains)
                        && (phone.providers(use.what()).isEmpty()
                                || declared.hasResource("META-INF/services/" + use.what()));
            default -> false;
        };
    }

    private List<Use> trace() throws Exception {
        try (Workshop workshop = new Workshop(folder)) {
            workshop.session("Day");
            JvmChild child = JvmChild.start(
                    "traced",
                    folder,
                    List.of(
                            TraceAgent.flag(folder),
                            "-Dglass.platform=Monocle",
                            "-Dmonocle.platform=Headless",
                            "-Dheadless.geometry=1600x1200-32",
                            "-Dprism.order=sw",
                            "-Dtestfx.headless=true",
                            "-Dtestfx.robot=glass",
                            "-Djavafx.platform=desktop"),
                    List.of(
                            TracedPhone.class.getName(),
                            folder.resolve("device").toString(),
                            workshop.ticket(),
                            "Day"));
            try {
                JsonObject said = child.next(Duration.ofSeconds(200));
                List<Use> uses = new ArrayList<>();
                said.getAsJsonArray("uses").forEach(line -> uses.add(Use.of(line)));
                return uses;
            } finally {
                child.close();
            }
        }
    }
}
