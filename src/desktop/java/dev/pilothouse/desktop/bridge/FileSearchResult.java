package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.HostText;
import java.util.List;

/** The result of a search for files. */
public sealed interface FileSearchResult {

    /** @param partial whether part of the tree was not searched */
    record Found(List<FileMatch> files, boolean partial) implements FileSearchResult {
        public Found {
            files = List.copyOf(files);
        }
    }

    /** @param text a sentence for display */
    record Refused(ErrorCode code, HostText sentence) implements FileSearchResult {}
}
