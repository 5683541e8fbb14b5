package dev.pilothouse.desktop.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Queries another JVM with the JDK's own tool, so that none of our code runs in it. Stateless. */
public final class Jcmd {
    /** Format of G1 and Serial: {@code total 62464K, used 30152K}. */
    private static final Pattern USED = Pattern.compile("^ *(?!Metaspace|class)[\\w -]+?total \\d+K, used (\\d+)K");

    private Jcmd() {}

    /**
     * Runs two full collections, since finalizers and references need a second one.
     *
     * @return the live heap, in MB
     */
    public static double collect(long pid) throws IOException, InterruptedException {
        run(pid, "GC.run");
        run(pid, "GC.run");
        long used = 0;
        for (String line : run(pid, "GC.heap_info").split("\n")) {
            Matcher matcher = USED.matcher(line);
            if (matcher.find()) {
                used += Long.parseLong(matcher.group(1));
            }
        }
        return used / 1024.0;
    }

    public static String run(long pid, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
