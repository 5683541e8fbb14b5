package dev.pilothouse.desktop.push;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushTarget;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.PushCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.WireEnum;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the targets of {@code away.json} in the data folder, which the user or a device with the scope
 * {@code admin} writes. It may contain tokens, so its permissions are made private before it is read. Stateless.
 */
public final class NotificationConfig {
    public static final String FILE = "away.json";

    static final int MAX_TARGETS = 8;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_URL = 2_000;
    private static final List<String> MEMBERS = List.of(
            "id",
            "name",
            "form",
            "url",
            "token",
            "publicKey",
            "authSecret",
            "events",
            "sessions",
            "quiet",
            "escalateTo",
            "escalateMinutes",
            "transcript",
            "idempotent",
            "privateAddress",
            "answersAs",
            "addedBy");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|localhost|\\[::1\\]");
    /** Of the characters of an address, none needs escaping in JSON. */
    private static final Pattern CONTACT =
            Pattern.compile("(mailto:[A-Za-z0-9._%+-]{1,64}@|https://)[A-Za-z0-9:/._~%?=&+-]{1,200}");

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

    /** Returns where a push service can reach the person who runs this host; empty if the file does not say it. */
    static String readContact(Path dataFolder) throws InvalidException {
        try {
            Optional<byte[]> content = new PrivateFile(dataFolder.resolve(FILE)).read();
            return content.isEmpty()
                    ? ""
                    : contact(
                            new FieldReader(StrictJson.parseObject(new String(content.get(), StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new InvalidException(FILE + " cannot be read: " + e.getClass().getSimpleName() + ".");
        } catch (CodecException e) {
            throw new InvalidException(FILE + ": " + e.getMessage() + ".");
        }
    }

    private static String contact(FieldReader file) throws CodecException {
        String contact = file.string("contact", "");
        if (!contact.isEmpty() && !CONTACT.matcher(contact).matches()) {
            throw file.bad("contact", "must be an address such as mailto:ada@example.org or https://example.org/ada");
        }
        return contact;
    }

    static List<NotificationTarget> parse(String text) throws InvalidException {
        try {
            return targets(StrictJson.parseObject(text));
        } catch (CodecException e) {
            throw new InvalidException(FILE + ": " + e.getMessage() + ".");
        }
    }

    private static List<NotificationTarget> targets(JsonObject file) throws CodecException {
        FieldReader fields = new FieldReader(file);
        contact(fields);
        List<NotificationTarget> targets = fields.list("targets", NotificationConfig::target);
        if (targets.size() > MAX_TARGETS) {
            throw new CodecException("targets must be at most " + MAX_TARGETS);
        }
        Set<String> ids = new HashSet<>();
        for (NotificationTarget target : targets) {
            if (!ids.add(target.id())) {
                throw new CodecException("two targets have the name " + target.id());
            }
        }
        return List.copyOf(targets);
    }

    /**
     * Replaces the targets of the file. Members that this version does not know stay.
     *
     * @throws InvalidException if the file is invalid, which then stays as it is
     */
    static void write(Path dataFolder, List<NotificationTarget> targets) throws IOException, InvalidException {
        PrivateFile file = new PrivateFile(dataFolder.resolve(FILE));
        Optional<byte[]> content = file.read();
        JsonObject all = new JsonObject();
        Map<String, JsonObject> known = new HashMap<>();
        if (content.isPresent()) {
            String text = new String(content.get(), StandardCharsets.UTF_8);
            parse(text);
            try {
                all = StrictJson.parseObject(text);
            } catch (CodecException e) {
                throw new InvalidException(FILE + ": " + e.getMessage() + ".");
            }
            if (all.has("targets")) {
                all.getAsJsonArray("targets")
                        .forEach(each -> known.put(id(each.getAsJsonObject()), each.getAsJsonObject()));
            }
        }
        JsonArray array = new JsonArray();
        for (NotificationTarget target : targets) {
            JsonObject before = known.getOrDefault(target.id(), new JsonObject());
            MEMBERS.forEach(before::remove);
            JsonObject now = encode(target);
            now.entrySet().forEach(member -> before.add(member.getKey(), member.getValue()));
            array.add(before);
        }
        all.add("targets", array);
        file.write(StrictJson.write(all).getBytes(StandardCharsets.UTF_8));
    }

    private static String id(JsonObject target) {
        return target.get(target.has("id") ? "id" : "name").getAsString();
    }

    private static JsonObject encode(NotificationTarget target) {
        JsonObject json = new JsonObject();
        PushTarget settings = target.settings();
        if (!settings.id().equals(settings.name())) {
            json.addProperty("id", settings.id());
        }
        json.addProperty("name", settings.name());
        json.addProperty("form", WireEnum.toWire(settings.kind()));
        if (target.url() != null) {
            json.addProperty("url", target.url().toString());
        }
        addText(json, "token", target.token());
        addText(json, "publicKey", target.publicKey());
        addText(json, "authSecret", target.authSecret());
        PushCodec.RULES.encode(settings.rules()).entrySet().forEach(rule -> json.add(rule.getKey(), rule.getValue()));
        addFlag(json, "transcript", settings.transcript());
        addFlag(json, "idempotent", settings.idempotent());
        addFlag(json, "privateAddress", settings.privateAddress());
        addText(
                json,
                "answersAs",
                settings.answersAs() == null ? "" : settings.answersAs().value());
        addText(
                json,
                "addedBy",
                target.addedBy() == null ? "" : target.addedBy().value());
        return json;
    }

    private static void addText(JsonObject json, String member, String text) {
        if (!text.isEmpty()) {
            json.addProperty(member, text);
        }
    }

    private static void addFlag(JsonObject json, String member, boolean flag) {
        if (flag) {
            json.addProperty(member, true);
        }
    }

    private static NotificationTarget target(FieldReader fields) throws CodecException {
        String id = fields.string("id", fields.string("name"));
        if (!PushTarget.isId(id)) {
            throw fields.bad(
                    fields.has("id") ? "id" : "name", "must be 1 to 40 letters, digits, dots, dashes or underscores");
        }
        String name = fields.string("name");
        if (!isName(name)) {
            throw fields.bad("name", "must be one line of at most " + PushTarget.MAX_NAME + " characters");
        }
        PushKind kind = kind(fields);
        String token = fields.string("token", "");
        if (!isToken(token)) {
            throw fields.bad("token", "must be at most 512 printable characters without spaces");
        }
        boolean gone = kind.isSealed() && !fields.has("url");
        String publicKey = fields.string("publicKey", "");
        String authSecret = fields.string("authSecret", "");
        if (kind.isSealed() && !gone && !WebPushSealer.areKeys(publicKey, authSecret)) {
            throw fields.bad("publicKey", "and authSecret must be the two keys of the receiver in base64url");
        }
        Set<NotificationKind> kinds = kinds(fields);
        PushRules read = PushCodec.RULES.decode(fields);
        PushRules rules = new PushRules(
                List.copyOf(kinds), read.sessions(), read.quiet(), read.escalateTo(), read.escalateMinutes());
        if (!rules.quiet().isValid()) {
            throw fields.bad("quiet", "must have two times such as 22:00 and 07:00, and a zone such as Europe/Berlin");
        }
        if (rules.sessions().size() > PushRules.MAX_OVERRIDES
                || rules.escalateMinutes() < 0
                || rules.escalateMinutes() > PushRules.MAX_ESCALATE_MINUTES) {
            throw fields.bad("sessions", "or escalateMinutes is out of bounds");
        }
        PushTarget settings = new PushTarget(
                id,
                kind,
                name,
                rules,
                fields.flag("transcript"),
                fields.flag("idempotent"),
                fields.flag("privateAddress"),
                device(fields, "answersAs"));
        return new NotificationTarget(
                settings, gone ? null : url(fields, kind), token, publicKey, authSecret, device(fields, "addedBy"));
    }

    private static @Nullable DeviceId device(FieldReader fields, String member) throws CodecException {
        return fields.has(member) ? fields.value(member, DeviceId::new) : null;
    }

    static boolean isName(String name) {
        return !name.isBlank() && name.length() <= PushTarget.MAX_NAME && PlainText.isPlainName(name);
    }

    static boolean isToken(String token) {
        return TOKEN.matcher(token).matches();
    }

    private static PushKind kind(FieldReader fields) throws CodecException {
        PushKind kind = WireEnum.PUSH_KIND.parse(fields.string("form"));
        if (kind == null || kind == PushKind.OTHER) {
            throw fields.bad("form", "must be ntfy, webhook, webPush or unifiedPush");
        }
        return kind;
    }

    private static URI url(FieldReader fields, PushKind kind) throws CodecException {
        String text = fields.string("url");
        Optional<String> problem = problem(text, kind);
        if (problem.isPresent()) {
            throw fields.bad("url", problem.get());
        }
        return URI.create(text);
    }

    /** Returns what is wrong with an address, without the address; empty if nothing is. */
    static Optional<String> problem(String text, PushKind kind) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("is no URL");
        }
        if (text.length() > MAX_URL) {
            return Optional.of("must have at most " + MAX_URL + " characters");
        }
        if (url.getHost() == null || url.getScheme() == null) {
            return Optional.of("must be a whole URL such as https://ntfy.sh/my-topic");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("must have no name and password in it; put a token into \"token\"");
        }
        if (url.getPort() > MAX_PORT) {
            return Optional.of("must have a port up to " + MAX_PORT + ", or none");
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        boolean loopback = LOOPBACK.matcher(url.getHost()).matches();
        if (!scheme.equals("https") && !(scheme.equals("http") && loopback)) {
            return Optional.of("must begin with https://; http:// is for this machine alone");
        }
        if (kind == PushKind.NTFY && isWithoutTopic(url)) {
            return Optional.of("must end with the topic, such as https://ntfy.sh/my-topic");
        }
        return Optional.empty();
    }

    static boolean isWithoutTopic(URI url) {
        return topic(url).isEmpty() || url.getRawQuery() != null;
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
