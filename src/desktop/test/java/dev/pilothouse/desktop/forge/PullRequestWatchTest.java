package dev.pilothouse.desktop.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestInfo.Checks;
import dev.pilothouse.model.PullRequestState;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.SessionId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullRequestWatchTest {
    private static final Path SHOP = Path.of("/src/shop");
    private static final SessionId SESSION = new SessionId("s1");

    private Instant now = Instant.EPOCH;
    private final List<Path> looks = new ArrayList<>();
    private Optional<PullRequestInfo> answer = Optional.empty();
    private ForgeException failure;
    private int changes;
    private Runnable meanwhile = () -> {};

    private final PullRequestWatch watch = new PullRequestWatch(
            directory -> {
                looks.add(directory);
                meanwhile();
                if (failure != null) {
                    throw failure;
                }
                return answer;
            },
            Runnable::run,
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            });

    private void meanwhile() {
        meanwhile.run();
    }

    private static RepositorySummary summary(String branch, int ahead) {
        return new RepositorySummary(branch, "origin/" + branch, ahead, 0, "main", 0, 0, 0);
    }

    private static PullRequestInfo info(Checks checks) {
        return new PullRequestInfo(7, "Fix", "https://x/7", PullRequestState.OPEN, "main", checks);
    }

    private void lookAtShop() {
        watch.watch(this, Map.of(SESSION, SHOP), () -> changes++);
        watch.added(SHOP, summary("fix", 0));
    }

    private void pass(Duration time) {
        now = now.plus(time);
        watch.tick();
    }

    @Test
    void aBranchIsAskedAboutOnceItIsKnownAndThenEveryMinute() {
        lookAtShop();
        answer = Optional.of(info(Checks.NONE));
        pass(Duration.ZERO);
        assertThat(looks).hasSize(1);
        assertThat(changes).isEqualTo(1);
        assertThat(watch.added(SHOP, summary("fix", 0)).pullRequest()).isEqualTo(info(Checks.NONE));

        pass(PullRequestWatch.USUAL.minusSeconds(1));
        assertThat(looks).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(looks).hasSize(2);
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void anAnswerAboutABranchThatWasLeftMeanwhileIsNotShown() {
        lookAtShop();
        answer = Optional.of(info(Checks.NONE));
        meanwhile = () -> watch.added(SHOP, summary("other", 0));
        pass(Duration.ZERO);
        assertThat(watch.added(SHOP, summary("other", 0)).pullRequest()).isNull();

        meanwhile = () -> {};
        pass(PullRequestWatch.AFTER_PUSH);
        assertThat(looks).hasSize(2);
        assertThat(watch.added(SHOP, summary("other", 0)).pullRequest()).isEqualTo(info(Checks.NONE));
    }

    @Test
    void nobodyLooksAndNothingIsAsked() {
        lookAtShop();
        watch.watch(this, Map.of(), () -> {});
        pass(Duration.ofHours(1));

        assertThat(looks).isEmpty();
    }

    @Test
    void runningChecksAreAskedAboutMoreOften() {
        lookAtShop();
        answer = Optional.of(info(new Checks(1, 0, 0)));
        pass(Duration.ZERO);
        pass(PullRequestWatch.WHILE_RUNNING);

        assertThat(looks).hasSize(2);
    }

    @Test
    void aPushIsFollowedByAQuestion() {
        lookAtShop();
        pass(Duration.ZERO);
        watch.added(SHOP, summary("fix", 1));
        watch.added(SHOP, summary("fix", 0));
        pass(PullRequestWatch.AFTER_PUSH);

        assertThat(looks).hasSize(2);
    }

    @Test
    void anotherBranchDoesNotShowThePullRequestOfTheOneBefore() {
        lookAtShop();
        answer = Optional.of(info(Checks.NONE));
        pass(Duration.ZERO);

        assertThat(watch.added(SHOP, summary("other", 0)).pullRequest()).isNull();
    }

    @Test
    void failuresKeepTheLastAnswerAndAreAskedAboutLessAndLess() {
        lookAtShop();
        answer = Optional.of(info(Checks.NONE));
        pass(Duration.ZERO);
        failure = new ForgeException(ForgeException.Cause.OTHER, HostText.NONE, null);
        pass(PullRequestWatch.USUAL);
        pass(PullRequestWatch.USUAL);
        assertThat(looks).hasSize(2);
        pass(PullRequestWatch.USUAL);

        assertThat(looks).hasSize(3);
        assertThat(watch.added(SHOP, summary("fix", 0)).pullRequest()).isNotNull();
    }

    @Test
    void nothingIsAskedBeforeTheEndOfALimit() {
        lookAtShop();
        failure = new ForgeException(ForgeException.Cause.LIMITED, HostText.NONE, now.plusSeconds(1_800));
        pass(Duration.ZERO);
        failure = null;
        watch.added(SHOP, summary("fix", 3));
        pass(Duration.ofSeconds(1_799));
        assertThat(looks).hasSize(1);
        pass(Duration.ofSeconds(1));

        assertThat(looks).hasSize(2);
    }

    @Test
    void manyBranchesShareOneLimitOfAMinute() {
        Map<SessionId, Path> many = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            many.put(new SessionId("s" + i), Path.of("/src/" + i));
        }
        watch.watch(this, many, () -> {});
        many.values().forEach(directory -> watch.added(directory, summary("fix", 0)));
        pass(Duration.ZERO);
        pass(Duration.ofSeconds(1));
        assertThat(looks).hasSize(PullRequestWatch.PER_MINUTE);
        pass(Duration.ofSeconds(59));

        assertThat(looks).hasSize(2 * PullRequestWatch.PER_MINUTE).doesNotHaveDuplicates();
    }

    @Test
    void twoDevicesAreServedByOneQuestion() {
        lookAtShop();
        watch.watch("another", Map.of(SESSION, SHOP), () -> changes++);
        answer = Optional.of(info(Checks.NONE));
        pass(Duration.ZERO);

        assertThat(looks).hasSize(1);
        assertThat(changes).isEqualTo(2);
    }
}
