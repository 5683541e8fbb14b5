package dev.pilothouse.desktop.push;

import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the targets of {@code away.json} in the data folder, which the user writes. It may contain tokens, so its
 * permissions are made private before it is read. Stateless.
 */
public final class NotificationConfig {
    public static final String FILE = "away.json";

    private static final int MAX_TARGETS = 8;
    private static final int MAX_PORT = 65_535;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,40}");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|localhost|\\[::1\\]");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{0,512}");

    private NotificationConfig() {}

    /** Reports an invalid file: the place and the remedy, but never its content. */
    public static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(String text) {
            super(text);
        }
    }

    /** Returns the targets; none without a file. */
    public static List<NotificationTarget> read(Path dataFolder) throws InvalidException {
        Path path = dataFolder.resolve(FILE);
        try {
            restrictAccess(path);
            Optional<byte[]> content = new PrivateFile(path).read();
            return content.isEmpty() ? List.of() : parse(new String(content.get(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InvalidException(path + " cannot be read: " + e.getClass().getSimpleName() + ".");
        }
    }

    private static void restrictAccess(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && Files.exists(path)) {
            view.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
    }

    static List<NotificationTarget> parse(String text) throws InvalidException {
        try {
            List<NotificationTarget> targets =
                    new FieldReader(StrictJson.parseObject(text)).list("targets", NotificationConfig::target);
            if (targets.size() > MAX_TARGETS) {
                throw new CodecException("targets must be at most " + MAX_TARGETS);
            }
            Set<String> names = new HashSet<>();
            for (NotificationTarget target : targets) {
                if (!names.add(target.name())) {
                    throw new CodecException("two targets have the name " + target.name());
                }
            }
            return List.copyOf(targets);
        } catch (CodecException e) {
            throw new InvalidException(FILE + ": " + e.getMessage() + ".");
        }
    }

    private static NotificationTarget target(FieldReader fields) throws CodecException {
        String name = fields.string("name");
        if (!NAME.matcher(name).matches()) {
            throw fields.bad("name", "must be 1 to 40 letters, digits, dots, dashes or underscores");
        }
        NotificationTarget.Form form = form(fields);
        String token = fields.string("token", "");
        if (!TOKEN.matcher(token).matches()) {
            throw fields.bad("token", "must be at most 512 printable characters without spaces");
        }
        return new NotificationTarget(
                name,
                form,
                url(fields, form),
                token,
                kinds(fields),
                fields.flag("transcript"),
                fields.flag("idempotent"));
    }

    private static NotificationTarget.Form form(FieldReader fields) throws CodecException {
        return switch (fields.string("form")) {
            case "ntfy" -> NotificationTarget.Form.NTFY;
            case "webhook" -> NotificationTarget.Form.WEBHOOK;
            default -> throw fields.bad("form", "must be ntfy or webhook");
        };
    }

    private static URI url(FieldReader fields, NotificationTarget.Form form) throws CodecException {
        URI url;
        try {
            url = new URI(fields.string("url"));
        } catch (URISyntaxException e) {
            throw fields.bad("url", "is no URL");
        }
        if (url.getHost() == null || url.getScheme() == null) {
            throw fields.bad("url", "must be a whole URL such as https://ntfy.sh/my-topic");
        }
        if (url.getRawUserInfo() != null) {
            throw fields.bad("url", "must have no name and password in it; put a token into \"token\"");
        }
        if (url.getPort() > MAX_PORT) {
            throw fields.bad("url", "must have a port up to " + MAX_PORT + ", or none");
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        boolean loopback = LOOPBACK.matcher(url.getHost()).matches();
        if (!scheme.equals("https") && !(scheme.equals("http") && loopback)) {
            throw fields.bad("url", "must begin with https://; http:// is for this machine alone");
        }
        if (form == NotificationTarget.Form.NTFY && (topic(url).isEmpty() || url.getRawQuery() != null)) {
            throw fields.bad("url", "must end with the topic, such as https://ntfy.sh/my-topic");
        }
        return url;
    }

    /** Returns the last part of the path. */
    static String topic(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Set<NotificationKind> kinds(FieldReader fields) throws CodecException {
        List<String> words = fields.values("events", word -> word);
        if (words.isEmpty()) {
            return EnumSet.of(NotificationKind.NEEDS_YOU, NotificationKind.FAILED);
        }
        Set<NotificationKind> kinds = EnumSet.noneOf(NotificationKind.class);
        for (String word : words) {
            kinds.add(kind(fields, word));
        }
        return kinds;
    }

    private static NotificationKind kind(FieldReader fields, String word) throws CodecException {
        return switch (word) {
            case "needsYou" -> NotificationKind.NEEDS_YOU;
            case "done" -> NotificationKind.DONE;
            case "failed" -> NotificationKind.FAILED;
            case "quiet" -> NotificationKind.QUIET;
            default -> throw fields.bad("events", "may have needsYou, done, failed and quiet");
        };
    }
}
