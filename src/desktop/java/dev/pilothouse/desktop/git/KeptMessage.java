package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.git.KeptTree.Left;
import dev.pilothouse.desktop.git.KeptTree.Reason;
import dev.pilothouse.desktop.git.KeptTree.Why;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The message of a snapshot's commit: a title, and one line for each member. Stateless. */
final class KeptMessage {
    private static final String PREFIX = "Pilothouse-";

    private KeptMessage() {}

    static String write(KeptTree snapshot) {
        StringBuilder text = new StringBuilder("Snapshot of ")
                .append(snapshot.branch().isEmpty() ? "a detached HEAD" : snapshot.branch())
                .append("\n\n");
        line(text, "Reason", snapshot.reason().word());
        line(text, "Owner", snapshot.owner());
        line(text, "Git-Directory", snapshot.gitDirectory().toString());
        line(text, "Directory", snapshot.directory().toString());
        line(text, "Branch", snapshot.branch());
        line(text, "Head", snapshot.head());
        line(text, "Index", snapshot.index());
        line(text, "Files", Integer.toString(snapshot.files()));
        line(text, "Bytes", Long.toString(snapshot.bytes()));
        line(text, "Largest", Long.toString(snapshot.largest()));
        snapshot.left().forEach(left -> line(text, "Left", left.why().word() + " " + left.path()));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(PREFIX).append(name).append(": ").append(value).append('\n');
    }

    /** Reads a snapshot from its reference. Empty if another program made the reference. */
    static Optional<KeptTree> read(String id, String commit, String tree, String message) {
        Map<String, String> members = new HashMap<>();
        List<Left> left = new ArrayList<>();
        for (String line : message.split("\n")) {
            int colon = line.indexOf(": ");
            if (!line.startsWith(PREFIX) || colon < 0) {
                continue;
            }
            String name = line.substring(PREFIX.length(), colon);
            String value = line.substring(colon + 2);
            if (name.equals("Left")) {
                left(value).filter(one -> left.size() < KeptTree.MAX_LEFT).ifPresent(left::add);
            } else {
                members.putIfAbsent(name, value);
            }
        }
        try {
            return KeptTree.isId(id) && members.containsKey("Index")
                    ? Optional.of(new KeptTree(
                            id,
                            commit,
                            reason(members.getOrDefault("Reason", "")),
                            members.getOrDefault("Owner", ""),
                            KeptTree.time(id),
                            Path.of(members.getOrDefault("Git-Directory", "")),
                            Path.of(members.getOrDefault("Directory", "")),
                            members.getOrDefault("Branch", ""),
                            members.getOrDefault("Head", ""),
                            tree,
                            members.getOrDefault("Index", ""),
                            Integer.parseInt(members.getOrDefault("Files", "0")),
                            Long.parseLong(members.getOrDefault("Bytes", "0")),
                            Long.parseLong(members.getOrDefault("Largest", "0")),
                            left))
                    : Optional.empty();
        } catch (NumberFormatException | DateTimeException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Reason reason(String word) {
        return Stream.of(Reason.values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElse(Reason.REQUEST);
    }

    private static Optional<Left> left(String value) {
        int space = value.indexOf(' ');
        return Stream.of(Why.values())
                .filter(why -> space > 0 && why.word().equals(value.substring(0, space)))
                .findFirst()
                .map(why -> new Left(why, value.substring(space + 1)));
    }

    static KeptTree withCommit(KeptTree one, String commit) {
        return new KeptTree(
                one.id(),
                commit,
                one.reason(),
                one.owner(),
                one.at(),
                one.gitDirectory(),
                one.directory(),
                one.branch(),
                one.head(),
                one.tree(),
                one.index(),
                one.files(),
                one.bytes(),
                one.largest(),
                one.left());
    }
}
