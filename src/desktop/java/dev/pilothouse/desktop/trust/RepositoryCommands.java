package dev.pilothouse.desktop.trust;

import dev.pilothouse.model.PlainText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The commands of a repository, and the files that are copied into its worktrees. Immutable.
 *
 * @param file where the commands come from
 * @param own whether that is a file of the person, who is not asked about it
 * @param copy patterns of ignored files to copy from the main working directory
 */
public record RepositoryCommands(
        String file, boolean own, List<String> setup, List<String> teardown, List<String> check, List<String> copy) {
    public RepositoryCommands {
        setup = List.copyOf(setup);
        teardown = List.copyOf(teardown);
        check = List.copyOf(check);
        copy = List.copyOf(copy);
    }

    boolean isEmpty() {
        return setup.isEmpty() && teardown.isEmpty();
    }

    /** Identifies the commands of a worktree: SHA-256 in hex. */
    String digest() {
        return digest(List.of(setup, teardown));
    }

    /** Identifies the check. It differs from the digest of all other commands. */
    public String checkDigest() {
        return digest(List.of(List.of(CommandFileReader.CHECK), List.of(), check));
    }

    /** Each command has its length before it, so that no two lists have the same bytes. */
    private static String digest(List<List<String>> lists) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (List<String> list : lists) {
                digest.update((list.size() + "\n").getBytes(StandardCharsets.UTF_8));
                for (String command : list) {
                    byte[] bytes = command.getBytes(StandardCharsets.UTF_8);
                    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                    digest.update(bytes);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The commands of a worktree as lines, under the names of their lists, with hidden characters named. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, CommandFileReader.SETUP, setup);
        add(lines, CommandFileReader.TEARDOWN, teardown);
        return lines;
    }

    /** The check as lines. */
    public List<String> checkLines() {
        List<String> lines = new ArrayList<>();
        add(lines, CommandFileReader.CHECK, check);
        return lines;
    }

    private static void add(List<String> lines, String name, List<String> commands) {
        if (commands.isEmpty()) {
            return;
        }
        lines.add(name + ":");
        for (int i = 0; i < commands.size(); i++) {
            String number = i + 1 + "  ";
            String indent = " ".repeat(number.length());
            String[] parts = PlainText.exact(commands.get(i)).split("\n", -1);
            for (int j = 0; j < parts.length; j++) {
                lines.add((j == 0 ? number : indent) + parts[j]);
            }
        }
    }

    /** Lines as a code block of Markdown, in a fence that none of them can end. */
    static String block(List<String> lines) {
        String text = String.join("\n", lines);
        StringBuilder fence = new StringBuilder("```");
        while (text.contains(fence)) {
            fence.append('`');
        }
        return fence + "\n" + text + "\n" + fence;
    }
}
