package dev.pilothouse.model;

/** The way in which a host installs an agent. A newer host may have more. */
public enum InstallKind {
    /** A package of npm. */
    NPM,
    /** A Python package, by uv. */
    UV,
    /** An archive with a program. */
    ARCHIVE,
    /** No way that this host has. */
    OTHER
}
