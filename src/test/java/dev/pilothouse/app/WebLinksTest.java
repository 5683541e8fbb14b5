package dev.pilothouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebLinksTest {
    @Test
    void onlyAddressesOfTheWebLeaveTheWindow() {
        for (String web : List.of("https://example.org", "HTTP://example.org:8080/a?b=c#d", "https://[::1]/x")) {
            assertThat(WebLinks.mayOpen(web)).as(web).isTrue();
        }
        for (String other : List.of(
                "",
                "example.org",
                "//example.org",
                "file:///etc/passwd",
                "file://server/share/evil.exe",
                "javascript:alert(1)",
                "data:text/html,x",
                "ms-settings:",
                "smb://server/share",
                "vscode://file/x",
                "https:/etc/passwd",
                "https:///etc/passwd",
                "https://github.com@evil.example/",
                "https://example.org/ --flag",
                "https://example.org/\nx",
                "-https://example.org",
                "\\\\server\\share")) {
            assertThat(WebLinks.mayOpen(other)).as(other).isFalse();
        }
    }
}
