package io.onefunnel.app.view;

import io.onefunnel.app.engine.ProgressListener;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How far long work has come, on standard error: one line that is drawn over on a terminal, a line for each finished step
 * elsewhere.
 */
public final class ProgressLines implements ProgressListener, AutoCloseable {
    private static final int WIDTH = 78;
    private static final long REDRAW_NANOS = 100_000_000;

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, Long> done = new LinkedHashMap<>();
    private final Map<String, Long> expected;
    private long drawn;

    /**
     * @param expected how many units a step will probably have; a step that is not named shows a count alone
     */
    public ProgressLines(PrintStream out, boolean terminal, Map<String, Long> expected) {
        this.out = out;
        this.terminal = terminal;
        this.expected = Map.copyOf(expected);
    }

    @Override
    public synchronized void progress(String step, int more) {
        done.merge(step, (long) more, Long::sum);
        if (terminal && System.nanoTime() - drawn > REDRAW_NANOS) draw();
    }

    private void draw() {
        drawn = System.nanoTime();
        StringBuilder line = new StringBuilder();
        done.forEach((step, count) -> {
            if (line.length() > 0) line.append(" · ");
            line.append(step).append(' ').append(bar(count, expected.getOrDefault(step, 0L)));
        });
        String text = line.length() > WIDTH ? "…" + line.substring(line.length() - WIDTH + 1) : line.toString();
        out.print("\r" + text + " ".repeat(WIDTH - text.length()));
        out.flush();
    }

    private static String bar(long count, long total) {
        if (total <= 0) return String.format(Locale.ROOT, "%,d", count);
        int filled = (int) Math.min(10, 10 * count / total);
        return "[" + "#".repeat(filled) + ".".repeat(10 - filled) + "] " + String.format(Locale.ROOT, "%,d", count);
    }

    /** Ends the line; what is told afterwards counts anew. */
    @Override
    public synchronized void close() {
        if (done.isEmpty()) return;
        if (terminal) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            out.flush();
        } else {
            StringBuilder line = new StringBuilder();
            done.forEach((step, count) -> line.append(line.length() == 0 ? "" : " · ")
                    .append(step)
                    .append(' ')
                    .append(String.format(Locale.ROOT, "%,d", count)));
            out.println(line);
        }
        done.clear();
    }
}
