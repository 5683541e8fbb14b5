package dev.pilothouse.desktop.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scripts without errors. */
final class DemoTours {
    private static final String END = "end_turn";
    private static final List<String> TOUR_STEPS =
            List.of("Say hello", "Look around in the directory", "Write a small file, if allowed", "Check and sum up");

    private DemoTours() {}

    static Object tour(DemoTurn turn) {
        turn.thought(DemoTexts.THOUGHT);
        turn.plan(TOUR_STEPS, 0);
        turn.pause(300);
        turn.message(DemoTexts.WELCOME);
        turn.plan(TOUR_STEPS, 1);
        overview(turn);
        turn.plan(TOUR_STEPS, 2);
        turn.message(DemoTexts.AFTER_READING);
        boolean written = write(turn);
        turn.message(written ? DemoTexts.WRITTEN : DemoTexts.NOT_WRITTEN);
        turn.plan(TOUR_STEPS, 3);
        runChecks(turn);
        if (turn.session().wantsSummary()) {
            turn.message(DemoTexts.SUMMARY.formatted(written ? "done" : "not allowed"));
        }
        turn.plan(TOUR_STEPS, TOUR_STEPS.size());
        return END;
    }

    static Object help(DemoTurn turn) {
        StringBuilder text = new StringBuilder("I can play the following. Any other prompt gets the tour.\n\n");
        for (DemoScript script : DemoScript.values()) {
            String hint = script.hint().isEmpty() ? "" : " " + script.hint();
            text.append("- `/")
                    .append(script.command())
                    .append(hint)
                    .append("`: ")
                    .append(script.description())
                    .append('\n');
        }
        turn.message(text.toString());
        return END;
    }

    static Object showMessage(DemoTurn turn) {
        turn.message(turn.argument());
        return END;
    }

    static Object markdown(DemoTurn turn) {
        turn.message(DemoTexts.MARKDOWN);
        return END;
    }

    static Object showThought(DemoTurn turn) {
        for (int i = 1; i <= 4; i++) {
            turn.thought("Thought " + i
                    + ": there is more than one way to look at this, and the shortest is often right.\n");
            turn.pause(500);
        }
        turn.message("I have thought about it.\n");
        return END;
    }

    static Object plan(DemoTurn turn) {
        List<String> steps = List.of(
                "Read the tests",
                "Find the cause",
                "Write a failing test",
                "Mend it",
                "Run everything",
                "Tell what was done");
        for (int done = 0; done <= steps.size(); done++) {
            turn.plan(steps, done);
            turn.pause(900);
        }
        turn.message("All six steps are done.\n");
        return END;
    }

    static Object permission(DemoTurn turn) {
        turn.message("I would like to write a file.\n\n");
        turn.message(write(turn) ? DemoTexts.WRITTEN : DemoTexts.NOT_WRITTEN);
        return END;
    }

    static Object approve(DemoTurn turn) {
        DemoTool tool = turn.tool("switch_mode", "Ready to start?")
                .showing(DemoTool.text("## Plan\n\n1. Read the sources\n2. Change one line\n3. Run the tests\n"))
                .announce();
        boolean approved = turn.permission(
                        tool.reference(),
                        List.of(
                                DemoTool.option("demo-start", "Start, and ask before each edit", "allow_once"),
                                DemoTool.option("demo-keep-planning", "Keep planning", "reject_once")))
                .filter("demo-start"::equals)
                .isPresent();
        tool.status(approved ? "completed" : "failed");
        turn.message(approved ? "Then let us begin.\n" : "I will think about it some more.\n");
        return END;
    }

    static Object diff(DemoTurn turn) {
        DemoTool tool = turn.tool("edit", "Edit Greeting.java and 1 more")
                .showing(
                        DemoTool.diff("src/harbour/Greeting.java", DemoTexts.BEFORE, DemoTexts.AFTER),
                        DemoTool.diff("src/harbour/GreetingTest.java", null, DemoTexts.NEW_TEST))
                .announce();
        tool.located("src/harbour/Greeting.java");
        if (tool.allowed()) {
            tool.status("in_progress");
            turn.pause(600);
            tool.status("completed");
            turn.message("Both changes are only shown; no file was touched.\n");
        }
        return END;
    }

    static Object run(DemoTurn turn) {
        runChecks(turn);
        turn.message("All checks that could run have passed.\n");
        return END;
    }

    static Object longAnswer(DemoTurn turn) {
        int paragraphs = turn.number(40, 10_000);
        for (int i = 1; i <= paragraphs; i++) {
            turn.message("### Part " + i
                    + "\n\nThe quick brown fox jumps over the lazy dog, looks back, and wonders whether "
                    + "anybody has counted how often it has done so. This is paragraph " + i + " of " + paragraphs
                    + ", and it has *some* **marks** and `code`.\n\n");
        }
        return END;
    }

    private static void overview(DemoTurn turn) {
        Path directory = turn.session().cwd();
        DemoTool tool = turn.tool("read", "List " + directory.getFileName())
                .input("path", directory.toString())
                .announce();
        tool.located(directory.toString());
        tool.status("in_progress");
        turn.pause(500);
        tool.show(DemoTool.text(names(directory)));
        tool.status("completed");
    }

    private static String names(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            String names = entries.map(entry -> entry.getFileName() + (Files.isDirectory(entry) ? "/" : ""))
                    .sorted()
                    .limit(12)
                    .collect(Collectors.joining("\n"));
            return names.isEmpty() ? "The directory is empty." : names;
        } catch (IOException unreadable) {
            return "The directory cannot be read.";
        }
    }

    private static boolean write(DemoTurn turn) {
        Path file = turn.session().cwd().resolve(DemoTexts.FILE_NAME);
        DemoTool tool = turn.tool("edit", "Write " + DemoTexts.FILE_NAME)
                .input("path", file.toString())
                .showing(DemoTool.diff(file.toString(), null, DemoTexts.FILE_CONTENT))
                .announce();
        turn.pause(200);
        if (!tool.allowed()) {
            return false;
        }
        tool.status("in_progress");
        turn.pause(400);
        try {
            Files.writeString(file, DemoTexts.FILE_CONTENT, StandardCharsets.UTF_8);
            tool.status("completed");
            return true;
        } catch (IOException unwritable) {
            tool.show(DemoTool.text("The file could not be written: " + unwritable.getMessage()));
            tool.status("failed");
            return false;
        }
    }

    /** No command: the demo runs no program, and in its mode that asks it would need a permission for one. */
    private static void runChecks(DemoTurn turn) {
        DemoTool tool = turn.tool("read", "Check the folder").announce();
        tool.status("in_progress");
        StringBuilder output = new StringBuilder();
        for (String line : DemoTexts.OUTPUT.split("(?<=\n)", -1)) {
            output.append(line);
            tool.show(DemoTool.text("```\n" + output + "\n```"));
            turn.pause(250);
        }
        tool.status("completed");
    }
}
