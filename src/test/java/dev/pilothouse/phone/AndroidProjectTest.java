package dev.pilothouse.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.platform.SharedContent;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Android app's manifest and resources, as far as they can be checked without Google's SDK. */
final class AndroidProjectTest {

    private static final Path PROJECT = Path.of("src/android");
    private static final Path MANIFEST = PROJECT.resolve("AndroidManifest.xml");
    private static final Path DALVIK = PROJECT.resolve("dalvik");
    private static final Path SHARED_CONTENT_ACTIVITY =
            DALVIK.resolve("dev/pilothouse/android/shared/SharedContentActivity.java");
    private static final Path FRAMEWORK = Path.of("/usr/share/android-framework-res/framework-res.apk");
    private static final String NAME = "@*[name()='android:name']";

    @TempDir
    Path work;

    @Test
    void theAppMayUseTheNetworkAndNothingElse() {
        Pom manifest = Pom.read(MANIFEST);

        assertThat(manifest.all("//uses-permission[not(@*[name()='tools:node'])]/" + NAME))
                .containsExactly("android.permission.INTERNET");
        // Permissions that Attach's own manifests would add in the build's merge.
        assertThat(manifest.all("//uses-permission[@*[name()='tools:node']='remove']/" + NAME))
                .containsExactlyInAnyOrder(
                        "android.permission.READ_EXTERNAL_STORAGE",
                        "android.permission.WRITE_EXTERNAL_STORAGE",
                        "android.permission.CAMERA");
    }

    @Test
    void theVersionsAreThoseOfTheBuild() {
        Pom manifest = Pom.read(MANIFEST);
        Pom pom = Pom.ofTheProject();
        String version = pom.one("/project/properties/phone.version");

        assertThat(manifest.one("/manifest/@*[name()='android:versionName']")).isEqualTo(version);
        assertThat(manifest.one("/manifest/@*[name()='android:versionCode']"))
                .isEqualTo(pom.one("/project/properties/phone.version.code"));
        assertThat(pom.one("/project/version").replace("-SNAPSHOT", "")).isEqualTo(version);
    }

    /** Its icons are light, and nothing of ours changes them. */
    @Test
    void theStatusBarIsAsDarkAsTheLaunchScreen() {
        Pom themes = Pom.read(PROJECT.resolve("res/values/themes.xml"));

        assertThat(themes.one("//item[@name='android:statusBarColor']")).isEqualTo("@color/launch_background");
        assertThat(themes.one("//style/@parent")).isEqualTo("@android:style/Theme.DeviceDefault.NoActionBar");
    }

    @Test
    void aPairingLinkIsTakenToTheApp() throws IOException {
        String filter =
                "//activity[@*[name()='android:name']='dev.pilothouse.android.shared.SharedContentActivity']/intent-filter[action/"
                        + NAME + "='android.intent.action.VIEW']";
        Pom manifest = Pom.read(MANIFEST);

        assertThat(manifest.one(filter + "/data/@*[name()='android:scheme']")).isEqualTo("pilothouse");
        assertThat(manifest.one(filter + "/data/@*[name()='android:host']")).isEqualTo("pair");
        assertThat(manifest.all(filter + "/category/" + NAME))
                .containsExactlyInAnyOrder("android.intent.category.DEFAULT", "android.intent.category.BROWSABLE");
        assertThat(Files.readString(SHARED_CONTENT_ACTIVITY)).contains("TICKET = \"" + PairingTicket.PREFIX + "\";");
    }

    /** Attach's runtime-args would let any web page start the app by a link of a scheme that is not ours. */
    @Test
    void noLinkOfAnotherSchemeStartsTheApp() {
        Pom manifest = Pom.read(MANIFEST);

        assertThat(manifest.all("//activity[@*[name()='tools:node']='remove']/" + NAME))
                .containsExactly("com.gluonhq.helloandroid.LaunchURLActivity");
        assertThat(manifest.all("//data/@*[name()='android:scheme']")).containsExactly("pilothouse");
    }

    /** It prepares the language and the room for the system bars before the image starts. */
    @Test
    void theProcessBeginsWithTheAppsOwnSetup() throws IOException {
        Pom manifest = Pom.read(MANIFEST);
        String source = Files.readString(
                DALVIK.resolve(manifest.one("/manifest/application/" + NAME).replace('.', '/') + ".java"));

        assertThat(source)
                .contains("FOLDER = \".gluon/pilothouse\";")
                .contains("FILE = \"language\";")
                .contains("MAIN = \"" + manifest.one("//activity[@*[name()='android:launchMode']]/" + NAME) + "\";");
        assertThat(Files.readString(Path.of("src/main/java/dev/pilothouse/app/PhoneApplication.java")))
                .contains("privateFolder().resolve(\"language\")");
    }

    /** GluonFX's activity handles Back as a key, which Android sends only without the newer callback. */
    @Test
    void backArrivesAsAKey() {
        assertThat(Pom.read(MANIFEST).one("/manifest/application/@*[name()='android:enableOnBackInvokedCallback']"))
                .isEqualTo("false");
    }

    @Test
    void theImageFitsLargeMemoryPages() {
        assertThat(Pom.ofTheProject()
                        .all("//profile[id='android']//plugin[artifactId='gluonfx-maven-plugin']//nativeImageArgs/arg"))
                .containsExactly("-H:PageSize=16384");
    }

    /** GluonFX writes a password with {@link String#replaceAll} into a properties file, which Gradle reads. */
    @ParameterizedTest
    @ValueSource(strings = {"simple", "a$b", "a\\b", "$1\\$", "\\\\", "x y=z#!\"'"})
    void aPasswordReachesGradleAsItIs(String password) throws Exception {
        String workflow = Files.readString(Path.of(".github/workflows/phone.yml"));
        String function = workflow.lines()
                .filter(line -> line.strip().startsWith("escaped()"))
                .findFirst()
                .orElseThrow();
        Path script = Files.writeString(work.resolve("escape.sh"), function + "\nescaped \"$1\" > \"$2\"\n");
        Path escaped = work.resolve("escaped");
        assertThat(run("bash", "" + script, password, "" + escaped)).isEmpty();

        String line = "storePassword=KEYSTORE_PASSWORD".replaceAll("KEYSTORE_PASSWORD", Files.readString(escaped));
        Properties read = new Properties();
        read.load(new StringReader(line));

        assertThat(read.getProperty("storePassword")).isEqualTo(password);
    }

    /** The app itself moves its content above the keyboard, so the manifest must not resize the window too. */
    @Test
    void theKeyboardDoesNotMakeTheWindowSmaller() {
        assertThat(Pom.read(MANIFEST).one("//activity/@*[name()='android:windowSoftInputMode']"))
                .isEqualTo("stateUnspecified|adjustNothing");
    }

    @Test
    void aTextAndAPictureOfOtherAppsAreTakenAndNothingElse() {
        Pom manifest = Pom.read(MANIFEST);
        String activity = "//activity[intent-filter/action/" + NAME + "='android.intent.action.SEND']";

        assertThat(manifest.all(activity + "//data/@*[name()='android:mimeType']"))
                .containsExactly("text/plain", "image/*");
        assertThat(DALVIK.resolve(manifest.one(activity + "/" + NAME).replace('.', '/') + ".java"))
                .exists();
    }

    /** Two separate programs share a folder; both must agree on its format. */
    @Test
    void whatIsLaidIntoTheFolderIsWhatTheAppReadsThere() throws IOException {
        String source = Files.readString(SHARED_CONTENT_ACTIVITY);
        List<String> problems = Pattern.compile(
                        "problem\\(folder, order, (?:[^\"]*\\? )?\"(\\w+)\"(?: : \"(\\w+)\")?\\)")
                .matcher(source)
                .results()
                .flatMap(found -> Stream.of(found.group(1), found.group(2)))
                .filter(Objects::nonNull)
                .distinct()
                .toList();

        assertThat(problems)
                .containsExactlyInAnyOrderElementsOf(Stream.of(SharedContent.Problem.values())
                        .map(SharedContent.Problem::name)
                        .toList());
        assertThat(source)
                .contains("MAX_CHARACTERS = "
                        + String.format(Locale.ROOT, "%,d", SharedContent.MAX_CHARACTERS)
                                .replace(',', '_') + ";")
                .contains("\".gluon/pilothouse/given\"");
        assertThat(Files.readString(Path.of("src/main/java/dev/pilothouse/platform/attach/AttachPlatform.java")))
                .contains("privateFolder().resolve(\"given\")");
    }

    @Test
    void everyLanguageHasEveryText() {
        List<String> names =
                Pom.read(PROJECT.resolve("res/values/strings.xml")).all("//string[not(@translatable='false')]/@name");

        assertThat(names).isNotEmpty();
        for (String language : List.of("de", "fr")) {
            assertThat(Pom.read(PROJECT.resolve("res/values-" + language + "/strings.xml"))
                            .all("//string/@name"))
                    .isEqualTo(names);
        }
    }

    @Test
    void theIconHasTheSizeOfEachDensity() throws IOException {
        Map<String, Integer> sizes =
                Map.of("ldpi", 36, "mdpi", 48, "hdpi", 72, "xhdpi", 96, "xxhdpi", 144, "xxxhdpi", 192);
        for (Map.Entry<String, Integer> size : sizes.entrySet()) {
            File icon = PROJECT.resolve("res/mipmap-" + size.getKey() + "/ic_launcher.png")
                    .toFile();
            assertThat(ImageIO.read(icon).getWidth()).as("%s", icon).isEqualTo(size.getValue());
            assertThat(ImageIO.read(icon).getHeight()).as("%s", icon).isEqualTo(size.getValue());
        }
    }

    @Test
    void theResourcesAndTheManifestLink() throws Exception {
        assumeTools();

        assertThat(link(Files.readString(MANIFEST))).isEmpty();
    }

    @Test
    void aManifestThatNamesWhatIsNotThereDoesNotLink() throws Exception {
        assumeTools();
        String manifest = Files.readString(MANIFEST);

        assertThat(link(manifest.replace("@style/Theme.Pilothouse", "@style/Theme.Nowhere")))
                .contains("Theme.Nowhere");
        assertThat(link(manifest.replace("android:launchMode", "android:launchMood")))
                .contains("launchMood");
    }

    private static void assumeTools() {
        boolean aapt2 = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "aapt2")));
        assumeTrue(
                aapt2 && Files.exists(FRAMEWORK),
                "Skipped: Debian's packages aapt and android-framework-res are not installed.");
    }

    /** The errors of aapt2; empty if there are none. */
    private String link(String manifest) throws IOException, InterruptedException {
        // Simulates Gradle's earlier steps: it sets the package name, and its merger applies and removes attributes of
        // the tools namespace.
        String merged = manifest.replaceAll("(?s)<uses-permission\\s[^>]*tools:node=\"remove\"\\s*/>", "")
                .replaceAll("\\s+tools:\\w+=\"[^\"]*\"", "")
                .replaceFirst("<manifest ", "<manifest package=\"dev.pilothouse.app\" ");
        Path copy = Files.writeString(work.resolve("AndroidManifest.xml"), merged);
        Path compiled = work.resolve("resources.zip");
        String complaints =
                run("aapt2", "compile", "--dir", PROJECT.resolve("res").toString(), "-o", "" + compiled);
        return complaints
                + run(
                        "aapt2",
                        "link",
                        "-I",
                        "" + FRAMEWORK,
                        "--manifest",
                        "" + copy,
                        "--min-sdk-version",
                        "21",
                        "--target-sdk-version",
                        "34",
                        "-o",
                        "" + work.resolve("app.apk"),
                        "" + compiled);
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = work.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command[1]).isTrue();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        return process.exitValue() == 0 ? "" : said + " (exit " + process.exitValue() + ")";
    }
}
