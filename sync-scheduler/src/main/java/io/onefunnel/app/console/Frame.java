package io.onefunnel.app.console;

/**
 * What surrounds every page.
 *
 * @param token for forms
 * @param paused why writing is paused; empty when it is not
 */
public record Frame(String user, boolean admin, String token, String path, String version, String paused) {}
