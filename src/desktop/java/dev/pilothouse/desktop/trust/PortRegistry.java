package dev.pilothouse.desktop.trust;

import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.MemberCodec;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The block of ports that each worktree of this host has, so that servers of two worktrees do not collide. A block is
 * leased when its worktree is created, if none of its ports is in use then, and is free again when the worktree is
 * removed. Owns {@value #FILE} in the data folder. Thread-safe; changes wait for the disk.
 */
public final class PortRegistry {
    static final String FILE = "ports.json";
    static final String WORKTREE = "PILOTHOUSE_WORKTREE";
    static final String BRANCH = "PILOTHOUSE_BRANCH";
    /** Ports of a block. */
    static final int BLOCK = 10;
    /** Below the ports that systems give to outgoing connections. */
    static final int FIRST = 21_000;

    static final int BLOCKS = 1_100;

    private static final Logger LOG = LoggerFactory.getLogger(PortRegistry.class);
    private static final int VERSION = 1;

    /**
     * A leased block.
     *
     * @param place the directory of the worktree
     * @param branch the branch with which it was created
     * @param port the first port; 0 if none was free
     */
    record Lease(String place, String branch, int port) {}

    private record Content(int version, List<Lease> leases) {}

    private static final RecordCodec<Lease> LEASE = io -> new Lease(
            io.put("place", Json.TEXT, Lease::place),
            io.put("branch", Json.TEXT, Lease::branch),
            io.put("port", Json.INT, Lease::port));

    private static final MemberCodec.Optional<List<Lease>> LEASES = LEASE.list();

    private static final RecordCodec<Content> CONTENT =
            io -> new Content(io.put("version", Json.INT, Content::version), io.opt("leases", LEASES, Content::leases));

    private final PrivateFile file;
    private final IntPredicate free;
    /** By place. Guarded by this. */
    private final Map<String, Lease> leases = new LinkedHashMap<>();

    private PortRegistry(PrivateFile file, IntPredicate free) {
        this.file = file;
        this.free = free;
    }

    /** Reads the leases, and frees those of worktrees that are gone. */
    public static PortRegistry open(Path dataFolder) throws IOException {
        return open(dataFolder, PortRegistry::isFree);
    }

    /** @param free whether a port can be bound now */
    static PortRegistry open(Path dataFolder, IntPredicate free) throws IOException {
        PrivateFile file = new PrivateFile(dataFolder.resolve(FILE));
        PortRegistry registry = new PortRegistry(file, free);
        try {
            Optional<byte[]> bytes = file.read();
            if (bytes.isPresent()) {
                Content content = CONTENT.decode(
                        new FieldReader(StrictJson.parseObject(new String(bytes.get(), StandardCharsets.UTF_8))));
                if (content.version() != VERSION) {
                    throw new IllegalArgumentException("version " + content.version());
                }
                content.leases().stream()
                        .filter(lease -> Files.isDirectory(Path.of(lease.place())))
                        .forEach(lease -> registry.leases.put(lease.place(), lease));
            }
        } catch (CodecException | IllegalArgumentException damaged) {
            // Worktrees that exist have no ports from now on. New ones get other ports than those in use.
            LOG.warn("{} is damaged and is kept as {}", file.path(), file.moveAside());
        }
        return registry;
    }

    /** The lease of a worktree; a new one if it has none. It is on disk when this returns. */
    synchronized Lease lease(Path place, String branch) throws IOException {
        Lease known = leases.get(place.toString());
        if (known != null) {
            return known;
        }
        Set<Integer> taken = leases.values().stream().map(Lease::port).collect(Collectors.toSet());
        // The same place gets the same ports again if they are free, also on a host whose list is lost.
        int start = Math.floorMod(place.toString().hashCode(), BLOCKS);
        int port = 0;
        for (int i = 0; i < BLOCKS && port == 0; i++) {
            int candidate = FIRST + (start + i) % BLOCKS * BLOCK;
            if (!taken.contains(candidate) && isBlockFree(candidate)) {
                port = candidate;
            }
        }
        Lease fresh = new Lease(place.toString(), branch, port);
        leases.put(fresh.place(), fresh);
        try {
            write();
        } catch (IOException e) {
            leases.remove(fresh.place());
            throw e;
        }
        return fresh;
    }

    private boolean isBlockFree(int first) {
        for (int port = first; port < first + BLOCK; port++) {
            if (!free.test(port)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException used) {
            return false;
        }
    }

    /** Frees the ports of a worktree that is removed. */
    synchronized void free(Path place) throws IOException {
        if (leases.remove(place.toString()) != null) {
            write();
        }
    }

    /** The variables for a program in a directory; empty if it lies in no worktree with a lease. */
    public synchronized Map<String, String> variables(Path directory) {
        @Nullable Lease found = null;
        for (Lease lease : leases.values()) {
            if (directory.startsWith(lease.place())
                    && (found == null || lease.place().length() > found.place().length())) {
                found = lease;
            }
        }
        return found == null ? Map.of() : variables(found);
    }

    static Map<String, String> variables(Lease lease) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(WORKTREE, lease.place());
        variables.put(BRANCH, lease.branch());
        if (lease.port() > 0) {
            variables.put("PILOTHOUSE_PORT", String.valueOf(lease.port()));
            for (int i = 1; i < BLOCK; i++) {
                variables.put("PILOTHOUSE_PORT_" + i, String.valueOf(lease.port() + i));
            }
        }
        return variables;
    }

    private void write() throws IOException {
        Content content = new Content(VERSION, new ArrayList<>(leases.values()));
        file.write(StrictJson.write(CONTENT.encode(content)).getBytes(StandardCharsets.UTF_8));
    }
}
