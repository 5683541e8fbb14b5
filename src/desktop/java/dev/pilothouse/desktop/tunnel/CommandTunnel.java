package dev.pilothouse.desktop.tunnel;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Runs any other tool, configured by {@code tunnel.json} in the data folder:
 * {@code {"command": ["ssh", "-R", "80:127.0.0.1:{port}", "localhost.run"], "url": "https://[a-z0-9-]+\\.lhr\\.life"}}.
 * {@code url} is a regular expression for the address in a line of its output; if it has a group, the group is the
 * address. The file is read at each start. Owns nothing.
 */
final class CommandTunnel implements Tunnel {
    static final String FILE = "tunnel.json";

    private static final String PORT = "{port}";

    private final PrivateFile file;

    CommandTunnel(Path folder) {
        this.file = new PrivateFile(folder.resolve(FILE));
    }

    @Override
    public TunnelStep begin(int port) {
        try {
            Optional<byte[]> content = file.read();
            if (content.isEmpty()) {
                return misconfigured(HostText.of(
                        HostTextCode.TUNNEL_NO_FILE,
                        file.path(),
                        "{\"command\": [\"PROGRAM\", \"ARGUMENT with {port}\"], \"url\": \"REGEX\"}"));
            }
            FieldReader fields =
                    new FieldReader(StrictJson.parseObject(new String(content.get(), StandardCharsets.UTF_8)));
            List<String> template = fields.values("command", Function.identity());
            String expression = fields.string("url");
            if (template.isEmpty() || template.get(0).isBlank()) {
                return misconfigured(HostText.of(HostTextCode.TUNNEL_COMMAND_LIST, file.path()));
            }
            if (template.stream().noneMatch(word -> word.contains(PORT))) {
                return misconfigured(HostText.of(HostTextCode.TUNNEL_COMMAND_PORT, file.path(), PORT));
            }
            List<String> command = template.stream()
                    .map(word -> word.replace(PORT, Integer.toString(port)))
                    .toList();
            Pattern url = Pattern.compile(expression);
            return new TunnelStep.Serve(
                    command, HostText.of(HostTextCode.TUNNEL_STANDS_IN, file.path()), line -> urlIn(line, url));
        } catch (CodecException e) {
            return misconfigured(
                    HostText.of(HostTextCode.TUNNEL_NOT_UNDERSTOOD, file.path(), String.valueOf(e.getMessage())));
        } catch (PatternSyntaxException e) {
            return misconfigured(HostText.of(HostTextCode.TUNNEL_URL_PATTERN, file.path(), e.getDescription()));
        } catch (IOException e) {
            return misconfigured(
                    HostText.of(HostTextCode.TUNNEL_UNREADABLE, file.path(), String.valueOf(e.getMessage())));
        }
    }

    private static TunnelStep misconfigured(HostText text) {
        return new TunnelStep.GiveUp(TunnelInfo.Phase.MISCONFIGURED, text);
    }

    static Optional<BridgeUrl> urlIn(String line, Pattern pattern) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String found = matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : matcher.group();
        try {
            return Optional.of(BridgeUrl.parse(asBridge(found.strip())));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** Tools print web addresses, and often a bare host name. */
    private static String asBridge(String text) {
        if (text.startsWith("https://")) {
            return "wss://" + text.substring("https://".length());
        }
        if (text.startsWith("http://")) {
            return "ws://" + text.substring("http://".length());
        }
        return text.contains("://") ? text : "wss://" + text;
    }
}
