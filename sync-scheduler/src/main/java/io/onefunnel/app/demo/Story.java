package io.onefunnel.app.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Tells a person what the demo does, each line with the second in which it happened. */
final class Story {
    private final PrintStream out;
    private final long began = System.nanoTime();

    Story(PrintStream out) {
        this.out = out;
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /** A step, with its time. */
    void step(String text, Object... values) {
        out.printf(Locale.ROOT, "%4.0f s  %s%n", seconds(), String.format(Locale.ROOT, text, values));
    }

    /** What belongs to the step above. */
    void more(String text, Object... values) {
        out.println("        " + String.format(Locale.ROOT, text, values));
    }

    /** A block that brings its own line ends. */
    void block(String text) {
        text.lines().forEach(line -> out.println(line.isEmpty() ? "" : "        " + line));
    }
}
