package dev.pilothouse.desktop.acp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent {@code sdk-agent.mjs} on the protocol's own SDK for Node, which npm installs below the build folder once. */
public final class SdkAgent {
    private static final String PACKAGE = "@agentclientprotocol/sdk@2.4.0";
    private static final Path FOLDER = Path.of("target", "acp-sdk-2.4.0").toAbsolutePath();

    private SdkAgent() {}

    /**
     * Returns an entry for {@code agents.json}. Skips the test if Node or the package cannot be had.
     *
     * @param speaks the newest version that the agent speaks
     * @param offered the version that the host offers
     * @param store a file for the agent's sessions
     */
    public static JsonObject entry(String id, int speaks, int offered, Path store) throws Exception {
        install();
        JsonObject environment = new JsonObject();
        environment.addProperty("SDK_AGENT_STORE", store.toString());
        JsonArray arguments = new JsonArray();
        arguments.add(FOLDER.resolve("sdk-agent.mjs").toString());
        arguments.add(String.valueOf(speaks));
        JsonObject entry = new JsonObject();
        entry.addProperty("id", id);
        entry.addProperty("name", "SDK agent");
        entry.addProperty("command", "node");
        entry.add("args", arguments);
        entry.add("env", environment);
        entry.addProperty("protocol", offered);
        return entry;
    }

    private static void install() throws IOException, InterruptedException {
        assumeTrue(runs("node", "--version"), "Node.js is not installed");
        Files.createDirectories(FOLDER);
        if (!Files.isDirectory(FOLDER.resolve("node_modules/zod"))) {
            assumeTrue(
                    runs(
                            "npm",
                            "install",
                            "--prefix",
                            FOLDER.toString(),
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            PACKAGE),
                    "npm cannot install " + PACKAGE);
        }
        try (InputStream script = SdkAgent.class.getResourceAsStream("sdk-agent.mjs")) {
            Files.copy(script, FOLDER.resolve("sdk-agent.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(90, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
