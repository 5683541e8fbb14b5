package dev.pilothouse.ui.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTextTest {
    @ParameterizedTest
    @CsvSource({
        "/home/ada/src/shop, ~/src/shop",
        "/home/ada, ~",
        "/home/adaline/x, ~/x",
        "/Users/ada/src, ~/src",
        "/root/work, ~/work",
        "/rooted/work, /rooted/work",
        "C:\\Users\\Ada\\src\\shop, ~\\src\\shop",
        "D:\\work\\shop, D:\\work\\shop",
        "/srv/home/ada, /srv/home/ada",
    })
    void theHomeDirectoryIsATilde(String path, String shown) {
        assertThat(PathText.home(path)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "60, ~/src/clients/acme/backend/services/orders-api",
        "44, ~/\u2026/clients/acme/backend/services/orders-api",
        "43, ~/\u2026/acme/backend/services/orders-api",
        "36, ~/\u2026/acme/backend/services/orders-api",
        "34, ~/\u2026/backend/services/orders-api",
        "25, ~/\u2026/services/orders-api",
        "23, ~/\u2026/services/orders-api",
        "22, ~/\u2026/orders-api",
        "14, ~/\u2026/orders-api",
        "13, \u2026/orders-api",
        "12, \u2026/orders-api",
        "11, orders-api",
        "9, orde\u2026-api",
        "5, or\u2026pi",
    })
    void theMiddleGoesFirstAndTheProjectStays(int length, String shown) {
        assertThat(PathText.fit("~/src/clients/acme/backend/services/orders-api", length))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\work\\clients\\acme\\orders-api, 26, C:\\\u2026\\acme\\orders-api",
        "C:\\work\\clients\\acme\\orders-api, 16, C:\\\u2026\\orders-api",
        "~\\src\\clients\\orders-api, 20, ~\\\u2026\\orders-api",
        "\\\\nas\\share\\clients\\orders-api, 24, \\\\nas\\\u2026\\orders-api",
    })
    void windowsPathsKeepTheirDriveAndTheirSeparator(String path, int length, String shown) {
        assertThat(PathText.fit(path, length)).isEqualTo(shown);
    }

    @Test
    void aPathFromTheRootKeepsItsFirstFolder() {
        assertThat(PathText.fit("/srv/work/clients/api", 14)).isEqualTo("/srv/\u2026/api");
        assertThat(PathText.fit("/srv/work/clients/api/", 14)).isEqualTo("/srv/\u2026/api");
    }

    @Test
    void whatHasNoFoldersIsOnlyCutInItsName() {
        assertThat(PathText.fit("/", 1)).isEqualTo("/");
        assertThat(PathText.fit("~", 1)).isEqualTo("~");
        assertThat(PathText.fit("", 0)).isEmpty();
        assertThat(PathText.fit("shop-v12", 6)).isEqualTo("sho\u2026" + "12");
    }

    @Test
    void aBackslashInANameIsNoSeparatorOfAPathWithSlashes() {
        assertThat(PathText.fit("/srv/od\\d/clients/api", 16)).isEqualTo("/srv/\u2026/api");
    }

    @Test
    void noSignIsCutInTwo() {
        String smiles = "\ud83d\ude00".repeat(6);

        String cut = PathText.fit("/srv/" + smiles, 7);
        assertThat(cut.codePoints().noneMatch(sign -> Character.getType(sign) == Character.SURROGATE))
                .isTrue();
    }

    @Test
    void theLastNameIsThatOfTheProject() {
        assertThat(PathText.name("~/src/shop")).isEqualTo("shop");
        assertThat(PathText.name("C:\\work\\shop\\")).isEqualTo("shop");
        assertThat(PathText.name("/")).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({
        "49, ada-desk \u00b7 GitHub Copilot \u00b7 ~/src/web/shop \u00b7 Asks",
        "48, ada-desk \u00b7 GitHub Copilot \u00b7 ~/\u2026/web/shop \u00b7 Asks",
        "46, ada-desk \u00b7 GitHub Copilot \u00b7 ~/\u2026/shop \u00b7 Asks",
        "42, ada-desk \u00b7 GitHub Copilot \u00b7 \u2026/shop \u00b7 Asks",
        "38, ada-desk \u00b7 GitHub Copilot \u00b7 \u2026/shop \u00b7 Asks",
        "36, ada-desk \u00b7 GitHub Copilot \u00b7 \u2026/shop",
        "33, ada-desk \u00b7 ~/src/web/shop",
        "24, ada-desk \u00b7 ~/\u2026/web/shop",
        "18, ada-desk \u00b7 \u2026/shop",
        "16, ~/src/web/shop",
        "13, ~/\u2026/web/shop",
        "8, ~/\u2026/shop",
        "6, \u2026/shop",
        "4, shop",
    })
    void aLineLosesFoldersThenThePartsAroundThePath(int length, String shown) {
        assertThat(PathText.fitLine(
                        "ada-desk \u00b7 GitHub Copilot \u00b7 ~/src/web/shop \u00b7 Asks",
                        form -> form.length() <= length))
                .isEqualTo(shown);
    }

    /** The style of a path is that of its host, whatever this device is. */
    @Test
    void a_root_stays_whole_and_names_are_those_of_the_host() {
        assertThat(PathText.trimmed("C:\\")).isEqualTo("C:\\");
        assertThat(PathText.trimmed("C:\\work\\")).isEqualTo("C:\\work");
        assertThat(PathText.trimmed("/")).isEqualTo("/");
        assertThat(PathText.trimmed("/srv/")).isEqualTo("/srv");
        assertThat(PathText.trimmed("/srv/odd\\")).isEqualTo("/srv/odd\\");
        assertThat(PathText.name("C:\\")).isEqualTo("C:\\");
        assertThat(PathText.name("/srv/a\\b")).isEqualTo("a\\b");
        assertThat(PathText.folder("C:\\wo")).isEqualTo("C:\\");
        assertThat(PathText.folder("/srv/a\\b")).isEqualTo("/srv/");
        assertThat(PathText.folder("x")).isEmpty();
        assertThat(PathText.child("C:\\", "work")).isEqualTo("C:\\work");
        assertThat(PathText.child("\\\\server\\share", "work")).isEqualTo("\\\\server\\share\\work");
        assertThat(PathText.child("/srv", "")).isEqualTo("/srv/");
        assertThat(PathText.isAbsolute("C:\\x")).isTrue();
        assertThat(PathText.isAbsolute("C:x")).isFalse();
        assertThat(PathText.isSame("C:\\src\\a\\B.java", "a/B.java")).isTrue();
        assertThat(PathText.isSame("C:\\src\\aB.java", "B.java")).isFalse();
        assertThat(PathText.isSame("/src/a/B.java", "a/B.java")).isTrue();
    }

    @Test
    void aLineWithoutAPathIsLeftToItsLabel() {
        assertThat(PathText.fitLine("Demo agent \u00b7 Asks", form -> false)).isEqualTo("Demo agent \u00b7 Asks");
    }

    @ParameterizedTest
    @CsvSource({"ada-desk \u00b7 ~/src/shop \u00b7 Asks, shop", "/srv/api, api", "Demo agent \u00b7 Asks, ''"})
    void aLineHasTheNameOfItsPath(String line, String name) {
        assertThat(PathText.nameInLine(line)).isEqualTo(name);
    }
}
