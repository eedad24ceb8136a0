package io.onefunnel.app.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Tells a person what the demo does, each line with the second in which it happened. */
final class Story {
    private static final int WIDTH = 80;
    private static final String MARGIN = " ".repeat(8);

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
        print(String.format(Locale.ROOT, "%4.0f s  ", seconds()), String.format(Locale.ROOT, text, values));
    }

    /** What belongs to the step above. */
    void more(String text, Object... values) {
        print(MARGIN, String.format(Locale.ROOT, text, values));
    }

    /** Broken between words where it would not fit. */
    private void print(String before, String text) {
        String margin = before;
        String rest = text;
        while (margin.length() + rest.length() > WIDTH) {
            int end = rest.lastIndexOf(' ', WIDTH - margin.length());
            if (end <= 0) break;
            out.println(margin + rest.substring(0, end));
            rest = rest.substring(end + 1);
            margin = MARGIN;
        }
        out.println(margin + rest);
    }

    /** A block that brings its own line ends. */
    void block(String text) {
        text.lines().forEach(line -> out.println(line.isEmpty() ? "" : MARGIN + line));
    }
}
