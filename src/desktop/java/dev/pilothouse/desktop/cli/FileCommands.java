package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.FolderEntry;
import dev.pilothouse.model.GitReference;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.SessionSummary;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The commands that read files and folders of the host. */
final class FileCommands {
    private FileCommands() {}

    @Command(
            name = "files",
            description = {
                "Lists a folder of a session's directory, or searches it for files.",
                "Paths can be given to 'cat', and to 'prompt --file'."
            })
    static final class Files extends SessionCommand {
        @Parameters(
                index = "1",
                paramLabel = "PATH",
                arity = "0..1",
                defaultValue = "",
                description = "A folder (default: the session's directory).")
        private String path;

        @Option(names = "--find", paramLabel = "LETTERS", description = "Searches paths with these letters instead.")
        private @Nullable String find;

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            JsonArray array = new JsonArray();
            Table table = new Table("TYPE", "BYTES", "PATH");
            boolean partial;
            if (find != null) {
                HostGateway.FoundFiles found = host.value(host.client().host().findFiles(id(summary), find));
                partial = found.partial();
                for (FileMatch match : found.files()) {
                    array.add(json(match.path(), match.directory()));
                    table.row(match.directory() ? "folder" : "file", "", match.path());
                }
            } else {
                HostGateway.Folder folder = host.value(host.client().host().listFolder(id(summary), path));
                partial = folder.partial();
                String before = folder.path().isEmpty() ? "" : folder.path() + "/";
                for (FolderEntry entry : folder.entries()) {
                    JsonObject json = json(before + entry.name(), entry.directory());
                    json.addProperty("bytes", entry.size());
                    json.addProperty("ignored", entry.ignored());
                    json.addProperty("link", entry.link());
                    array.add(json);
                    table.row(
                            entry.directory() ? "folder" : entry.link() ? "link" : "file",
                            entry.directory() ? "" : Long.toString(entry.size()),
                            before + entry.name());
                }
            }
            if (ctl().json()) {
                ctl().terminal().json(array);
            } else if (array.isEmpty()) {
                ctl().terminal().note("There are no files.");
            } else {
                table.print(ctl().terminal());
            }
            if (partial) {
                ctl().terminal().note("Some entries are left out.");
            }
            return 0;
        }

        private static JsonObject json(String path, boolean directory) {
            JsonObject json = new JsonObject();
            json.addProperty("path", path);
            json.addProperty("directory", directory);
            return json;
        }
    }

    @Command(
            name = "cat",
            description = {
                "Prints a file of a session's directory: all lines of a text, or the bytes of a picture.",
                "Other files cannot be read through the host."
            })
    static final class Cat extends SessionCommand {
        @Parameters(index = "1", paramLabel = "PATH", description = "The file, as 'files' lists it.")
        private String path;

        @Option(names = "--from", paramLabel = "N", defaultValue = "1", description = "The first line (default: 1).")
        private long from;

        @Option(names = "--lines", paramLabel = "N", description = "At most so many lines (default: all).")
        private @Nullable Integer lines;

        @Override
        void check() throws CommandFailure {
            if (from < 1 || lines != null && lines < 1) {
                throw CommandFailure.usage("Lines count from 1.");
            }
        }

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            HostGateway gateway = host.client().host();
            long next = from - 1;
            long left = lines == null ? Long.MAX_VALUE : lines;
            JsonArray array = new JsonArray();
            FilePart part;
            do {
                part = host.value(gateway.readFile(id(summary), path, next, (int) Math.min(left, 10_000)));
                if (part.file().kind() != SessionFile.Kind.TEXT) {
                    return bytes(host, summary, part.file());
                }
                for (String line : part.lines()) {
                    if (left-- > 0) {
                        array.add(line);
                        if (!ctl().json()) {
                            ctl().terminal().line(Terminal.plain(line));
                        }
                    }
                }
                next += part.lines().size();
            } while (part.more() && left > 0 && !part.lines().isEmpty());
            if (ctl().json()) {
                JsonObject json = new JsonObject();
                json.addProperty("path", part.file().path());
                json.addProperty("from", from);
                json.add("lines", array);
                json.addProperty("more", part.more() || left <= 0 && next > from - 1 + array.size());
                ctl().terminal().json(json);
            }
            return 0;
        }

        private int bytes(HostConnection host, SessionSummary summary, SessionFile file) throws CommandFailure {
            if (file.kind() != SessionFile.Kind.PICTURE) {
                throw new CommandFailure(
                        CommandFailure.OTHER, "binary", "This file is neither a text nor a picture: " + file.path());
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            FilePart part;
            do {
                part = host.value(host.client().host().readPicture(id(summary), path, bytes.size()));
                bytes.writeBytes(Base64.getDecoder().decode(part.data()));
            } while (part.more() && !part.data().isEmpty());
            return content(ctl(), bytes.toByteArray());
        }
    }

    /** Prints bytes as they are, or in base64 as JSON. */
    private static int content(CtlCommand ctl, byte[] bytes) {
        if (ctl.json()) {
            JsonObject json = new JsonObject();
            json.addProperty("bytes", bytes.length);
            json.addProperty("data", Base64.getEncoder().encodeToString(bytes));
            ctl.terminal().json(json);
        } else {
            ctl.terminal().bytes(bytes);
        }
        return 0;
    }

    @Command(
            name = "content",
            description = {
                "Prints content that a session stores beside its transcript, such as a picture, a sound or a long output.",
                "The history in JSON names it: 'blobId', or 'blob' of a long text."
            })
    static final class Content extends SessionCommand {
        @Parameters(index = "1", paramLabel = "BLOB", description = "The id of the content.")
        private String blob;

        @Override
        int run(HostConnection host, SessionSummary summary) throws CommandFailure {
            BlobId blobId;
            try {
                blobId = new BlobId(blob);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage("This is not the id of any content: " + blob);
            }
            return content(ctl(), host.value(host.client().host().fetchBytes(id(summary), blobId)));
        }
    }

    @Command(
            name = "directory",
            description = "Lists the folders of a directory of the host, to find one for a session.")
    static final class Directory implements Callable<Integer> {
        @ParentCommand
        private CtlCommand ctl;

        @Parameters(
                paramLabel = "DIR",
                arity = "0..1",
                defaultValue = "",
                description = "An absolute path (default: the home directory of the host's user).")
        private String path;

        @Override
        public Integer call() throws CommandFailure {
            try (HostConnection host = ctl.connect()) {
                HostGateway.Directory directory =
                        host.value(host.client().host().listDirectory(path));
                JsonArray entries = new JsonArray();
                Table table = new Table("TYPE", "NAME");
                for (DirectoryEntry entry : directory.entries()) {
                    JsonObject json = new JsonObject();
                    json.addProperty("name", entry.name());
                    json.addProperty("directory", entry.directory());
                    json.addProperty("repository", entry.repository());
                    entries.add(json);
                    table.row(entry.repository() ? "repository" : entry.directory() ? "folder" : "file", entry.name());
                }
                if (ctl.json()) {
                    JsonObject json = new JsonObject();
                    json.addProperty("path", directory.path());
                    json.add("entries", entries);
                    ctl.terminal().json(json);
                } else {
                    ctl.terminal().note(Terminal.plainLine(directory.path()));
                    table.print(ctl.terminal());
                }
                return 0;
            }
        }
    }

    @Command(
            name = "branches",
            description = "Lists the branches of the repository that a directory of the host is in.")
    static final class Branches implements Callable<Integer> {
        @ParentCommand
        private CtlCommand ctl;

        @Parameters(paramLabel = "DIR", description = "An absolute path.")
        private String path;

        @Override
        public Integer call() throws CommandFailure {
            try (HostConnection host = ctl.connect()) {
                ReferenceList list = host.value(host.client().host().references(path));
                if (list.repository().isEmpty()) {
                    throw new CommandFailure(
                            CommandFailure.NO_SUCH_THING,
                            "noRepository",
                            "This directory is in no repository: " + path);
                }
                if (ctl.json()) {
                    ctl.terminal().json(json(list));
                    return 0;
                }
                Table table = new Table("", "BRANCH", "CHECKED OUT IN");
                for (GitReference branch : list.branches()) {
                    table.row(branch.name().equals(list.head()) ? "*" : "", branch.name(), branch.place());
                }
                table.print(ctl.terminal());
                return 0;
            }
        }

        private static JsonObject json(ReferenceList list) {
            JsonArray branches = new JsonArray();
            for (GitReference branch : list.branches()) {
                JsonObject json = new JsonObject();
                json.addProperty("name", branch.name());
                json.addProperty("remote", branch.remote());
                json.addProperty("place", branch.place());
                branches.add(json);
            }
            JsonObject json = new JsonObject();
            json.addProperty("repository", list.repository());
            json.addProperty("head", list.head());
            json.addProperty("remoteDefault", list.remoteDefault());
            json.addProperty("ahead", list.ahead());
            json.add("branches", branches);
            return json;
        }
    }
}
