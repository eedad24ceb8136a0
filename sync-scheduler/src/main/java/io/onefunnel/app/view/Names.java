package io.onefunnel.app.view;

/** People of whom no system tells a name have to be called something, too. */
final class Names {
    private Names() {}

    /** The name, or what stands in its place. */
    static String shown(String name) {
        return name.isEmpty() ? "(no name)" : name;
    }
}
