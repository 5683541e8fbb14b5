package dev.pilothouse.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.platform.DeviceLanguage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The iOS app's property list and pictures, as far as they can be checked without Xcode. */
final class IosProjectTest {

    private static final Path PROJECT = Path.of("src/ios");
    private static final Path ICONS = PROJECT.resolve("assets/Assets.xcassets/AppIcon.appiconset");

    @TempDir
    Path work;

    private final Pom list = Pom.read(PROJECT.resolve("Default-Info.plist"));

    @Test
    void everyKeyHasAValueAndNoKeyIsThereTwice() {
        assertThat(list.all("/plist/dict/key")).isNotEmpty().doesNotHaveDuplicates();
        assertThat(list.all("/plist/dict/*[position() mod 2 = 1 and name() != 'key']"))
                .isEmpty();
        assertThat(list.all("/plist/dict/*[position() mod 2 = 0 and name() = 'key']"))
                .isEmpty();
    }

    /** The C file runs before the image. It is compiled and run here, with Apple's calls replaced. */
    @ParameterizedTest
    @ValueSource(strings = {"de-CH", "zh-Hans-CN", "none"})
    void theDevicesLanguageIsInTheEnvironmentBeforeTheImageStarts(String language) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "Skipped: no C compiler is installed.");
        Files.createDirectories(work.resolve("CoreFoundation"));
        Files.writeString(work.resolve("CoreFoundation/CoreFoundation.h"), """
                #include <stdio.h>
                #include <stdlib.h>
                #include <string.h>
                typedef const void *CFArrayRef;
                typedef const char *CFStringRef;
                enum { kCFStringEncodingUTF8 = 0x08000100 };
                static const char *given(void) { return getenv("GIVEN"); }
                static CFArrayRef CFLocaleCopyPreferredLanguages(void) { return given(); }
                static long CFArrayGetCount(CFArrayRef all) { return strcmp(all, "none") != 0; }
                static const void *CFArrayGetValueAtIndex(CFArrayRef all, long index) { return all; }
                static unsigned char CFStringGetCString(CFStringRef text, char *to, long size, unsigned encoding) {
                    return encoding == kCFStringEncodingUTF8 && snprintf(to, size, "%s", text) < size;
                }
                static void CFRelease(CFArrayRef all) { if (all != given()) abort(); }
                """);
        Path main = Files.writeString(work.resolve("main.c"), """
                #include <stdio.h>
                #include <stdlib.h>
                int main(void) { const char *tag = getenv("%s"); puts(tag ? tag : "none"); return 0; }
                """.formatted(DeviceLanguage.VARIABLE));
        Path program = work.resolve("program");
        String source = Path.of("native/device_language.c").toString();

        assertThat(run("cc", "-D__APPLE__", "-I" + work, "-o", "" + program, source, "" + main))
                .isEmpty();
        assertThat(run("env", "GIVEN=" + language, "" + program)).isEqualToIgnoringNewLines(language);
        // On Android the file has no content.
        assertThat(run("cc", "-c", "-o", "" + work.resolve("android.o"), source))
                .isEmpty();
    }

    private String run(String... command) throws Exception {
        Path output = work.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(command[0]).isZero();
        return Files.readString(output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NSLocalNetworkUsageDescription",
                "NSCameraUsageDescription",
                "NSPhotoLibraryUsageDescription",
            })
    void whatTheSystemAsksThePersonForHasAReason(String key) {
        assertThat(value(key)).startsWith("To ").endsWith(".");
    }

    @Test
    void theAppIsThatOfTheBuild() {
        assertThat(value("CFBundleIdentifier"))
                .isEqualTo(Pom.ofTheProject().one("//appIdentifier"))
                .isEqualTo("dev.pilothouse.app");
    }

    @Test
    void aPairingLinkOpensTheApp() {
        assertThat(list.all("//key[.='CFBundleURLSchemes']/following-sibling::array[1]/string"))
                .containsExactly("pilothouse");
    }

    @Test
    void theScreensThatTheListNamesAreThere() {
        for (String key : Set.of("UILaunchStoryboardName", "UIMainStoryboardFile")) {
            Path screen = PROJECT.resolve("assets/Base.lproj/" + value(key) + ".storyboard");
            assertThat(Pom.read(screen).all("/document/scenes/scene"))
                    .as("%s", screen)
                    .hasSize(1);
        }
    }

    @Test
    void everyIconHasItsSizeAndNoTransparency() throws IOException {
        Set<String> named = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (JsonElement element : JsonParser.parseString(Files.readString(ICONS.resolve("Contents.json")))
                .getAsJsonObject()
                .getAsJsonArray("images")) {
            JsonObject entry = element.getAsJsonObject();
            String file = entry.get("filename").getAsString();
            double size = Double.parseDouble(entry.get("size").getAsString().split("x", -1)[0]);
            int scale = entry.get("scale").getAsString().charAt(0) - '0';
            BufferedImage icon = ImageIO.read(ICONS.resolve(file).toFile());

            assertThat(icon.getWidth()).as(file).isEqualTo((int) Math.round(size * scale));
            assertThat(icon.getHeight()).as(file).isEqualTo(icon.getWidth());
            // The store refuses an icon with an alpha channel.
            assertThat(icon.getColorModel().hasAlpha()).as(file).isFalse();
            named.add(file);
            places.add(
                    entry.get("idiom").getAsString() + " " + entry.get("size").getAsString() + "@" + scale);
        }

        assertThat(places)
                .contains(
                        "iphone 60x60@2",
                        "iphone 60x60@3",
                        "ipad 76x76@2",
                        "ipad 83.5x83.5@2",
                        "ios-marketing 1024x1024@1");
        try (Stream<Path> files = Files.list(ICONS)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".png")))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    private String value(String key) {
        return list.one("/plist/dict/key[.='" + key + "']/following-sibling::*[1]");
    }
}
