package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.protocol.CodecException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands about one session, against a real host that all tests share. */
@Timeout(120)
class SessionCommandsIT {

    @TempDir
    static Path folder;

    private static CommandHost host;

    @BeforeAll
    static void start() throws Exception {
        host = CommandHost.paired(folder);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static List<String> ids(JsonArray array, String member) {
        List<String> ids = new ArrayList<>();
        for (JsonElement each : array) {
            ids.add(each.getAsJsonObject().get(member).getAsString());
        }
        return ids;
    }

    @Test
    void aSessionIsNamedByItsIdItsTitleOrTheBeginningOfItsId() throws CodecException {
        String session = host.session("--title", "Mend the lock");
        host.json("ctl", "pin", session);
        host.json("ctl", "pin", session.substring(0, session.length() - 1));
        host.json("ctl", "unpin", "Mend the lock");
        assertThat(host.listed(session).get("pinned").getAsBoolean()).isFalse();
        assertThat(host.failure(4, "ctl", "pin", "Mend the door")).isEqualTo("noSuchSession");
        assertThat(host.failure(4, "ctl", "pin", "")).isEqualTo("noSuchSession");
    }

    @Test
    void aSessionStartsWithAProfileAndShowsWhichServersItsAgentGot() throws Exception {
        Files.writeString(
                folder.resolve("data").resolve("profiles.json"),
                "{\"profiles\": {\"web\": {\"servers\": {\"docs\": {\"command\": \"no-such-program-of-pilothouse\"}}}}}");
        assertThat(ids(host.array("ctl", "profiles"), "name")).containsExactly("web");
        assertThat(host.failure(2, "ctl", "profiles", "paint")).isEqualTo("usage");
        String session = host.session("--use-profile", "web", "--prompt", "/say hello");
        host.text("ctl", "wait", session);

        JsonObject profile = host.object("ctl", "profiles", "session", session);
        assertThat(profile.get("name").getAsString()).isEqualTo("web");
        assertThat(profile.getAsJsonArray("servers")
                        .get(0)
                        .getAsJsonObject()
                        .get("text")
                        .getAsString())
                .contains("no-such-program-of-pilothouse was not found");
        assertThat(host.text("ctl", "profiles", "session", session).out()).contains("docs (stdio): skipped: ");
        String fork = host.object("ctl", "fork", session, "--prompt", "/say hello again")
                .get("sessionId")
                .getAsString();
        host.text("ctl", "wait", fork);
        assertThat(host.object("ctl", "profiles", "session", fork).get("name").getAsString())
                .as("a fork has the profile of its session")
                .isEqualTo("web");
        assertThat(host.text("ctl", "profiles", "test", "web", "docs").code()).isEqualTo(1);
        Files.writeString(
                folder.resolve(".mcp.json"),
                "{\"mcpServers\": {\"git\": {\"command\": \"npx\", \"args\": [\"a b\"], \"env\": {\"KEY\": \"hidden\"}}}}");
        JsonObject suggested = host.array("ctl", "profiles", "suggestions", folder.toString())
                .get(0)
                .getAsJsonObject();
        assertThat(suggested.get("name").getAsString()).isEqualTo("git");
        assertThat(suggested.get("usable").getAsBoolean()).isTrue();
        assertThat(suggested.getAsJsonArray("inProfiles")).isEmpty();
        assertThat(host.text("ctl", "profiles", "suggestions", folder.toString())
                        .out())
                .contains("from .mcp.json", "npx 'a b'", "needs values: KEY")
                .doesNotContain("hidden");
        String id = suggested.get("id").getAsString();
        String[] take = {"ctl", "profiles", "take", "web", id, "--from", folder.toString(), "--set", "KEY=${env:TOKEN}"
        };
        assertThat(host.failure(2, "ctl", "profiles", "take", "web", id, "--from", folder.toString()))
                .isEqualTo("usage");
        host.json(take);
        JsonObject taken = host.array("ctl", "profiles", "suggestions", folder.toString())
                .get(0)
                .getAsJsonObject();
        assertThat(taken.get("id").getAsString()).isEqualTo(id);
        assertThat(taken.getAsJsonArray("inProfiles"))
                .extracting(JsonElement::getAsString)
                .containsExactly("web");
        assertThat(Files.readString(folder.resolve("data").resolve("profiles.json")))
                .contains("\"a b\"", "\"TOKEN\"")
                .doesNotContain("hidden");
        Files.writeString(folder.resolve(".mcp.json"), "{\"mcpServers\": {\"git\": {\"command\": \"other\"}}}");
        assertThat(host.text("ctl", "profiles", "suggestions", folder.toString())
                        .out())
                .contains("changed since it was taken over into profile web");
        assertThat(host.array("ctl", "profiles", "suggestions", folder.toString())
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("changedInProfiles"))
                .hasSize(1);
        assertThat(host.failure(2, take)).isEqualTo("usage");
        assertThat(Files.readString(folder.resolve("data").resolve("profiles.json")))
                .doesNotContain("other");
        host.json("ctl", "profiles", "delete", "web");
        assertThat(host.array("ctl", "profiles")).isEmpty();
    }

    @Test
    void aTemplateStartsASessionWithItsBlanksFilled() throws Exception {
        assertThat(host.array("ctl", "template")).isEmpty();
        assertThat(host.failure(2, "ctl", "template", "save", "Greet")).isEqualTo("usage");
        host.json(
                "ctl",
                "template",
                "save",
                "Greet",
                "--agent",
                "demo",
                "--cwd",
                host.work().toString(),
                "--prompt",
                "/say {{word}} {{ who }}",
                "--check",
                "test -d .");
        assertThat(ids(host.array("ctl", "template", "list"), "name")).containsExactly("Greet");
        assertThat(Files.readString(folder.resolve("data").resolve("templates.json")))
                .contains("\"prompt\": \"/say {{word}} {{ who }}\"");

        Line refused = host.text("ctl", "template", "use", "Greet", "--set", "word=hello");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("These blanks have no value: who.");
        assertThat(host.failure(2, "ctl", "template", "use", "Greet", "--set", "other=x"))
                .isEqualTo("usage");
        String[] use = {"ctl", "template", "use", "Greet", "--set", "word=hello", "--set", "who=Ada"};
        String[] preview = Arrays.copyOf(use, use.length + 1);
        preview[use.length] = "--preview";
        assertThat(host.object(preview).get("prompt").getAsString()).isEqualTo("/say hello Ada");
        String session = host.object(use).get("sessionId").getAsString();
        host.text("ctl", "wait", session);
        assertThat(host.text("ctl", "history", session).out()).contains("/say hello Ada");
        assertThat(host.text("ctl", "jobs").out()).contains("test -d .");

        host.json("ctl", "template", "delete", "Greet");
        assertThat(host.failure(1, "ctl", "template", "show", "Greet")).isEqualTo("badRequest");
    }

    @Test
    void aTemplateReplacesOnlyTheOneWhoseRevisionWasRead() throws Exception {
        host.json("ctl", "template", "save", "Greet", "--prompt", "/say one");
        String[] second = {"ctl", "template", "save", "Greet", "--prompt", "/say two"};
        assertThat(host.failure(1, second)).as("a new one of that name").isEqualTo("badRequest");
        String[] rename = {"ctl", "template", "save", "Hail", "--prompt", "/say one", "--replaces", "Greet"};
        assertThat(host.failure(2, rename)).as("without a revision").isEqualTo("usage");

        String read = revision("Greet");
        host.json(with(second, "--revision", read));
        assertThat(host.failure(3, with(rename, "--revision", read)))
                .as("it has changed since")
                .isEqualTo("conflict");
        host.json(with(rename, "--revision", revision("Greet")));

        assertThat(ids(host.array("ctl", "template", "list"), "name")).containsExactly("Hail");
        host.json("ctl", "template", "delete", "Hail");
    }

    private String revision(String template) throws CodecException {
        return host.object("ctl", "template", "show", template).get("revision").getAsString();
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void theSchemaNamesEachMemberOfLongAnswers() throws Exception {
        host.ended("/say hello");
        assertThat(host.object("ctl", "usage")
                        .getAsJsonObject("total")
                        .get("turns")
                        .getAsInt())
                .isPositive();

        assertThat(host.array("ctl", "agents")).isNotEmpty();
        assertThat(host.object("ctl", "agents", "list").getAsJsonArray("agents"))
                .isNotEmpty();
        assertThat(host.object("ctl", "agents", "test", "demo").get("answered").getAsBoolean())
                .isTrue();

        String[] when = {"--weekly", "mon,fri@09:00", "--zone", "Europe/Berlin"};
        List<String> add = new ArrayList<>(List.of("ctl", "schedule", "add", "--title", "Water", "--agent", "demo"));
        add.addAll(List.of("--cwd", host.work().toString(), "--prompt", "/say hello"));
        add.addAll(List.of(when));
        String id = host.object(add.toArray(String[]::new))
                .getAsJsonObject("schedule")
                .get("id")
                .getAsString();
        assertThat(host.array("ctl", "schedule", "preview", when[0], when[1])).isNotEmpty();
        host.json("ctl", "schedule", "run", id);
        assertThat(host.object("ctl", "schedule", "show", id).getAsJsonArray("occurrences"))
                .isNotEmpty();
        assertThat(host.array("ctl", "schedule")).hasSize(1);
        host.object("ctl", "schedule", "pause", id);
        assertThat(host.array("ctl", "schedule", "remove", id)).isEmpty();

        Path team = Files.writeString(
                folder.resolve("team.json"),
                "{\"lead\": {\"agent\": \"demo\"}, \"workers\": [{\"name\": \"tester\", \"agent\": \"demo\","
                        + " \"worktree\": \"own\"}], \"tokens\": 1000}");
        host.json("ctl", "run", "save-preset", "Two", team.toString());
        assertThat(ids(host.array("ctl", "run", "presets"), "name")).containsExactly("Two");
        host.json("ctl", "run", "remove-preset", "Two");

        Files.writeString(
                folder.resolve("data").resolve("profiles.json"),
                "{\"profiles\": {\"wide\": {\"servers\": {\"docs\": {\"url\": \"https://docs.example/mcp\","
                        + " \"headers\": {\"X-Team\": {\"env\": \"TEAM\"}}}}, \"env\": {\"LANG\": \"C\"},"
                        + " \"instructions\": \"Be brief.\", \"mode\": \"ask\"}}}");
        assertThat(host.array("ctl", "profiles")).hasSize(1);
        assertThat(host.object("ctl", "profiles", "show", "wide").getAsJsonArray("servers"))
                .hasSize(1);
        aProfileIsMadeChangedAndRenamed();
        host.json("ctl", "profiles", "delete", "wide");
    }

    private void aProfileIsMadeChangedAndRenamed() throws Exception {
        JsonObject shown = host.object("ctl", "profiles", "show", "wide");
        shown.addProperty("instructions", "Be briefer.");
        Path file = folder.resolve("profile.json");
        Files.writeString(file, shown.toString());
        host.json("ctl", "profiles", "save", file.toString());
        JsonObject changed = host.object("ctl", "profiles", "show", "wide");
        assertThat(changed.get("instructions").getAsString()).isEqualTo("Be briefer.");
        assertThat(changed.get("environment").toString()).contains("kept");
        assertThat(Files.readString(folder.resolve("data").resolve("profiles.json")))
                .contains("\"LANG\": \"C\"");

        shown.addProperty("instructions", "Too late.");
        Files.writeString(file, shown.toString());
        assertThat(host.failure(3, "ctl", "profiles", "save", file.toString())).isEqualTo("conflict");

        changed.addProperty("name", "wider");
        Files.writeString(file, changed.toString());
        host.json("ctl", "profiles", "save", file.toString(), "--replaces", "wide");
        assertThat(ids(host.array("ctl", "profiles"), "name")).containsExactly("wider");

        changed.remove("revision");
        changed.getAsJsonArray("servers").get(0).getAsJsonObject().addProperty("adress", "https://x.example");
        Files.writeString(file, changed.toString());
        Line refused = host.text("ctl", "profiles", "save", file.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("A profile has no member servers[0].adress");
        Files.writeString(file, "{\"name\": \"wide\", \"model\": \"m1\"}");
        host.json("ctl", "profiles", "save", file.toString());
        assertThat(ids(host.array("ctl", "profiles"), "name")).containsExactly("wider", "wide");
        host.json("ctl", "profiles", "delete", "wider");
    }

    @Test
    void aTitleOfSeveralSessionsIsRefusedWithTheirIds() throws CodecException {
        String one = host.session("--title", "Twins");
        String other = host.session("--title", "Twins");
        Line refused = host.text("ctl", "close", "Twins");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err()).contains("2 sessions match Twins", one, other);
        assertThat(host.failure(4, "ctl", "close", "Twins")).isEqualTo("ambiguous");
        assertThat(host.listed(one).get("state").getAsString()).isNotEqualTo("gone");
    }

    @Test
    void aSessionIsOrganisedRenamedAndDeleted() throws CodecException {
        String session = host.session("--group", "Shop");
        assertThat(host.listed(session).get("group").getAsString()).isEqualTo("Shop");
        host.json("ctl", "rename", session, "  The till  ");
        host.json("ctl", "archive", session);
        JsonObject listed = host.listed(session);
        assertThat(listed.get("name").getAsString()).isEqualTo("The till");
        assertThat(listed.get("archived").getAsBoolean()).isTrue();
        host.json("ctl", "unarchive", session);
        host.json("ctl", "group", session);
        assertThat(host.listed(session).get("archived").getAsBoolean()).isFalse();
        assertThat(host.listed(session).get("group").getAsString()).isEmpty();
        assertThat(host.failure(2, "ctl", "rename", session, " ")).isEqualTo("usage");
        assertThat(host.failure(2, "ctl", "group", session, "g".repeat(61))).isEqualTo("usage");

        assertThat(host.failure(2, "ctl", "delete", session.substring(0, session.length() - 1)))
                .isEqualTo("usage");
        host.json("ctl", "delete", "The till");
        assertThat(ids(host.array("ctl", "sessions"), "sessionId")).doesNotContain(session);
        assertThat(host.failure(4, "ctl", "delete", session)).isEqualTo("noSuchSession");
    }

    @Test
    void anAgentIsClosedResumedAndRestarted() throws CodecException {
        String session = host.ended("/say hello");
        host.json("ctl", "restart", session);
        prompt(session, "/say again");
        host.json("ctl", "close", session);
        assertThat(host.listed(session).get("state").getAsString()).isEqualTo("gone");
        host.json("ctl", "resume", session);
        assertThat(host.failure(4, "ctl", "cancel", session)).isEqualTo("noSuchTurn");
    }

    @Test
    void theModeTheModelAndTheOptionsOfAnAgentAreListedAndSet() throws CodecException {
        String session = host.ended("/say hello");
        JsonObject modes = host.object("ctl", "mode", session);
        List<String> all = ids(modes.getAsJsonArray("modes"), "modeId");
        String other = all.stream()
                .filter(each -> !each.equals(modes.get("current").getAsString()))
                .findFirst()
                .orElseThrow();
        host.json("ctl", "mode", session, other);
        assertThat(host.line("ctl", "watch", session, "--until", "modeChanged").code())
                .isZero();
        JsonObject models = host.object("ctl", "model", session);
        assertThat(ids(models.getAsJsonArray("models"), "modelId"))
                .contains(models.get("current").getAsString());
        assertThat(host.failure(4, "ctl", "model", session, "none-of-them")).isEqualTo("noSuchOption");
        assertThat(host.text("ctl", "mode", session, "none-of-them").err())
                .contains("offers no mode none-of-them", other);
        JsonArray options = host.object("ctl", "option", session).getAsJsonArray("options");
        assertThat(options).isNotEmpty();
        JsonObject option = options.get(0).getAsJsonObject();
        String id = option.get("optionId").getAsString();
        assertThat(host.text("ctl", "option", session, id).out())
                .contains(option.get("name").getAsString());
        assertThat(host.line("ctl", "option", session, id, "no such value").code())
                .isIn(2, 4);
        assertThat(host.failure(4, "ctl", "option", session, "none-of-them", "x"))
                .isEqualTo("noSuchOption");
    }

    @Test
    void queuedPromptsAreListedChangedMovedRemovedAndSent() throws CodecException {
        String session = host.session("--prompt", "/slow 60");
        assertThat(host.line("ctl", "watch", session, "--until", "turnStarted").code())
                .isZero();
        for (String text : List.of("/say one", "/say two", "/say three")) {
            host.json("ctl", "prompt", session, text);
        }
        List<String> queue = ids(host.array("ctl", "queue", session), "queueId");
        assertThat(queue).hasSize(3);
        host.json("ctl", "queue", session, "--edit", queue.get(0), "--text", "/say first");
        host.json("ctl", "queue", session, "--move", queue.get(2), "--to", "1");
        host.json("ctl", "queue", session, "--remove", queue.get(1));
        JsonArray changed = host.array("ctl", "queue", session);
        assertThat(ids(changed, "queueId")).containsExactly(queue.get(2), queue.get(0));
        assertThat(ids(changed, "text")).containsExactly("/say three", "/say first");
        assertThat(host.failure(4, "ctl", "queue", session, "--remove", queue.get(1)))
                .isEqualTo("noSuchTurn");
        assertThat(host.failure(2, "ctl", "queue", session, "--edit", queue.get(0)))
                .isEqualTo("usage");
        assertThat(host.text("ctl", "queue", session).out()).contains("/say first");
        host.json("ctl", "queue", session, "--send", queue.get(0));
        Line watched = host.text("ctl", "watch", session, "--until", "queueChanged");
        assertThat(watched.code()).isZero();
    }

    @Test
    void aFormIsAnsweredByItsFields() throws CodecException {
        String session = host.session("--prompt", "/question form");
        assertThat(host.line("ctl", "watch", session, "--until", "pendingAsked").code())
                .isZero();
        JsonObject pending = pending(session);
        String id = pending.get("pendingId").getAsString();
        List<String> answer = new ArrayList<>(List.of("ctl", "answer", session, id));
        for (JsonElement each : pending.getAsJsonArray("fields")) {
            JsonObject field = each.getAsJsonObject();
            String value = field.getAsJsonArray("choices").isEmpty()
                    ? switch (field.get("type").getAsString()) {
                        case "number", "integer" -> "3";
                        case "boolean" -> "true";
                        default -> "Ada";
                    }
                    : field.getAsJsonArray("choices").get(0).getAsString();
            answer.addAll(List.of("--field", field.get("name").getAsString() + "=" + value));
        }
        assertThat(answer).hasSizeGreaterThan(4);
        assertThat(host.text("ctl", "pending").out()).contains("(required)");
        Line unknown = host.text("ctl", "answer", session, id, "--field", "nothing=1");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("There is no field nothing. The fields are:");
        host.json(answer.toArray(String[]::new));
        assertThat(host.line("ctl", "watch", session, "--until", "turnEnded").code())
                .isZero();
        assertThat(host.failure(3, answer.toArray(String[]::new))).isEqualTo("alreadyAnswered");
    }

    @Test
    void aQuestionIsDeclined() throws CodecException {
        String session = host.session("--prompt", "/question text");
        assertThat(host.line("ctl", "watch", session, "--until", "pendingAsked").code())
                .isZero();
        host.json("ctl", "answer", session, pending(session).get("pendingId").getAsString(), "--decline");
        assertThat(host.line("ctl", "watch", session, "--until", "turnEnded").code())
                .isZero();
    }

    /** Sends a prompt and waits for the end of its turn. */
    private static void prompt(String session, String text) throws CodecException {
        String seq = host.object("ctl", "prompt", session, text).get("seq").getAsString();
        assertThat(host.line("ctl", "watch", session, "--after", seq, "--until", "turnEnded")
                        .code())
                .isZero();
    }

    private static JsonObject pending(String session) throws CodecException {
        for (JsonElement each : host.array("ctl", "pending")) {
            if (each.getAsJsonObject().get("sessionId").getAsString().equals(session)) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("nothing is asked in " + session);
    }

    @Test
    void aTranscriptIsPrintedPageByPage() throws CodecException {
        String session = host.ended("/say number 0");
        for (int i = 1; i < 4; i++) {
            prompt(session, "/say number " + i);
        }
        List<String> prompts = new ArrayList<>();
        String before = "";
        boolean more = true;
        while (more) {
            JsonObject page = before.isEmpty()
                    ? host.object("ctl", "history", session, "--limit", "3")
                    : host.object("ctl", "history", session, "--limit", "3", "--before", before);
            List<String> texts = new ArrayList<>();
            for (JsonElement each : page.getAsJsonArray("items")) {
                if (each.getAsJsonObject().get("kind").getAsString().equals("user")) {
                    texts.add(each.getAsJsonObject().get("text").getAsString());
                }
            }
            prompts.addAll(0, texts);
            before = page.getAsJsonArray("items")
                    .get(0)
                    .getAsJsonObject()
                    .get("item")
                    .getAsString();
            more = page.get("more").getAsBoolean();
        }
        assertThat(prompts).containsExactly("/say number 0", "/say number 1", "/say number 2", "/say number 3");
        Line text = host.text("ctl", "history", session, "--limit", "2");
        assertThat(text.out()).contains("number 3");
        assertThat(text.err()).contains("pilothouse ctl history " + session + " --before ");
        assertThat(host.failure(2, "ctl", "history", session, "--limit", "0")).isEqualTo("usage");
    }

    @Test
    void transcriptsAreSearched() throws CodecException {
        String session = host.ended("/say the quagga grazes");
        JsonObject found = host.object("ctl", "search", "quagga", "grazes");
        assertThat(ids(found.getAsJsonArray("hits"), "sessionId")).contains(session);
        assertThat(host.text("ctl", "search", "quagga").out()).contains(session, "quagga");
        assertThat(host.object("ctl", "search", "nowhere-to-be-found").getAsJsonArray("hits"))
                .isEmpty();
    }

    @Test
    void aPictureAndAFileAreSentWithAPromptAndReadBack() throws Exception {
        Path picture = folder.resolve("dot.png");
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};
        Files.write(picture, png);
        Path note = Files.writeString(folder.resolve("note.txt"), "remember");
        Files.writeString(host.work().resolve("inside.md"), "# Inside");
        String session = host.ended("/say hello");
        host.json(
                "ctl",
                "prompt",
                session,
                "/say look",
                "--attach",
                picture.toString(),
                "--attach",
                note.toString(),
                "--file",
                "inside.md");
        JsonArray items = host.object("ctl", "history", session).getAsJsonArray("items");
        JsonArray attachments = null;
        for (JsonElement each : items) {
            if (each.getAsJsonObject().has("attachments")) {
                attachments = each.getAsJsonObject().getAsJsonArray("attachments");
            }
        }
        assertThat(attachments).hasSize(3);
        JsonObject sent = attachments.get(0).getAsJsonObject();
        assertThat(sent.get("mimeType").getAsString()).isEqualTo("image/png");
        JsonObject content =
                host.object("ctl", "content", session, sent.get("blobId").getAsString());
        assertThat(Base64.getDecoder().decode(content.get("data").getAsString()))
                .isEqualTo(png);
        assertThat(host.failure(2, "ctl", "prompt", session, "x", "--attach", folder.toString()))
                .isEqualTo("usage");
        assertThat(host.failure(2, "ctl", "prompt", session, "x", "--attach", "no/such/file"))
                .isEqualTo("usage");
    }

    @Test
    void filesOfASessionAreListedFoundAndPrinted() throws Exception {
        Path place = Files.createDirectory(host.work().resolve("place"));
        Files.createDirectory(place.resolve("inner"));
        Files.writeString(place.resolve("inner/deep.txt"), "one\ntwo\nthree\n");
        Files.write(place.resolve("binary"), new byte[] {0, 1, 2});
        String session = host.session("--cwd", place.toString());
        assertThat(ids(host.array("ctl", "files", session), "path")).containsExactly("inner", "binary");
        assertThat(ids(host.array("ctl", "files", session, "inner"), "path")).containsExactly("inner/deep.txt");
        assertThat(ids(host.array("ctl", "files", session, "--find", "deep"), "path"))
                .containsExactly("inner/deep.txt");
        assertThat(host.text("ctl", "cat", session, "inner/deep.txt").out().lines())
                .containsExactly("one", "two", "three");
        assertThat(host.text("ctl", "cat", session, "inner/deep.txt", "--from", "2", "--lines", "1")
                        .out()
                        .lines())
                .containsExactly("two");
        assertThat(host.failure(1, "ctl", "cat", session, "binary")).isEqualTo("binary");
        assertThat(host.failure(4, "ctl", "cat", session, "nothing")).isEqualTo("noSuchFile");
        JsonObject directory = host.object("ctl", "directory", place.toString());
        assertThat(ids(directory.getAsJsonArray("entries"), "name")).contains("inner");
    }

    @Test
    void filesAreStagedRejectedAndPutBack() throws Exception {
        TestRepository repository = TestRepository.at(host.work().resolve("shop"));
        repository.commit("a.txt", "one");
        String session = host.ended("/say hello", "--cwd", repository.root().toString());
        assertThat(ids(
                        host.object("ctl", "branches", repository.root().toString())
                                .getAsJsonArray("branches"),
                        "name"))
                .contains("main");
        Files.writeString(repository.root().resolve("a.txt"), "two");
        JsonObject staged = host.object("ctl", "stage", session, "a.txt");
        assertThat(ids(staged.getAsJsonArray("files"), "staged")).containsExactly("all");
        host.json("ctl", "stage", session, "--all", "--remove");
        assertThat(ids(host.object("ctl", "stage", session).getAsJsonArray("files"), "staged"))
                .containsExactly("none");
        assertThat(host.failure(4, "ctl", "stage", session, "b.txt")).isEqualTo("notChanged");

        JsonObject preview = host.object("ctl", "undo", session, "--preview");
        assertThat(ids(preview.getAsJsonArray("files"), "path")).containsExactly("a.txt");
        assertThat(repository.root().resolve("a.txt")).hasContent("two");
        host.json("ctl", "undo", session);
        assertThat(repository.root().resolve("a.txt")).hasContent("one");

        Files.writeString(repository.root().resolve("a.txt"), "three");
        host.json("ctl", "reject", session, "a.txt", "--uncommitted");
        assertThat(repository.root().resolve("a.txt")).hasContent("one");
        assertThat(host.failure(4, "ctl", "reject", session, "a.txt", "--uncommitted"))
                .isEqualTo("notChanged");
    }

    @Test
    void aHunkIsStagedAndRejectedByItsNumber() throws Exception {
        TestRepository repository = TestRepository.at(host.work().resolve("shop"));
        String lines = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
        repository.commit("a.txt", lines);
        String session = host.ended("/say hello", "--cwd", repository.root().toString());
        Files.writeString(repository.root().resolve("a.txt"), lines.replace("1\n2\n", "one\n2\n") + "13\n");

        JsonArray hunks = host.array("ctl", "diff", session, "a.txt", "--hunks", "--uncommitted");
        assertThat(hunks).hasSize(2);
        assertThat(hunks.get(1).getAsJsonObject().get("number").getAsInt()).isEqualTo(2);
        assertThat(hunks.get(1).getAsJsonObject().getAsJsonArray("lines").toString())
                .contains("+13");
        JsonObject staged = host.object("ctl", "stage", session, "a.txt", "--hunk", "2");
        assertThat(ids(staged.getAsJsonArray("files"), "staged")).containsExactly("some");
        assertThat(repository.git("diff", "--cached")).contains("+13").doesNotContain("+one");
        host.json("ctl", "reject", session, "a.txt", "--uncommitted", "--hunk", "1");

        assertThat(repository.root().resolve("a.txt")).hasContent(lines + "13\n");
        assertThat(host.failure(4, "ctl", "reject", session, "a.txt", "--uncommitted", "--hunk", "9"))
                .isEqualTo("noSuchHunk");
        assertThat(host.line("ctl", "stage", session, "--all", "--hunk", "1").code())
                .isEqualTo(2);
        assertThat(host.line("ctl", "diff", session, "--hunks").code()).isEqualTo(2);
    }

    @Test
    void anAdminManagesTheHostFromAnotherProfile() throws CodecException {
        assertThat(ids(host.array("ctl", "devices"), "scope")).contains("admin");
        assertThat(host.object("ctl", "ticket", "--scope", "view").get("ticket").getAsString())
                .startsWith("pilothouse://pair#");
        assertThat(host.object("ctl", "metrics").has("sessions")).isTrue();
        assertThat(host.array("ctl", "audit")).isNotEmpty();
        assertThat(host.object("ctl", "share", "on").get("sharing").getAsBoolean())
                .isTrue();
        assertThat(host.object("ctl", "share", "off").get("sharing").getAsBoolean())
                .isFalse();
        assertThat(host.object("share").get("sharing").getAsBoolean()).isFalse();
        assertThat(host.object("ctl", "tunnel").get("phase").getAsString()).isEqualTo("stopped");
        assertThat(host.failure(2, "ctl", "devices", "--data", "x")).isEqualTo("usage");
    }
}
