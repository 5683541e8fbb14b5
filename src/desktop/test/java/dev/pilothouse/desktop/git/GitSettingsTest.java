package dev.pilothouse.desktop.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GitSettingsTest {
    @Test
    void everyFilterLosesItsPrograms() throws Exception {
        assertThat(GitSettings.withoutFilters(
                        List.of("filter.a.clean\n/bin/evil", "filter.a=b.process\nx", "filter.a.required")))
                .isEqualTo(Map.of("filter.a.clean", "", "filter.a=b.process", "", "filter.a.required", ""));
    }

    @Test
    void gitLfsStaysByItsExactValues() throws Exception {
        assertThat(GitSettings.withoutFilters(List.of(
                        "filter.lfs.process\ngit-lfs filter-process",
                        "filter.lfs.clean\ngit-lfs clean -- %f; evil",
                        "filter.lfs.required\ntrue")))
                .isEqualTo(Map.of(
                        "filter.lfs.process",
                        "git-lfs filter-process",
                        "filter.lfs.clean",
                        "",
                        "filter.lfs.required",
                        "true"));
    }

    @Test
    void gitLfsWithProgramsOfTheRepositoryIsDisabledToo() throws Exception {
        assertThat(GitSettings.withoutFilters(
                        List.of("filter.lfs.process\ngit-lfs filter-process", "lfs.extension.x.clean\nevil")))
                .isEqualTo(Map.of("filter.lfs.process", ""));
    }
}
