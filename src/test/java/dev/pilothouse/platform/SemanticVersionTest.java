package dev.pilothouse.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {

    @Test
    void theOrderIsThatOfTheSpecification() {
        List<String> rising = List.of(
                "0.9.9",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "1.2.0",
                "1.10.0",
                "2.0.0-SNAPSHOT",
                "v2.0.0",
                "99999999999999999999.0.0");
        for (int i = 0; i < rising.size(); i++) {
            for (int j = 0; j < rising.size(); j++) {
                int order = version(rising.get(i)).compareTo(version(rising.get(j)));
                assertThat(Integer.signum(order))
                        .as("%s and %s", rising.get(i), rising.get(j))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void whatWasBuiltMakesNoDifference() {
        assertThat(version("1.0.0+build.7")).isEqualByComparingTo(version("1.0.0"));
        assertThat(version("1.0.0-rc.1+7").isPreRelease()).isTrue();
        assertThat(version("1.0.0+rc-1").isPreRelease()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.0",
                "01.0.0",
                "1.0.0-",
                "1.0.0-01",
                "1.0.0 ",
                "development",
                "1.0.0.0",
                "1.-1.0",
                "V1.0.0"
            })
    void anythingElseIsNoVersion(String text) {
        assertThat(SemanticVersion.parse(text)).isEmpty();
    }

    private static SemanticVersion version(String text) {
        return SemanticVersion.parse(text).orElseThrow();
    }
}
