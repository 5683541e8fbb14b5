package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.ui.TestShell;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaneSizeTest {
    private static final double ROOM = 900;

    private final TestShell device = new TestShell();
    private final PaneSize size = new PaneSize(device.keptValues(), "listWidth", 560);

    private double width(PaneSize of, double scale, double room) {
        return of.width(280, 320, scale, room);
    }

    @Test
    void aPaneHasItsOwnWidthUntilOneIsChosen() {
        assertThat(width(size, 1, ROOM)).isEqualTo(320);
        assertThat(width(size, 1.5, ROOM)).isEqualTo(480);
    }

    @Test
    void aChosenWidthIsThereAfterARestart() {
        size.choose(412, 1);

        assertThat(width(new PaneSize(device.keptValues(), "listWidth", 560), 1, ROOM))
                .isEqualTo(412);
    }

    @Test
    void aWidthChosenWithLargeTextFollowsTheText() {
        size.choose(600, 1.5);

        assertThat(width(size, 1.5, ROOM)).isEqualTo(600);
        assertThat(width(size, 1, ROOM)).isEqualTo(400);
    }

    @Test
    void aPaneLeavesRoomForTheSessionAndStaysUsable() {
        size.choose(2_000, 1);
        assertThat(width(size, 1, ROOM)).isEqualTo(560);
        assertThat(width(size, 1, 400)).isEqualTo(400);
        assertThat(width(size, 1, 100)).isEqualTo(280);

        size.choose(-50, 1);
        assertThat(width(size, 1, ROOM)).isEqualTo(280);
    }

    @Test
    void aResetIsToldAndStored() {
        List<String> told = new ArrayList<>();
        size.onChange(() -> told.add("changed"));
        size.choose(412, 1);
        size.choose(412, 1);
        size.reset();

        assertThat(told).hasSize(2);
        assertThat(device.keptValues().get("listWidth")).isEmpty();
        assertThat(width(size, 1, ROOM)).isEqualTo(320);
    }

    @Test
    void aDamagedWidthCountsAsNone() {
        device.kept().put("listWidth", "wide");
        assertThat(width(new PaneSize(device.keptValues(), "listWidth", 560), 1, ROOM))
                .isEqualTo(320);
    }
}
