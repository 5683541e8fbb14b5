package dev.pilothouse.desktop.forge;

import com.google.gson.JsonElement;
import dev.pilothouse.desktop.forge.ForgeException.Cause;
import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.CommandLookup;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.ProcessSpec;
import dev.pilothouse.desktop.process.ProcessStart;
import dev.pilothouse.desktop.process.StopTimings;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code gh} or {@code glab}, which use the login that the host's user has in them. Both have the command
 * {@code api}, and the same options for it. An answer that has not changed is asked for by its ETag, which costs nothing
 * of the account's limit.
 *
 * <p>No shell is involved, and nothing can ask on a terminal. Runs in the home directory, so that no repository's
 * configuration counts. Thread-safe. Ends with {@link #close()}, which stops running commands.
 */
final class ForgeProgram implements AutoCloseable {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    /** Answers that are kept for their ETags. */
    private static final int MAX_KEPT = 256;

    private static final int MAX_KEPT_CHARACTERS = 256 * 1024;
    /** Exit code of {@code gh} without a login. */
    private static final int GH_LOGGED_OUT = 4;

    private static final int NOT_CHANGED = 304;
    private static final StopTimings STOP =
            new StopTimings(Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(1));
    private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+ (\\d{3}).*");
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("GH_PROMPT_DISABLED", "1"),
            Map.entry("GH_NO_UPDATE_NOTIFIER", "1"),
            Map.entry("GH_NO_EXTENSION_UPDATE_NOTIFIER", "1"),
            Map.entry("GH_SPINNER_DISABLED", "1"),
            Map.entry("GH_PAGER", "cat"),
            Map.entry("NO_PROMPT", "1"),
            Map.entry("GLAB_CHECK_UPDATE", "false"),
            Map.entry("GLAB_SEND_TELEMETRY", "false"),
            Map.entry("GLAB_PAGER", "cat"),
            Map.entry("PAGER", "cat"),
            Map.entry("DO_NOT_TRACK", "1"),
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("NO_COLOR", "1"));

    /** An answer to a request. @param body empty if there is none */
    record Response(int status, Map<String, String> headers, String body) {}

    /** @param command {@code gh} or {@code glab} */
    record Settings(
            String command, ProcessRegistry ledger, String hostMark, Supplier<Map<String, String>> environment) {}

    private final Settings settings;
    private final Path directory;
    private final ProcessLauncher launcher;
    private final Clock clock;
    private volatile boolean closed;

    /** By host and endpoint. Guarded by itself. */
    private final Map<String, Response> kept = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Response> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /** @param directory an existing directory that is no repository */
    ForgeProgram(Settings settings, Path directory, Clock clock) {
        this.settings = settings;
        this.directory = directory;
        this.clock = clock;
        this.launcher = new ProcessLauncher(settings.ledger(), STOP);
    }

    String command() {
        return settings.command();
    }

    /** Whether the program is on the PATH. */
    boolean isInstalled() {
        return CommandLookup.of(environment()).find(command(), directory).isPresent();
    }

    private Map<String, String> environment() {
        return ChildEnvironment.from(settings.environment().get(), List.of(), VARIABLES);
    }

    /** Reads a part of the REST interface. Empty if there is no such thing. */
    Optional<JsonElement> get(String host, String endpoint) throws ForgeException {
        String key = host + " " + endpoint;
        Response before;
        synchronized (kept) {
            before = kept.get(key);
        }
        List<String> arguments = new ArrayList<>(List.of("api", "--include", "--hostname", host));
        String etag = before == null ? "" : before.headers().getOrDefault("etag", "");
        if (!etag.isEmpty()) {
            arguments.addAll(List.of("-H", "If-None-Match: " + etag));
        }
        arguments.add(endpoint);
        Response now = call(host, arguments, null);
        if (now.status() == NOT_CHANGED && before != null) {
            return Optional.of(json(before.body()));
        }
        if (now.status() == 404) {
            return Optional.empty();
        }
        requireSuccess(host, now);
        JsonElement read = json(now.body());
        if (now.headers().containsKey("etag") && now.body().length() <= MAX_KEPT_CHARACTERS) {
            synchronized (kept) {
                kept.put(key, now);
            }
        }
        return Optional.of(read);
    }

    /** Sends a change. Its content goes through stdin, so that no list of processes shows it. */
    JsonElement post(String host, String endpoint, String json) throws ForgeException {
        Response answer = call(
                host,
                List.of(
                        "api",
                        "--include",
                        "--hostname",
                        host,
                        "--method",
                        "POST",
                        "-H",
                        "Content-Type: application/json",
                        "--input",
                        "-",
                        endpoint),
                json.getBytes(StandardCharsets.UTF_8));
        requireSuccess(host, answer);
        return json(answer.body());
    }

    private JsonElement json(String body) throws ForgeException {
        try {
            return StrictJson.parse(body);
        } catch (CodecException e) {
            throw ForgeException.of(Cause.OTHER, HostTextCode.FORGE_ANSWER_UNUSABLE, command());
        }
    }

    private Response call(String host, List<String> arguments, byte @Nullable [] input) throws ForgeException {
        ForgeOutput output = run(arguments, input, MAX_BYTES, () -> false);
        if (output.isCut()) {
            throw ForgeException.of(
                    input == null ? Cause.OTHER : Cause.UNCLEAR, HostTextCode.FORGE_ANSWER_UNUSABLE, command());
        }
        Optional<Response> response = parse(output.text());
        if (response.isPresent()) {
            return response.get();
        }
        if (output.code() == GH_LOGGED_OUT) {
            throw loggedOut(host);
        }
        String said = sentence(output.errors());
        if (said.toLowerCase(Locale.ROOT).contains("unauthorized") || said.contains("401")) {
            throw loggedOut(host);
        }
        throw ForgeException.of(
                input == null ? Cause.OTHER : Cause.UNCLEAR,
                HostTextCode.FORGE_FAILED,
                command(),
                said.isEmpty() ? "exit code " + output.code() : said);
    }

    private ForgeException loggedOut(String host) {
        return ForgeException.of(Cause.LOGGED_OUT, HostTextCode.FORGE_LOGGED_OUT, command(), host);
    }

    private static String sentence(String errors) {
        return TextCutter.line(PlainText.line(errors.strip().replaceAll("\\s*\\R\\s*", " ")), 400);
    }

    /** Splits what {@code api --include} prints: a status line, headers, an empty line, the body. */
    private static Optional<Response> parse(String text) {
        String plain = text.replace("\r\n", "\n");
        int end = plain.indexOf("\n\n");
        String head = end < 0 ? plain : plain.substring(0, end);
        List<String> lines = head.lines().toList();
        Matcher status = STATUS.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!status.matches()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return Optional.of(
                new Response(Integer.parseInt(status.group(1)), headers, end < 0 ? "" : plain.substring(end + 2)));
    }

    private void requireSuccess(String host, Response answer) throws ForgeException {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return;
        }
        if (status == 401) {
            throw loggedOut(host);
        }
        Optional<Instant> limit = limit(answer);
        if (limit.isPresent()) {
            throw new ForgeException(
                    Cause.LIMITED,
                    HostText.of(HostTextCode.FORGE_LIMITED, host, limit.get().toString()),
                    limit.get());
        }
        String message = message(answer.body());
        throw ForgeException.of(
                status >= 500 ? Cause.UNCLEAR : Cause.OTHER,
                HostTextCode.FORGE_REFUSED,
                host,
                message.isEmpty() ? "HTTP " + status : message);
    }

    /** The end of a rate limit, if that is why the forge refuses. */
    private Optional<Instant> limit(Response answer) {
        if (answer.status() != 403 && answer.status() != 429) {
            return Optional.empty();
        }
        Optional<Long> wait = number(answer, "retry-after");
        if (wait.isPresent()) {
            return Optional.of(clock.instant().plusSeconds(Math.min(wait.get(), 86_400)));
        }
        boolean used = number(answer, "x-ratelimit-remaining").orElse(-1L) == 0
                || number(answer, "ratelimit-remaining").orElse(-1L) == 0;
        Optional<Long> reset = number(answer, "x-ratelimit-reset").or(() -> number(answer, "ratelimit-reset"));
        if (used && reset.isPresent()) {
            return reset.map(Instant::ofEpochSecond);
        }
        return answer.status() == 429
                        || message(answer.body()).toLowerCase(Locale.ROOT).contains("rate limit")
                ? Optional.of(clock.instant().plusSeconds(60))
                : Optional.empty();
    }

    private static Optional<Long> number(Response answer, String header) {
        String value = answer.headers().getOrDefault(header, "");
        return value.matches("\\d{1,12}") ? Optional.of(Long.valueOf(value)) : Optional.empty();
    }

    /** The reason in an answer of either forge. */
    private static String message(String body) {
        try {
            JsonElement json = StrictJson.parse(body);
            if (!json.isJsonObject()) {
                return "";
            }
            StringBuilder all = new StringBuilder();
            for (String name : List.of("message", "error")) {
                JsonElement value = json.getAsJsonObject().get(name);
                if (value != null && all.length() == 0) {
                    all.append(value.isJsonPrimitive() ? value.getAsString() : value.toString());
                }
            }
            JsonElement errors = json.getAsJsonObject().get("errors");
            if (errors != null && errors.isJsonArray()) {
                errors.getAsJsonArray().forEach(each -> {
                    JsonElement text =
                            each.isJsonObject() ? each.getAsJsonObject().get("message") : each;
                    if (text != null && text.isJsonPrimitive()) {
                        all.append(all.length() == 0 ? "" : ": ").append(text.getAsString());
                    }
                });
            }
            return sentence(all.toString());
        } catch (CodecException e) {
            return "";
        }
    }

    /**
     * Runs a command.
     *
     * @param bytes the end of stdout that is kept
     * @param cancelled true stops it, with its whole tree
     */
    ForgeOutput run(List<String> arguments, byte @Nullable [] input, int bytes, BooleanSupplier cancelled)
            throws ForgeException {
        List<String> command = new ArrayList<>(List.of(command()));
        command.addAll(arguments);
        ForgeOutput output = new ForgeOutput(bytes);
        ProcessStart start = launcher.start(
                new ProcessSpec(command, directory, environment(), ProcessMark.fresh(settings.hostMark())), output);
        Optional<CliProcess> process = start.match(Optional::of, failed -> Optional.empty());
        if (process.isEmpty()) {
            ProcessStart.Failed failed = (ProcessStart.Failed) start;
            throw failed.reason() == ProcessStart.Reason.COMMAND_NOT_FOUND
                    ? ForgeException.of(Cause.NO_PROGRAM, HostTextCode.FORGE_NO_PROGRAM, command())
                    : ForgeException.of(Cause.OTHER, HostTextCode.FORGE_FAILED, command(), failed.sentence());
        }
        ForgeOutput.End end = output.await(process.get(), input, TIME, () -> closed || cancelled.getAsBoolean());
        switch (end) {
            case CANCELLED -> throw ForgeException.of(Cause.CANCELLED, HostTextCode.FORGE_STOPPED, command());
            case TIMED_OUT ->
                throw ForgeException.of(
                        input == null ? Cause.OTHER : Cause.UNCLEAR,
                        HostTextCode.FORGE_TIMED_OUT,
                        command(),
                        TIME.toSeconds());
            default -> {
                return output;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
