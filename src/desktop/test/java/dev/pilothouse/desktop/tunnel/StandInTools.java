package dev.pilothouse.desktop.tunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/**
 * Stand-ins on the PATH that have the names of the real tools and print their lines. Records each call with its
 * arguments. Immutable; its files are in the test's folder.
 */
final class StandInTools {
    /** As cloudflared prints it, on stderr. */
    static final String CLOUDFLARED_UP = """
            echo "2026-01-01T00:00:00Z INF Thank you for trying Cloudflare Tunnel. Doing so, without a Cloudflare account, is a quick way to experiment and try it out. (https://www.cloudflare.com/website-terms/)" >&2
            echo "2026-01-01T00:00:00Z INF Requesting new quick Tunnel on trycloudflare.com..." >&2
            echo "2026-01-01T00:00:02Z INF +--------------------------------------------------------------------------------------------+" >&2
            echo "2026-01-01T00:00:02Z INF |  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |" >&2
            echo "2026-01-01T00:00:02Z INF |  https://seasonal-deck-organisms-sf.trycloudflare.com                                       |" >&2
            echo "2026-01-01T00:00:02Z INF +--------------------------------------------------------------------------------------------+" >&2
            echo "2026-01-01T00:00:03Z INF Registered tunnel connection connIndex=0 ip=198.41.192.47 location=lax07 protocol=quic" >&2
            """;

    static final String CLOUDFLARED_FAILS = """
            echo "2026-01-01T00:00:00Z INF Requesting new quick Tunnel on trycloudflare.com..." >&2
            echo 'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": context deadline exceeded' >&2
            exit 1
            """;

    static final String DEVTUNNEL_USER =
            "echo '{\"status\":\"Logged in\",\"provider\":\"github\",\"username\":\"someone\"}'\n";

    static final String DEVTUNNEL_NO_USER = "echo '{\"status\":\"Not logged in\"}'\n";

    static final String DEVTUNNEL_UP = """
            echo "Hosting port: $port"
            echo "Connect via browser: https://6f7nqqmb.euw.devtunnels.ms:$port, https://6f7nqqmb-$port.euw.devtunnels.ms"
            echo "Inspect network activity: https://6f7nqqmb-$port-inspect.euw.devtunnels.ms"
            echo
            echo "Ready to accept connections for tunnel: $id.euw"
            """;

    /** Runs until it is ended, with a child that must be ended too. */
    static final String LIVE_ON = "sleep 600 & wait\n";

    private final Path folder;

    StandInTools(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("bin"));
    }

    /** Installs or replaces a program. */
    void put(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Path next = folder.resolve(name + ".new");
        Files.writeString(
                next,
                "#!/bin/sh\necho \"" + name + " $*\" >> '" + calls() + "'\necho $$ >> '" + pids() + "'\n" + script);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A dev tunnel's tool that stores tunnels as files of a folder, as the service would. */
    void putDevTunnel(String userShow, String host) throws IOException {
        Path known = Files.createDirectories(folder.resolve("tunnels"));
        put("devtunnel", "known='" + known + "'\n" + """
                          case "$1 $2" in
                          "user show") %s
                            exit 0;;
                          "port create") id=$3; test -e "$known/$id" || exit 2
                            test -s "$known/$id" && { echo "Conflict: the port exists." >&2; exit 1; }
                            echo "$5" > "$known/$id"; exit 0;;
                          esac
                          id=$2
                          case "$1" in
                          show) test -e "$known/$id" || { echo "Tunnel not found." >&2; exit 2; }; exit 0;;
                          create) test -e "$known/$id" && exit 1; : > "$known/$id"; exit 0;;
                          delete) rm -f "$known/$id"; exit 0;;
                          host) port=$(cat "$known/$id") || exit 2
                          %s
                            ;;
                          esac
                          exit 3
                          """.formatted(userShow, host));
    }

    void remove(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    Map<String, String> environment() {
        return Map.of("PATH", folder + ":/usr/bin:/bin", "HOME", folder.toString());
    }

    /** The commands so far, in order. */
    List<String> called() throws IOException {
        return Files.exists(calls()) ? Files.readAllLines(calls()) : List.of();
    }

    /** The live processes of the tools. */
    List<Long> living() throws IOException {
        return Files.exists(pids())
                ? Files.readAllLines(pids()).stream()
                        .map(Long::valueOf)
                        .filter(pid -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isPresent())
                        .toList()
                : List.of();
    }

    private Path calls() {
        return folder.resolve("calls");
    }

    private Path pids() {
        return folder.resolve("pids");
    }
}
