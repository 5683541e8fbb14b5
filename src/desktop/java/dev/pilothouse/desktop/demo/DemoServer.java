package dev.pilothouse.desktop.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcHandler;
import dev.pilothouse.desktop.rpc.RpcRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Answers the client's requests. Owns the sessions. Confined to the thread that reads stdin; turns run on separate
 * threads. Ends with the process.
 */
final class DemoServer implements RpcHandler, AutoCloseable {
    private final DemoOutput output;
    private final DemoSettings settings;
    private final Map<String, DemoSession> sessions = new LinkedHashMap<>();
    private Optional<JsonRpcPeer> peer = Optional.empty();
    private boolean loginByTerminal;
    /** The ways in which the client can be asked. */
    private Set<String> asks = Set.of();

    private boolean takesBooleans;

    DemoServer(DemoOutput output, DemoSettings settings) {
        this.output = output;
        this.settings = settings;
    }

    /** Sets the connection; called before the first line. */
    void serve(JsonRpcPeer connection) {
        peer = Optional.of(connection);
    }

    @Override
    public boolean onRequest(RpcRequest request) {
        switch (request.method()) {
            case "initialize" -> initialize(request);
            case "authenticate" -> setLoggedOut(request, false);
            case "logout" -> setLoggedOut(request, true);
            case "session/new" -> newSession(request);
            case "session/list" -> listSessions(request);
            case "session/load" -> loadSession(request);
            case "session/delete" -> deleteSession(request);
            case "session/fork" -> forkSession(request);
            case "session/prompt" -> withSession(request, session -> session.prompt(request));
            case "session/set_mode" -> withSession(request, session -> session.setMode(request));
            case "session/set_config_option" -> withSession(request, session -> session.setOption(request));
            case "session/close" ->
                withSession(request, session -> {
                    session.cancel();
                    sessions.remove(session.id());
                    request.answer(new JsonObject());
                });
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public void onNotification(String method, JsonObject params) {
        if (method.equals("session/cancel")) {
            session(params).ifPresent(DemoSession::cancel);
        }
    }

    @Override
    public void onMalformed(String line, String why) {
        JsonObject response = new JsonObject();
        response.addProperty("jsonrpc", "2.0");
        response.add("id", JsonNull.INSTANCE);
        JsonObject error = new JsonObject();
        error.addProperty("code", RpcError.PARSE_ERROR);
        error.addProperty("message", why);
        response.add("error", error);
        output.write(response.toString());
    }

    @Override
    public void close() {
        sessions.values().forEach(DemoSession::close);
    }

    private void initialize(RpcRequest request) {
        JsonFields client =
                JsonFields.of(request.params()).object("clientCapabilities").orElse(JsonFields.of(JsonNull.INSTANCE));
        loginByTerminal =
                client.object("auth").map(offer -> offer.flag("terminal")).orElse(false);
        asks = client.object("elicitation")
                .map(offer -> Set.copyOf(offer.json().keySet()))
                .orElse(Set.of());
        takesBooleans = client.object("session")
                .flatMap(offer -> offer.object("configOptions"))
                .map(offer -> offer.has("boolean"))
                .orElse(false);

        JsonObject close = new JsonObject();
        close.add("close", new JsonObject());
        close.add("list", new JsonObject());
        close.add("delete", new JsonObject());
        close.add("fork", new JsonObject());
        JsonObject logout = new JsonObject();
        logout.add("logout", new JsonObject());
        JsonObject capabilities = new JsonObject();
        capabilities.add("auth", logout);
        capabilities.addProperty("loadSession", true);
        capabilities.add("sessionCapabilities", close);
        JsonObject info = new JsonObject();
        info.addProperty("name", "pilothouse-demo");
        info.addProperty("title", "Demo agent");
        info.addProperty("version", "1.0");
        JsonObject prompts = new JsonObject();
        prompts.addProperty("image", true);
        prompts.addProperty("embeddedContext", true);
        capabilities.add("promptCapabilities", prompts);
        JsonObject result = new JsonObject();
        result.addProperty("protocolVersion", 1);
        result.add("agentCapabilities", capabilities);
        result.add("agentInfo", info);
        result.add("authMethods", authMethods());
        request.answer(result);
    }

    private JsonArray authMethods() {
        JsonArray methods = new JsonArray();
        if (settings.loginNeeded()) {
            JsonObject method = new JsonObject();
            method.addProperty("id", "demo-login");
            method.addProperty("name", "Log in to nothing");
            if (loginByTerminal && !settings.loginForced()) {
                JsonArray arguments = new JsonArray();
                arguments.add(DemoAgent.LOGIN_ARGUMENT);
                JsonObject environment = new JsonObject();
                environment.addProperty(
                        DemoAgent.STATE_VARIABLE, settings.state().toString());
                method.addProperty("type", "terminal");
                method.add("args", arguments);
                method.add("env", environment);
            }
            method.addProperty(
                    "description",
                    settings.loginForced()
                            ? "Start it without " + DemoAgent.LOGIN_VARIABLE + "=1"
                            : "Start it once with the argument " + DemoAgent.LOGIN_ARGUMENT);
            methods.add(method);
            if (!settings.loginForced()) {
                JsonObject here = new JsonObject();
                here.addProperty("id", "demo-here");
                here.addProperty("name", "Log in here");
                here.addProperty("description", "Needs neither an account nor a browser");
                methods.add(here);
            }
        }
        return methods;
    }

    private void setLoggedOut(RpcRequest request, boolean loggedOut) {
        try {
            settings.setLoggedOut(loggedOut);
            request.answer(new JsonObject());
        } catch (IOException unwritable) {
            request.refuse(new RpcError(
                    RpcError.INTERNAL_ERROR,
                    "The folder " + settings.state() + " cannot be written: " + unwritable.getMessage()));
        }
    }

    private void newSession(RpcRequest request) {
        if (settings.loginNeeded()) {
            request.refuse(new RpcError(RpcError.AUTHENTICATION_REQUIRED, "Authentication required"));
            return;
        }
        Optional<Path> cwd = directory(request);
        if (cwd.isEmpty()) {
            request.refuse(new RpcError(RpcError.INVALID_PARAMS, "cwd must be an absolute path of a directory."));
            return;
        }
        String id = newId();
        try {
            DemoSession session = open(id, cwd.get(), DemoHistory.create(settings.state(), id, cwd.get()));
            JsonObject result = session.offer();
            result.addProperty("sessionId", id);
            request.answer(result);
            session.announce();
        } catch (IOException unwritable) {
            request.refuse(new RpcError(
                    RpcError.INTERNAL_ERROR,
                    "The folder " + settings.state() + " cannot be written: " + unwritable.getMessage()));
        }
    }

    private static String newId() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return "demo-" + HexFormat.of().formatHex(random);
    }

    private void forkSession(RpcRequest request) {
        String source = JsonFields.of(request.params()).text("sessionId").orElse("");
        Optional<DemoHistory> past = DemoHistory.find(settings.state(), source);
        Optional<Path> cwd = directory(request);
        if (past.isEmpty() || cwd.isEmpty()) {
            request.refuse(new RpcError(RpcError.RESOURCE_NOT_FOUND, "There is no session " + source + "."));
            return;
        }
        String id = newId();
        try {
            DemoHistory history = DemoHistory.create(settings.state(), id, cwd.get());
            past.get().updates().forEach(history::add);
            history.flush();
            DemoSession session = open(id, cwd.get(), history);
            JsonObject result = session.offer();
            result.addProperty("sessionId", id);
            // As real agents do, so that the client can show the conversation.
            history.updates().forEach(session::send);
            request.answer(result);
            session.announce();
        } catch (IOException unusable) {
            request.refuse(new RpcError(RpcError.INTERNAL_ERROR, "The session cannot be copied."));
        }
    }

    private void loadSession(RpcRequest request) {
        String id = JsonFields.of(request.params()).text("sessionId").orElse("");
        Optional<DemoHistory> history = DemoHistory.find(settings.state(), id);
        Optional<Path> cwd = directory(request);
        if (history.isEmpty() || cwd.isEmpty()) {
            request.refuse(new RpcError(RpcError.RESOURCE_NOT_FOUND, "There is no session " + id + "."));
            return;
        }
        try {
            DemoSession session = open(id, cwd.get(), history.get());
            history.get().updates().forEach(session::send);
            request.answer(session.offer());
            session.announce();
        } catch (IOException unreadable) {
            request.refuse(new RpcError(RpcError.INTERNAL_ERROR, "The session cannot be read."));
        }
    }

    private void deleteSession(RpcRequest request) {
        String id = JsonFields.of(request.params()).text("sessionId").orElse("");
        try {
            if (sessions.containsKey(id)) {
                request.refuse(new RpcError(RpcError.INVALID_PARAMS, "The session " + id + " is open."));
            } else if (DemoHistory.delete(settings.state(), id)) {
                request.answer(new JsonObject());
            } else {
                request.refuse(new RpcError(RpcError.RESOURCE_NOT_FOUND, "There is no session " + id + "."));
            }
        } catch (IOException undeletable) {
            request.refuse(new RpcError(RpcError.INTERNAL_ERROR, "The session cannot be deleted."));
        }
    }

    private void listSessions(RpcRequest request) {
        String cwd = JsonFields.of(request.params()).text("cwd").orElse("");
        JsonArray found = new JsonArray();
        for (DemoHistory.Kept kept : DemoHistory.all(settings.state())) {
            if (cwd.isEmpty() || cwd.equals(kept.cwd())) {
                JsonObject session = new JsonObject();
                session.addProperty("sessionId", kept.sessionId());
                session.addProperty("cwd", kept.cwd());
                session.addProperty("title", kept.title());
                session.addProperty("updatedAt", kept.updatedAt().toString());
                found.add(session);
            }
        }
        JsonObject result = new JsonObject();
        result.add("sessions", found);
        request.answer(result);
    }

    private DemoSession open(String id, Path cwd, DemoHistory history) {
        DemoSession session =
                new DemoSession(id, cwd, history, peer.orElseThrow(), output, settings.speed(), asks, takesBooleans);
        sessions.put(id, session);
        return session;
    }

    private static Optional<Path> directory(RpcRequest request) {
        return JsonFields.of(request.params())
                .text("cwd")
                .map(Path::of)
                .filter(path -> path.isAbsolute() && Files.isDirectory(path));
    }

    private Optional<DemoSession> session(JsonObject params) {
        return JsonFields.of(params).text("sessionId").map(sessions::get);
    }

    private void withSession(RpcRequest request, Consumer<DemoSession> action) {
        session(request.params())
                .ifPresentOrElse(
                        action,
                        () -> request.refuse(new RpcError(RpcError.RESOURCE_NOT_FOUND, "There is no such session.")));
    }
}
