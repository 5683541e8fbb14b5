package dev.pilothouse.model;

import java.util.List;

/**
 * Where the host can be reached.
 *
 * @param sharing false = loopback only
 * @param urls the addresses under which the bridge listens now, best first
 */
public record SharingInfo(boolean sharing, List<String> urls) {
    public SharingInfo {
        urls = List.copyOf(urls);
    }
}
