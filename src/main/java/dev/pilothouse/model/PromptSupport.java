package dev.pilothouse.model;

/**
 * Content that an agent accepts in a prompt besides text and links to files, which every agent accepts.
 *
 * @param images images
 * @param embedded the content of files
 */
public record PromptSupport(boolean images, boolean embedded) {
    public static final PromptSupport NONE = new PromptSupport(false, false);
}
