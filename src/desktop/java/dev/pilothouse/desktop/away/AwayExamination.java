package dev.pilothouse.desktop.away;

import dev.pilothouse.desktop.machine.Examination;
import dev.pilothouse.desktop.machine.Finding;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Whether the servers of {@code away.json} can be reached, and whether this machine's clock agrees with theirs: of the world's
 * time a host learns nowhere else. Asks each for the head of its first page, without the token and without telling it
 * anything. Stateless; blocks some seconds for each target at most.
 */
public final class AwayExamination implements Examination {
    private static final String AREA = "away";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Servers say the time in whole seconds, and an answer may be on its way for some. */
    private static final Duration LENIENCE = Duration.ofMinutes(1);

    private final Path dataFolder;
    private final Clock clock;

    public AwayExamination(Path dataFolder) {
        this(dataFolder, Clock.systemUTC());
    }

    AwayExamination(Path dataFolder, Clock clock) {
        this.dataFolder = dataFolder;
        this.clock = clock;
    }

    @Override
    public List<Finding> examine() {
        List<AwayTarget> targets;
        try {
            targets = AwayConfig.read(dataFolder);
        } catch (AwayConfig.InvalidException e) {
            return List.of(Finding.failure(AREA, e.getMessage(), "Correct it: nobody is told anything until then."));
        }
        if (targets.isEmpty()) {
            return List.of(Finding.ok(AREA, "nobody is told anything away from the app"));
        }
        OkHttpClient client = new OkHttpClient.Builder()
                .followRedirects(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .callTimeout(PATIENCE)
                .build();
        List<Finding> findings = new ArrayList<>();
        for (AwayTarget target : targets) {
            look(client, target, findings);
        }
        return findings;
    }

    private void look(OkHttpClient client, AwayTarget target, List<Finding> findings) {
        Request request = new Request.Builder()
                .url(firstPage(target.url()))
                .header("User-Agent", "Pilothouse")
                .head()
                .build();
        try (Response response = client.newCall(request).execute()) {
            findings.add(Finding.ok(AREA, target.name() + ": its server answers"));
            Date date = response.headers().getDate("Date");
            if (date != null) {
                compare(target, date.toInstant(), findings);
            }
        } catch (IOException e) {
            // The kind of failure alone: the message may name the address.
            findings.add(Finding.warning(
                    AREA,
                    target.name() + ": its server cannot be reached ("
                            + e.getClass().getSimpleName() + ")",
                    "Look whether this machine has a network, and at the url in " + AwayConfig.FILE + "."));
        }
    }

    private void compare(AwayTarget target, Instant theirs, List<Finding> findings) {
        Duration ahead = Duration.between(theirs, clock.instant());
        if (ahead.abs().compareTo(LENIENCE) > 0) {
            findings.add(Finding.warning(
                    "clock",
                    "the clock is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                            + " that of the server of " + target.name(),
                    "Set the clock, or let the system follow a time server."));
        }
    }

    private static String firstPage(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority() + "/";
    }
}
