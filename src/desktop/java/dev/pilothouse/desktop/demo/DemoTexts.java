package dev.pilothouse.desktop.demo;

/** The texts of the demo agent. */
final class DemoTexts {
    static final String FILE_NAME = "pilothouse-demo.txt";

    static final String THOUGHT = "The person would like to see what a session looks like. A short plan, a look at the "
            + "directory, one small file if they allow it, and a summary should do.";

    static final String WELCOME = """
            # Welcome aboard

            I am the **demo agent**. I run in a process of my own and speak the same protocol as the real agents, but \
            nothing here leaves your machine and no model is involved. Along the way you will see:

            - text that arrives *in pieces*, with Markdown,
            - a plan whose steps are ticked off,
            - tool calls that read, edit and run something,
            - a question that only you can answer.

            """;

    static final String AFTER_READING = """

            ## What I would like to write

            One small file in the session's directory. In code it is no more than this:

            ```java
            Path file = directory.resolve("pilothouse-demo.txt");
            Files.writeString(file, "Written by the demo agent.\\n");
            ```

            Whether I may do it is up to you.

            """;

    static final String WRITTEN = "Thank you. `" + FILE_NAME + "` is there now; delete it whenever you like.\n\n";

    static final String NOT_WRITTEN =
            "Understood: nothing was written. You can say no to a real agent in the same way, "
                    + "and it goes on without.\n\n";

    static final String SUMMARY = """
            ## Summary

            | Step | Kind | Result |
            | :--- | :--- | ---: |
            | Look around | read | done |
            | Write a file | edit | %s |
            | Check | execute | done |

            > Send `/help` to see what else I can play, for example `/question`, `/diff` or `/crash`.
            """;

    static final String FILE_CONTENT = "Written by the demo agent of Pilothouse.\nIt is safe to delete.\n";

    static final String OUTPUT = """
            \u001B[1mRunning 3 checks\u001B[0m
              \u001B[32mok\u001B[0m   the directory can be read
              \u001B[32mok\u001B[0m   the clock moves forward
              \u001B[33mskip\u001B[0m the coffee is warm

            \u001B[32m2 passed\u001B[0m, 1 skipped in 0.04 s
            """;

    static final String BEFORE = """
            package harbour;

            public final class Greeting {
                public static String of(String name) {
                    return "Hello " + name;
                }
            }
            """;

    static final String AFTER = """
            package harbour;

            import java.util.Objects;

            /** Greets people. */
            public final class Greeting {
                private Greeting() {}

                public static String of(String name) {
                    return "Hello, " + Objects.requireNonNull(name) + ".";
                }
            }
            """;

    static final String NEW_TEST = """
            package harbour;

            import static org.assertj.core.api.Assertions.assertThat;

            final class GreetingTest {
                @Test
                void aNameIsGreetedWithACommaAndAPeriod() {
                    assertThat(Greeting.of("Ada")).isEqualTo("Hello, Ada.");
                }
            }
            """;

    static final String MARKDOWN = """
            # Heading one
            ## Heading two
            ### Heading three

            A paragraph with **strong**, *emphasis*, ***both***, ~~struck~~, `code`, and a \
            [link](https://example.org/). Umlauts äöü, Greek αβγ, 漢字, العربية, and signs → ≤ ≠ ✓.

            1. first
            2. second
               - nested
               - nested too
            3. third

            - [x] done
            - [ ] not done

            > A quotation
            > of two lines.

            | Left | Centre | Right |
            | :--- | :---: | ---: |
            | a | b | 1 |
            | longer cell | `code` | 1,000 |

            ```python
            def fold(updates, state):
                for update in updates:
                    state = state.apply(update)
                return state
            ```

                an indented block

            ---

            <b>HTML stays text</b>, and an unfinished **mark stays as it is.
            """;

    private DemoTexts() {}
}
