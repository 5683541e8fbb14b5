package dev.pilothouse.desktop.doctor;

import dev.pilothouse.desktop.push.NotificationConfig;
import dev.pilothouse.desktop.push.NotificationTarget;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether the servers of {@code away.json} are reachable, and whether this machine's clock agrees with theirs; a
 * host has no other time source. Sends each a HEAD request for its root page, without the token and without any data.
 * Stateless; blocks at most some seconds for each target.
 */
public final class NotificationTargetCheck implements HealthCheck {
    private static final String AREA = "away";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Servers send the time in whole seconds, and a response may take some seconds. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Path dataFolder;
    private final Clock clock;

    public NotificationTargetCheck(Path dataFolder) {
        this(dataFolder, Clock.systemUTC());
    }

    NotificationTargetCheck(Path dataFolder, Clock clock) {
        this.dataFolder = dataFolder;
        this.clock = clock;
    }

    @Override
    public List<DiagnosticResult> examine() {
        List<NotificationTarget> targets;
        try {
            targets = NotificationConfig.read(dataFolder);
        } catch (NotificationConfig.InvalidException e) {
            return List.of(
                    DiagnosticResult.failure(AREA, e.getMessage(), "Correct it: nobody is told anything until then."));
        }
        if (targets.isEmpty()) {
            return List.of(DiagnosticResult.ok(AREA, "nobody is told anything away from the app"));
        }
        List<DiagnosticResult> findings = new ArrayList<>();
        targets.forEach(target -> check(target, findings));
        return findings;
    }

    private void check(NotificationTarget target, List<DiagnosticResult> findings) {
        URI url = target.url();
        if (url == null) {
            findings.add(DiagnosticResult.warning(
                    AREA,
                    target.id() + ": the push service has removed its subscription",
                    "Subscribe again, and enter the new address and keys in the settings."));
            return;
        }
        try {
            Optional<Instant> theirs = time(url);
            findings.add(DiagnosticResult.ok(AREA, target.id() + ": its server answers"));
            theirs.ifPresent(time -> compare(target, time, findings));
        } catch (IOException e) {
            // Only the kind of failure: the message may contain the address.
            findings.add(DiagnosticResult.warning(
                    AREA,
                    target.id() + ": its server cannot be reached ("
                            + e.getClass().getSimpleName() + ")",
                    "Look whether this machine has a network, and at the url in " + NotificationConfig.FILE + "."));
        }
    }

    /** Returns the time from the server's Date header, if present. */
    private static Optional<Instant> time(URI url) throws IOException {
        URI firstPage = URI.create(url.getScheme() + "://" + url.getRawAuthority() + "/");
        HttpURLConnection connection = (HttpURLConnection) firstPage.toURL().openConnection();
        try {
            connection.setRequestMethod("HEAD");
            connection.setRequestProperty("User-Agent", "Pilothouse");
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout((int) TIMEOUT.toMillis());
            connection.setReadTimeout((int) TIMEOUT.toMillis());
            if (connection.getResponseCode() < 0) {
                throw new ProtocolException("no HTTP");
            }
            long date = connection.getDate();
            return date == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(date));
        } finally {
            connection.disconnect();
        }
    }

    private void compare(NotificationTarget target, Instant theirs, List<DiagnosticResult> findings) {
        Duration ahead = Duration.between(theirs, clock.instant());
        if (ahead.abs().compareTo(TOLERANCE) > 0) {
            findings.add(DiagnosticResult.warning(
                    "clock",
                    "the clock is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                            + " that of the server of " + target.id(),
                    "Set the clock, or let the system follow a time server."));
        }
    }
}
