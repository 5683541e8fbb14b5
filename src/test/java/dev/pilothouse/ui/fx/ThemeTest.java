package dev.pilothouse.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThemeTest {
    private static final Pattern BASE = Pattern.compile("-ph-base: (#\\w{6});");

    @ParameterizedTest
    @EnumSource
    void theGroundIsThatOfTheTokens(Theme theme) throws IOException {
        try (InputStream tokens = Theme.class.getResourceAsStream("/dev/pilothouse/css/" + theme.tokens())) {
            Matcher base = BASE.matcher(new String(tokens.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(base.find()).isTrue();
            assertThat(theme.ground()).isEqualTo(base.group(1));
        }
    }
}
