package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Budget;
import dev.pilothouse.model.HostText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BudgetSubjectLookupTest {
    @TempDir
    Path folder;

    private Path root;
    private final BudgetSubjectLookup lookup =
            new BudgetSubjectLookup(List::of, run -> run.equals("r1"), session -> "");

    @BeforeEach
    void open() throws IOException {
        root = folder.toRealPath();
    }

    private String fault(Budget.Subject subject, String key) {
        return lookup.fault(Budget.of(subject, key, Budget.Period.DAY, "USD", 5))
                .map(HostText::text)
                .orElse("");
    }

    @Test
    void theHostAndAKnownRunAreAccepted() {
        assertThat(fault(Budget.Subject.HOST, "")).isEmpty();
        assertThat(fault(Budget.Subject.RUN, "r1")).isEmpty();
        assertThat(fault(Budget.Subject.RUN, "r2")).contains("no run r2");
        assertThat(fault(Budget.Subject.SESSION, "s1")).contains("no session s1");
    }

    @Test
    void aProjectIsAFolderOfTheHost() {
        assertThat(fault(Budget.Subject.PROJECT, root.toString())).isEmpty();
        assertThat(fault(Budget.Subject.PROJECT, root.resolve("nothing").toString()))
                .contains("no folder of this host");
        assertThat(fault(Budget.Subject.PROJECT, "shop")).contains("no folder of this host");
    }

    @Test
    void aFolderInARepositoryIsRefusedWithTheNameOfItsProject() throws IOException {
        Files.createDirectories(root.resolve("shop/.git"));
        Files.createDirectories(root.resolve("shop/src"));

        assertThat(fault(Budget.Subject.PROJECT, root.resolve("shop").toString()))
                .isEmpty();
        assertThat(fault(Budget.Subject.PROJECT, root.resolve("shop/src").toString()))
                .endsWith("counts for the project " + root.resolve("shop") + ". Set the budget for that one.");
    }
}
