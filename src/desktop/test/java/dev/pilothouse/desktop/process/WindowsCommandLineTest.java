package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Words through models of Java's own step, of cmd.exe and of the programs that split the line. Two of the lines are also
 * run in Wine, by {@code src/dist/wine/check-launcher}.
 */
class WindowsCommandLineTest {
    private static final WindowsPrograms PROGRAMS = new WindowsPrograms(Map.of());

    /** Java's step, by the rules of ProcessImpl in JDK 17 without a security manager. */
    static String javaLine(List<String> words) {
        StringBuilder line = new StringBuilder(words.get(0));
        for (String word : words.subList(1, words.size())) {
            boolean isQuoted =
                    word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"") && !word.endsWith("\\\"");
            boolean wraps = !isQuoted && (word.indexOf(' ') >= 0 || word.indexOf('\t') >= 0);
            line.append(' ').append(wraps ? '"' + word.replaceAll("(\\\\+)$", "$1$1") + '"' : word);
        }
        return line.toString();
    }

    /** CommandLineToArgvW without the program's name, as Microsoft documents it. */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        boolean inQuotes = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                int count = 0;
                while (i < line.length() && line.charAt(i) == '\\') {
                    count++;
                    i++;
                }
                boolean quote = i < line.length() && line.charAt(i) == '"';
                word.append("\\".repeat(quote ? count / 2 : count));
                inWord = true;
                if (quote && count % 2 == 1) {
                    word.append('"');
                } else {
                    i--;
                }
            } else if (c == '"') {
                inWord = true;
                if (inQuotes && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    word.append('"');
                    i++;
                } else {
                    inQuotes = !inQuotes;
                }
            } else if (!inQuotes && (c == ' ' || c == '\t')) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "",
                "a b",
                "C:\\my data\\",
                "C:\\x\\",
                "say \"hi\"",
                "\"whole\"",
                "\"a b\"",
                "a\\\"b",
                "\\\\server\\s h\\\\",
                "exec 'sh' '-c' 'eval \"$(while read l; do printf \"%s\\n\" \"$l\"; done)\"'",
                "a\tb",
                "ends with \"",
                "a\"b\\",
                "a \"b\\",
                "{\"json\": \"\\\\\"}",
                "%PATH%",
                "a & b",
                "ü \u4f60"
            })
    void program_receives_each_word_as_it_is(String word) {
        List<String> java = WindowsCommandLine.forJava(List.of("C:\\ssh.exe", word, "next"), PROGRAMS);
        assertThat(split(javaLine(java).substring("C:\\ssh.exe".length()))).containsExactly(word, "next");
        assertThat(split(WindowsCommandLine.quoted(word))).containsExactly(word);
    }

    /** The first steps of cmd.exe at its command line, with /s /c: it removes the outer quotes and expands variables. */
    private static String expanded(String javaLine) {
        String line = javaLine.substring(javaLine.indexOf("/c \"") + 4, javaLine.length() - 1);
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            int end = line.indexOf('%', i + 1);
            String name = line.charAt(i) == '%' && end > i + 1 ? line.substring(i + 1, end) : "";
            if (name.equals("PATH") || name.equals("cd:~,")) {
                seen.append(name.equals("PATH") ? "EXPANDED" : "");
                i = end;
            } else {
                seen.append(line.charAt(i));
            }
        }
        return seen.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "",
                "a b",
                "C:\\my data\\",
                "say \"hi\"",
                "a & b | c > d ^ e",
                "%PATH%",
                "ü",
                "(x)",
                "a\\\"b"
            })
    void script_passes_each_word_on_as_it_is_and_runs_none_of_it(String word) {
        List<String> java = WindowsCommandLine.forJava(List.of("C:\\a b\\npx.cmd", word, "next"), PROGRAMS);
        assertThat(java).startsWith("C:\\Windows\\System32\\cmd.exe", "/e:ON", "/v:OFF", "/d", "/s", "/c");
        String line = javaLine(java);
        String seen = expanded(line);
        assertThat(split(seen)).containsExactly("C:\\a b\\npx.cmd", word, "next");
        // Operators count for cmd.exe only outside of quotes, which it toggles at each one.
        boolean quotes = false;
        for (char c : seen.toCharArray()) {
            quotes ^= c == '"';
            assertThat(!quotes && "&|<>^()".indexOf(c) >= 0).isFalse();
        }
    }

    @Test
    void script_with_a_line_break_in_a_word_is_refused() {
        assertThatThrownBy(() -> WindowsCommandLine.forJava(List.of("a.bat", "x\ny"), PROGRAMS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line break");
    }

    @ParameterizedTest
    @ValueSource(strings = {"npm test", "echo \"a b\" && dir \"C:\\x\"", "cd C:\\", "\"C:\\a b\\x.exe\" y"})
    void command_of_a_shell_reaches_it_as_typed(String command) {
        List<String> words = WindowsCommandLine.shell(command, PROGRAMS);
        String line = javaLine(WindowsCommandLine.forJava(words, PROGRAMS));
        assertThat(line)
                .startsWith("C:\\Windows\\System32\\cmd.exe /d /s /c \"")
                .endsWith("\"");
        assertThat(line.substring(line.indexOf('"') + 1, line.length() - 1).stripTrailing())
                .isEqualTo(command);
    }

    @Test
    void programs_of_windows_are_not_looked_up() {
        assertThat(new WindowsPrograms(Map.of("systemroot", "D:\\W")).reg()).isEqualTo("D:\\W\\System32\\reg.exe");
        assertThat(new WindowsPrograms(Map.of("SystemRoot", "W")).schtasks())
                .isEqualTo("C:\\Windows\\System32\\schtasks.exe");
        assertThat(WindowsPrograms.windowless("C:\\jdk\\bin\\java")).isEqualTo("C:\\jdk\\bin\\javaw.exe");
        assertThat(WindowsPrograms.windowless("C:\\x\\pilothouse.cmd")).isEqualTo("C:\\x\\pilothouse.cmd");
    }
}
