package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMatch;
import java.util.List;

/** What became of a search for files. */
public sealed interface FileSearch {

    /** @param partial whether there is more that was not looked at */
    record Found(List<FileMatch> files, boolean partial) implements FileSearch {
        public Found {
            files = List.copyOf(files);
        }
    }

    /** @param text a sentence for the person */
    record Refused(ErrorCode code, String text) implements FileSearch {}
}
