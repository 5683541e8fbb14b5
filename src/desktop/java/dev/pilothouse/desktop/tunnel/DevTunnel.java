package dev.pilothouse.desktop.tunnel;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Microsoft's dev tunnel: needs a login, and keeps its address as long as its id. Owns {@code devtunnel.json}, which
 * holds the id and its port. A tunnel forwards every port that was ever added to it, so for another port the old tunnel
 * is deleted and not extended.
 *
 * <p>The tunnel allows anonymous access ({@code --allow-anonymous}), since a phone has no login there; the bridge
 * authenticates its clients.
 */
final class DevTunnel implements Tunnel {
    static final HostText HINT = HostText.of(
            HostTextCode.TUNNEL_GET_FROM,
            "https://aka.ms/devtunnels/download (macOS: brew install --cask devtunnel; "
                    + "Windows: winget install Microsoft.devtunnel; "
                    + "Linux: curl -sL https://aka.ms/DevTunnelCliInstall | bash)");

    private static final Logger LOG = LoggerFactory.getLogger(DevTunnel.class);
    private static final String PROGRAM = "devtunnel";
    /** Exit codes of {@code devtunnel}. */
    private static final int CONFLICT = 1;

    private static final Pattern SAFE_ID = Pattern.compile("[a-z0-9][a-z0-9-]{1,58}[a-z0-9](\\.[a-z0-9]{1,8})?");

    private final PrivateFile file;

    /** @param folder for the file with the id */
    DevTunnel(Path folder) {
        this.file = new PrivateFile(folder.resolve("devtunnel.json"));
    }

    private record Kept(String id, int port) {}

    private static final RecordCodec<Kept> KEPT =
            io -> new Kept(io.put("id", Json.TEXT, Kept::id), io.put("port", Json.INT, Kept::port));

    @Override
    public TunnelStep begin(int port) {
        return ask(List.of("user", "show"), heard -> loggedIn(heard, port));
    }

    private static TunnelStep ask(List<String> arguments, Function<CommandResult, TunnelStep> then) {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(arguments);
        command.addAll(List.of("--json", "--nologo"));
        return new TunnelStep.Ask(command, HINT, then);
    }

    private TunnelStep loggedIn(CommandResult heard, int port) {
        String said = heard.text().toLowerCase(Locale.ROOT);
        // It also exits with 0 without a login.
        if (said.contains("not logged in")
                || said.contains("no current user")
                || said.contains("login required")
                || said.contains("expired")) {
            return new TunnelStep.GiveUp(TunnelInfo.Phase.NOT_LOGGED_IN, HostText.of(HostTextCode.TUNNEL_LOGIN));
        }
        if (heard.code() != 0) {
            return new TunnelStep.Retry(heard.sentence(PROGRAM));
        }
        try {
            Optional<Kept> kept = kept();
            if (kept.isPresent() && kept.get().port() == port) {
                Kept known = kept.get();
                return ask(List.of("show", known.id()), shown -> shown.code() == 0 ? port(known) : create(known));
            }
            Kept fresh = new Kept("pilothouse-" + random(), port);
            if (kept.isEmpty()) {
                return keepAndCreate(fresh);
            }
            return ask(List.of("delete", kept.get().id(), "--force"), deleted -> keepAndCreate(fresh));
        } catch (IOException e) {
            return new TunnelStep.Retry(
                    HostText.of(HostTextCode.TUNNEL_FILE_UNUSABLE, file.path(), String.valueOf(e.getMessage())));
        }
    }

    /** Writes the id to disk before the tunnel exists, so that a kill in between leaves no unknown tunnel. */
    private TunnelStep keepAndCreate(Kept tunnel) {
        try {
            file.write(StrictJson.write(KEPT.encode(tunnel)).getBytes(StandardCharsets.UTF_8));
            return create(tunnel);
        } catch (IOException e) {
            return new TunnelStep.Retry(
                    HostText.of(HostTextCode.TUNNEL_FILE_UNWRITABLE, file.path(), String.valueOf(e.getMessage())));
        }
    }

    private static TunnelStep create(Kept tunnel) {
        return ask(
                List.of("create", tunnel.id(), "--allow-anonymous"),
                created -> created.code() == 0 ? port(tunnel) : new TunnelStep.Retry(created.sentence(PROGRAM)));
    }

    private static TunnelStep port(Kept tunnel) {
        List<String> arguments = List.of(
                "port", "create", tunnel.id(), "--port-number", Integer.toString(tunnel.port()), "--protocol", "http");
        return ask(arguments, added -> {
            // A conflict is reported if the tunnel already had the port.
            if (added.code() != 0 && added.code() != CONFLICT) {
                return new TunnelStep.Retry(added.sentence(PROGRAM));
            }
            return new TunnelStep.Serve(
                    List.of(PROGRAM, "host", tunnel.id()), HINT, line -> urlIn(line, tunnel.port()));
        });
    }

    /**
     * Returns the address in a line such as
     * {@code Connect via browser: https://6f7nqqmb.euw.devtunnels.ms:3000, https://6f7nqqmb-3000.euw.devtunnels.ms}:
     * the one with the port in its name. The inspection address, {@code …-3000-inspect.…}, does not match.
     */
    static Optional<BridgeUrl> urlIn(String line, int port) {
        Matcher matcher = Pattern.compile(
                        "https://([a-z0-9]+-" + port + "\\.[a-z0-9]+\\.devtunnels\\.ms)/?(?=[\\s,]|$)")
                .matcher(line);
        return matcher.find() ? Optional.of(new BridgeUrl(true, matcher.group(1), 443)) : Optional.empty();
    }

    private Optional<Kept> kept() throws IOException {
        Optional<byte[]> content = file.read();
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            FieldReader fields =
                    new FieldReader(StrictJson.parseObject(new String(content.get(), StandardCharsets.UTF_8)));
            Kept kept = KEPT.decode(fields);
            if (SAFE_ID.matcher(kept.id()).matches()) {
                return Optional.of(kept);
            }
            LOG.warn("{} names no tunnel; it is replaced", file.path());
        } catch (CodecException e) {
            LOG.warn("{} is damaged and is replaced: {}", file.path(), e.getMessage());
        }
        return Optional.empty();
    }

    private static String random() {
        byte[] bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
