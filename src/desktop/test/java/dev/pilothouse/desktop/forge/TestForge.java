package dev.pilothouse.desktop.forge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The parts of the REST interfaces of GitHub and GitLab that the host uses, on a loopback port. The real {@code gh} and
 * {@code glab} reach it as a proxy, under the hosts {@value #GITHUB} and {@value #GITLAB}; the stand-in does the same.
 */
public final class TestForge implements AutoCloseable {
    public static final String GITHUB = "github.localhost";
    public static final String GITLAB = "gitlab.localhost";

    private static final Pattern PULLS = Pattern.compile("/repos/pilot/shop/pulls(?:/(\\d+))?");
    private static final Pattern MERGES =
            Pattern.compile("/api/v4/projects/pilot%2Fshop/merge_requests(?:/(\\d+))?(/pipelines)?");

    private final HttpServer server;
    private final List<JsonObject> pulls = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Map<String, JsonArray> checkRuns = new HashMap<>();
    private boolean loggedIn = true;
    private boolean losesAnswers;
    private long limitedUntil;
    private int hiddenLists;

    public TestForge() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    // --- the state

    public synchronized void loggedIn(boolean now) {
        loggedIn = now;
    }

    /** Whether a pull request is created, but its answer is lost. */
    public synchronized void losesAnswers(boolean now) {
        losesAnswers = now;
    }

    /** Lists no pull requests in the next answers, as if somebody created one between two requests. */
    public synchronized void hidesLists(int count) {
        hiddenLists = count;
    }

    public synchronized void limitedUntil(long epochSecond) {
        limitedUntil = epochSecond;
    }

    public synchronized JsonObject addPull(String branch, String commit) {
        return addPull(branch, "main", "Change " + branch, commit, false);
    }

    private JsonObject addPull(String branch, String base, String title, String commit, boolean draft) {
        JsonObject pull = new JsonObject();
        int number = pulls.size() + 1;
        pull.addProperty("number", number);
        pull.addProperty("iid", number);
        pull.addProperty("title", title);
        pull.addProperty("state", "open");
        pull.addProperty("draft", draft);
        pull.addProperty("html_url", "https://" + GITHUB + "/pilot/shop/pull/" + number);
        pull.addProperty("web_url", "https://" + GITLAB + "/pilot/shop/-/merge_requests/" + number);
        pull.addProperty("sha", commit);
        pull.addProperty("source_branch", branch);
        pull.addProperty("target_branch", base);
        pull.addProperty("source_project_id", 1);
        pull.addProperty("target_project_id", 1);
        pull.add("head", reference(branch, commit));
        pull.add("base", reference(base, "0000"));
        pulls.add(pull);
        return pull;
    }

    private static JsonObject reference(String branch, String commit) {
        JsonObject reference = new JsonObject();
        reference.addProperty("ref", branch);
        reference.addProperty("sha", commit);
        return reference;
    }

    public synchronized List<JsonObject> pulls() {
        return List.copyOf(pulls);
    }

    /** Sets a member of a pull request. */
    public synchronized void change(int number, String member, String value) {
        pulls.get(number - 1).addProperty(member, value);
    }

    /** @param conclusion empty while it runs */
    public synchronized void addCheck(String commit, int job, String name, String conclusion) {
        JsonObject check = new JsonObject();
        check.addProperty("id", job);
        check.addProperty("name", name);
        check.addProperty("status", conclusion.isEmpty() ? "in_progress" : "completed");
        if (!conclusion.isEmpty()) {
            check.addProperty("conclusion", conclusion);
        }
        check.addProperty("details_url", "https://" + GITHUB + "/pilot/shop/actions/runs/5/job/" + job);
        checkRuns.computeIfAbsent(commit, added -> new JsonArray()).add(check);
    }

    /** The requests so far, such as {@code GET /repos/pilot/shop/pulls/1 304}. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    // --- answers

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI address = exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer = answer(exchange, address, body);
            String path = address.getRawPath();
            synchronized (this) {
                requests.add(exchange.getRequestMethod() + " " + path + " " + answer.status());
            }
            if (answer.status() == 0) {
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] bytes = answer.bytes();
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private record Answer(int status, Map<String, String> headers, byte[] bytes) {
        static Answer json(int status, String body) {
            return new Answer(
                    status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private synchronized Answer answer(HttpExchange exchange, URI address, String body) throws IOException {
        if (!loggedIn) {
            return Answer.json(401, "{\"message\":\"Bad credentials\"}");
        }
        if (limitedUntil > 0) {
            return new Answer(
                    403,
                    Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", String.valueOf(limitedUntil)),
                    "{\"message\":\"API rate limit exceeded\"}".getBytes(StandardCharsets.UTF_8));
        }
        boolean post = exchange.getRequestMethod().equals("POST");
        Answer answer = post ? create(address.getRawPath(), body) : read(address);
        if (post || answer.status() != 200) {
            return answer;
        }
        String etag =
                "W/\"" + Integer.toHexString(new String(answer.bytes(), StandardCharsets.UTF_8).hashCode()) + "\"";
        if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            return new Answer(304, Map.of("ETag", etag), new byte[0]);
        }
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("ETag", etag);
        return new Answer(200, headers, answer.bytes());
    }

    private Answer read(URI address) throws IOException {
        String path = address.getRawPath();
        Map<String, String> query = query(address);
        Matcher pull = PULLS.matcher(path);
        Matcher merge = MERGES.matcher(path);
        if (pull.matches() || merge.matches() && merge.group(2) == null) {
            String number = pull.matches() ? pull.group(1) : merge.group(1);
            String branch = query.getOrDefault("source_branch", query.getOrDefault("head", ""))
                    .replaceFirst("^pilot:", "");
            return number == null ? list(branch) : one(Integer.parseInt(number));
        }
        if (merge.matches()) {
            JsonObject pipeline = new JsonObject();
            pipeline.addProperty("id", 9);
            pipeline.addProperty("project_id", 1);
            JsonArray all = new JsonArray();
            all.add(pipeline);
            return Answer.json(200, all.toString());
        }
        if (path.equals("/api/v4/projects/1/pipelines/9/jobs")) {
            JsonArray jobs = new JsonArray();
            checkRuns
                    .values()
                    .forEach(runs -> runs.forEach(run -> {
                        JsonObject job = run.getAsJsonObject().deepCopy();
                        String conclusion =
                                job.has("conclusion") ? job.get("conclusion").getAsString() : "running";
                        job.addProperty("status", conclusion.equals("failure") ? "failed" : conclusion);
                        jobs.add(job);
                    }));
            return Answer.json(200, jobs.toString());
        }
        if (path.matches("/api/v4/projects/1/jobs/\\d+/trace")) {
            return new Answer(200, Map.of("Content-Type", "text/plain"), log().getBytes(StandardCharsets.UTF_8));
        }
        Matcher commit = Pattern.compile("/repos/pilot/shop/commits/(\\w+)/(check-runs|status)")
                .matcher(path);
        if (commit.matches()) {
            boolean runs = commit.group(2).equals("check-runs");
            JsonObject json = new JsonObject();
            json.add(
                    runs ? "check_runs" : "statuses",
                    runs ? checkRuns.getOrDefault(commit.group(1), new JsonArray()) : new JsonArray());
            return Answer.json(200, json.toString());
        }
        return actions(path);
    }

    private static String log() {
        return "2026-11-29T10:00:00.1234567Z \u001b[31mFAIL\u001b[0m LoginTest\n"
                + "2026-11-29T10:00:01.1234567Z expected 200 but was 500\n";
    }

    /** Answers {@code gh run view --job}. */
    private Answer actions(String path) throws IOException {
        Matcher job = Pattern.compile("/repos/pilot/shop/actions/jobs/(\\d+)").matcher(path);
        if (job.matches()) {
            return Answer.json(200, job(Integer.parseInt(job.group(1))).toString());
        }
        if (path.equals("/repos/pilot/shop/actions/runs/5")) {
            JsonObject run = new JsonObject();
            run.addProperty("id", 5);
            run.addProperty("name", "build");
            run.addProperty("workflow_id", 3);
            run.addProperty("status", "completed");
            run.addProperty("conclusion", "failure");
            run.addProperty("run_attempt", 1);
            run.addProperty("jobs_url", "http://api." + GITHUB + "/repos/pilot/shop/actions/runs/5/jobs");
            return Answer.json(200, run.toString());
        }
        if (path.equals("/repos/pilot/shop/actions/workflows/3")) {
            return Answer.json(200, "{\"id\":3,\"name\":\"build\"}");
        }
        if (path.equals("/repos/pilot/shop/actions/runs/5/jobs")) {
            JsonObject jobs = new JsonObject();
            JsonArray all = new JsonArray();
            checkRuns
                    .values()
                    .forEach(runs -> runs.forEach(
                            run -> all.add(job(run.getAsJsonObject().get("id").getAsInt()))));
            jobs.addProperty("total_count", all.size());
            jobs.add("jobs", all);
            return Answer.json(200, jobs.toString());
        }
        if (path.equals("/repos/pilot/shop/actions/runs/5/logs")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("test/1_Run tests.txt"));
                zip.write(log().getBytes(StandardCharsets.UTF_8));
            }
            return new Answer(200, Map.of("Content-Type", "application/zip"), bytes.toByteArray());
        }
        return Answer.json(404, "{\"message\":\"Not Found\"}");
    }

    private static JsonObject job(int id) {
        JsonObject step = new JsonObject();
        step.addProperty("name", "Run tests");
        step.addProperty("number", 1);
        step.addProperty("status", "completed");
        step.addProperty("conclusion", "failure");
        JsonArray steps = new JsonArray();
        steps.add(step);
        JsonObject job = new JsonObject();
        job.addProperty("id", id);
        job.addProperty("run_id", 5);
        job.addProperty("name", "test");
        job.addProperty("status", "completed");
        job.addProperty("conclusion", "failure");
        job.add("steps", steps);
        return job;
    }

    private Answer list(String branch) {
        JsonArray found = new JsonArray();
        if (hiddenLists > 0) {
            hiddenLists--;
            return Answer.json(200, "[]");
        }
        for (int i = pulls.size() - 1; i >= 0; i--) {
            JsonObject pull = pulls.get(i);
            if (pull.get("source_branch").getAsString().equals(branch)) {
                found.add(pull);
            }
        }
        return Answer.json(200, found.toString());
    }

    private Answer one(int number) {
        return number > pulls.size()
                ? Answer.json(404, "{\"message\":\"Not Found\"}")
                : Answer.json(200, pulls.get(number - 1).toString());
    }

    private Answer create(String path, String body) {
        if (!PULLS.matcher(path).matches() && !MERGES.matcher(path).matches()) {
            return Answer.json(404, "{\"message\":\"Not Found\"}");
        }
        JsonObject wanted = JsonParser.parseString(body).getAsJsonObject();
        String branch = text(wanted, "head") + text(wanted, "source_branch");
        if (text(wanted, "base").equals("missing")) {
            return Answer.json(
                    422,
                    "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"Base branch was not found\"}]}");
        }
        boolean open = pulls.stream()
                .anyMatch(pull -> pull.get("source_branch").getAsString().equals(branch)
                        && pull.get("state").getAsString().equals("open"));
        if (open) {
            return Answer.json(
                    422,
                    "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"A pull request already exists for pilot:"
                            + branch + ".\"}]}");
        }
        boolean draft = wanted.has("draft") && wanted.get("draft").getAsBoolean()
                || text(wanted, "title").startsWith("Draft: ");
        JsonObject made = addPull(
                branch, text(wanted, "base") + text(wanted, "target_branch"), text(wanted, "title"), "c0ffee", draft);
        made.addProperty("body", text(wanted, "body") + text(wanted, "description"));
        return losesAnswers ? new Answer(0, Map.of(), new byte[0]) : Answer.json(201, made.toString());
    }

    private static String text(JsonObject json, String name) {
        return json.has(name) ? json.get(name).getAsString() : "";
    }

    private static Map<String, String> query(URI address) {
        Map<String, String> query = new HashMap<>();
        for (String part : String.valueOf(address.getRawQuery()).split("&")) {
            int equal = part.indexOf('=');
            if (equal > 0) {
                query.put(
                        part.substring(0, equal), URLDecoder.decode(part.substring(equal + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    // --- programs

    /** The environment for the real programs, or for their stand-ins, with a login for this forge. */
    public Map<String, String> environment(Path home, Path programs) throws IOException {
        Path gh = Files.createDirectories(home.resolve("config/gh"));
        Files.writeString(
                gh.resolve("hosts.yml"), GITHUB + ":\n    user: ada\n    oauth_token: none\n    git_protocol: https\n");
        Path glab = Files.createDirectories(home.resolve("config/glab-cli"));
        Path settings = glab.resolve("config.yml");
        Files.writeString(
                settings,
                "host: " + GITLAB + "\nhosts:\n    " + GITLAB + ":\n        token: none\n        api_protocol: http\n"
                        + "        api_host: " + GITLAB + "\n        user: ada\n");
        Files.setPosixFilePermissions(settings, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", programs + java.io.File.pathSeparator + System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
        environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
        environment.put("XDG_STATE_HOME", home.resolve("state").toString());
        environment.put("HTTP_PROXY", "http://127.0.0.1:" + port());
        return environment;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
