package dev.pilothouse.ui.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An absolute path on a host's machine, whose system may differ from this device's. The path of a file system with
 * {@code /}, with a drive letter, or of a Windows share.
 */
record FolderPath(String path) {
    /** A folder on the way to a path, the root included. */
    record Step(String name, String path) {}

    /** The name of the folder; for a root the whole path. */
    String name() {
        List<Step> steps = steps();
        return steps.isEmpty() ? path : steps.get(steps.size() - 1).name();
    }

    /** The folder above, or empty for a root. */
    Optional<String> parent() {
        List<Step> steps = steps();
        return steps.size() < 2
                ? Optional.empty()
                : Optional.of(steps.get(steps.size() - 2).path());
    }

    String child(String name) {
        char separator = separator();
        return path.charAt(path.length() - 1) == separator ? path + name : path + separator + name;
    }

    /** The folders from the root to this one. Empty if the path is not absolute. */
    List<Step> steps() {
        int root = rootLength();
        List<Step> steps = new ArrayList<>();
        if (root == 0) {
            return steps;
        }
        steps.add(new Step(path.substring(0, root), path.substring(0, root)));
        char separator = separator();
        int start = root;
        while (start < path.length()) {
            int end = path.indexOf(separator, start);
            end = end < 0 ? path.length() : end;
            if (end > start) {
                steps.add(new Step(path.substring(start, end), path.substring(0, end)));
            }
            start = end + 1;
        }
        return steps;
    }

    private char separator() {
        return path.startsWith("/") ? '/' : '\\';
    }

    private int rootLength() {
        if (path.startsWith("/")) {
            return 1;
        }
        if (path.startsWith("\\\\")) {
            int server = path.indexOf('\\', 2);
            int share = server < 0 ? -1 : path.indexOf('\\', server + 1);
            return share < 0 ? path.length() : share + 1;
        }
        return path.length() > 2 && path.charAt(1) == ':' && path.charAt(2) == '\\' ? 3 : 0;
    }
}
