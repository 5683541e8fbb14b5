package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.desktop.testing.ProcessFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The phone's client as a process of its own, in a display of its own, with the driver of {@code src/native/java}. Usually
 * the image that {@code src/native/build} makes; or the same program on a JVM.
 *
 * <p>Owns the process. Used on the test's thread; ends with {@link #close()}.
 */
final class NativePhone implements AutoCloseable {
    /** Of the image; without it the tests are skipped. */
    static final Path OUT = Path.of("target", "native").toAbsolutePath();

    static final Path IMAGE = OUT.resolve("client");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** A card ignores a press that began before the card was shown. */
    private static final Duration AIMED_AFTER = Duration.ofMillis(300);

    /** Messages of a program that looked up a name in vain, or failed in a way that it did not expect. */
    private static final Pattern WRONG =
            Pattern.compile("NoSuchMethod|NoSuchField|NoClassDefFound|ClassNotFound|Missing\\w*Error|MissingResource"
                    + "|UnsatisfiedLink|InstantiationException|SEVERE|Exception in |Fatal error");

    private final String name;
    private final Path folder;
    private final JvmChild process;

    private NativePhone(String name, Path folder, List<String> command) throws IOException {
        this.name = name;
        this.folder = folder;
        List<String> shown = new ArrayList<>(List.of("xvfb-run", "-a", "-s", "-screen 0 412x860x24 -nolisten tcp"));
        shown.addAll(command);
        process = JvmChild.startProgram(name, folder, shown, event -> {});
    }

    /**
     * Starts the image.
     *
     * @param device the home folder; another phone on the same one is the same device, started again
     * @param more properties
     */
    static NativePhone image(String name, Path device, String... more) throws IOException {
        Files.createDirectories(device);
        List<String> command = new ArrayList<>(List.of(IMAGE.toString()));
        command.addAll(properties(device));
        command.addAll(List.of(more));
        return new NativePhone(name, device, command);
    }

    /** Starts the same program on a JVM. */
    static NativePhone onJvm(String name, Path device, List<String> command) throws IOException {
        Files.createDirectories(device);
        List<String> all = new ArrayList<>(List.of(command.get(0)));
        all.addAll(properties(device));
        all.addAll(command.subList(1, command.size()));
        return new NativePhone(name, device, all);
    }

    private static List<String> properties(Path device) {
        return List.of(
                "-Djava.library.path=" + OUT.resolve("natives"),
                "-Dprism.order=sw",
                "-Duser.language=en",
                "-Duser.home=" + device,
                "-Xmx96m");
    }

    private JsonObject ask(String what, String name, String value) {
        JsonObject request = new JsonObject();
        request.addProperty("do", what);
        request.addProperty(name, value);
        try {
            return process.ask(request, LIMIT);
        } catch (Exception silent) {
            throw new IllegalStateException(silent.getMessage() + "\n" + errors(), silent);
        }
    }

    private boolean did(String what, String name, String value) {
        return ask(what, name, value).get("done").getAsBoolean();
    }

    private void await(String what, String name, String value) {
        await(what + ": " + value, () -> did(what, name, value), done -> done);
    }

    /** A failure's message has the words on screen and what the program says. */
    private <T> void await(String what, Callable<T> seen, Predicate<T> wanted) {
        try {
            Awaitility.await(what).atMost(LIMIT).until(seen, wanted);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(late.getMessage() + " On screen: " + words() + "\n" + errors(), late);
        }
    }

    boolean shows(String selector) {
        return did("find", "at", selector);
    }

    void awaitShown(String selector) {
        await("find", "at", selector);
    }

    void awaitGone(String selector) {
        await("gone: " + selector, () -> shows(selector), shown -> !shown);
    }

    /** Waits until a text field holds that. */
    void awaitText(String selector, String text) {
        await("in " + selector, () -> text(selector), text::equals);
    }

    private String text(String selector) {
        JsonObject found = ask("find", "at", selector);
        return found.has("text") ? found.get("text").getAsString() : "";
    }

    /** The texts on screen. */
    List<String> words() {
        JsonObject said = ask("words", "of", "screen");
        if (!said.has("words")) {
            return List.of();
        }
        return StreamSupport.stream(said.getAsJsonArray("words").spliterator(), false)
                .map(JsonElement::getAsString)
                .toList();
    }

    boolean says(String part) {
        return words().stream().anyMatch(words -> words.contains(part));
    }

    void awaitWords(String part) {
        await("on screen: " + part, () -> says(part), said -> said);
    }

    /** Waits until the node can be pressed, and presses it. */
    void tap(String selector) {
        await("tap", "at", selector);
    }

    /** Presses the node that shows this text. */
    void tapWords(String part) {
        await("tap", "text", part);
    }

    /** Chooses from the open menu. */
    void choose(String words) {
        await("choose", "text", words);
    }

    void write(String selector, String text) {
        awaitShown(selector);
        JsonObject request = new JsonObject();
        request.addProperty("do", "write");
        request.addProperty("at", selector);
        request.addProperty("text", text);
        try {
            assertThat(process.ask(request, LIMIT).get("done").getAsBoolean()).isTrue();
        } catch (Exception silent) {
            throw new IllegalStateException(silent);
        }
    }

    void send(String prompt) {
        write("#composer-input", prompt);
        tap(".send-button");
    }

    void pair(String ticket) {
        write("#ticket-text", ticket);
        tap("#pair");
        awaitGone("#ticket-text");
    }

    /** Answers the question on screen with its first choice. */
    void answerFirst() {
        awaitShown(".pending-card");
        long shown = System.nanoTime();
        Awaitility.await().until(() -> System.nanoTime() - shown > AIMED_AFTER.toNanos());
        tap(".pending-buttons .button");
        awaitGone(".pending-card");
    }

    /** Picks that file from the gallery and waits until it is attached. */
    void attach(Path picture) {
        inGallery(picture);
        tap("#composer-add");
        choose("Attach pictures or files");
        awaitShown(".attachment-tray");
    }

    /** Picks that file for the pairing form. */
    void readTicketFrom(Path picture) {
        inGallery(picture);
        tap("#ticket-picture");
    }

    /** Puts it into the gallery, once there is a window: before that, the driver does nothing. */
    private void inGallery(Path picture) {
        await("gallery", "text", picture.toString());
    }

    /** The resident memory of the client, in MB. */
    double megabytes() {
        ProcessHandle client = process.handle()
                .descendants()
                .filter(each -> each.info().command().orElse("").equals(IMAGE.toString()))
                .findFirst()
                .orElseThrow();
        return ProcessFacts.of(client.pid()).rssMegabytes();
    }

    String errors() {
        try {
            return Files.readString(folder.resolve(name + "-err.log"), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** Ends the app in order; if it hangs, kills it and its display too. */
    @Override
    public void close() {
        List<ProcessHandle> below = process.handle().descendants().toList();
        process.close();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    /** Checks that nothing has gone wrong unseen. */
    void assertQuiet() {
        assertThat(errors().lines().filter(line -> WRONG.matcher(line).find()).toList())
                .as("what the program says on its standard error")
                .isEmpty();
    }
}
