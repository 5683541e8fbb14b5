package dev.pilothouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserLinkTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/login/device",
                "HTTPS://example.org",
                "https://example.org:8443/a?b=c&d=%20e#f~(x)*;,'!$@",
                "http://localhost:1455/auth",
                "http://127.0.0.1/x",
                "http://[::1]:80/",
            })
    void aSecureAddressAndOneOfTheMachineItselfMayBeOpened(String address) {
        assertThat(BrowserLink.of(address)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://example.org/",
                "http://localhost.example.org/",
                "http://127.0.0.1.example.org/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "vscode://x",
                "https://github.com@evil.example/",
                "https:\\\\evil.example",
                "https://evil.example\\@github.com",
                "https://gith\u0443b.com/",
                "https://example.org/a b",
                "https://example.org/<script>",
                "https://example.org/a\"b",
                "https://example.org/\u202e",
                "https://example.org/`x`",
                "https://",
            })
    void anyOtherAddressIsNoLink(String address) {
        assertThat(BrowserLink.of(address)).isEmpty();
    }

    @Test
    void aLinkIsBoundedAndShowsItsHost() {
        String longest = "https://example.org/" + "x".repeat(BrowserLink.MAX_LENGTH - 20);
        assertThat(BrowserLink.of(longest)).isPresent();
        assertThat(BrowserLink.of(longest + "x")).isEmpty();
        assertThat(BrowserLink.of("https://example.org:8443/a").orElseThrow().host())
                .isEqualTo("example.org:8443");
    }
}
