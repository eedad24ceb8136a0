package io.onefunnel.sandbox.vendor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The faults waiting to happen at one vendor. A vendor asks for the kinds that it knows at the place where they bite;
 * the kinds "latency", "reset-before", "reset-after", "status" and "cut" are served for every vendor by the HTTP side.
 */
public final class Faults {
    /**
     * One fault.
     *
     * @param kind what goes wrong: one of the common kinds, or one that the vendor documents
     * @param match a regular expression found in "METHOD path?query" or in the text of the body; empty matches all
     * @param after how many matching calls pass untouched first
     * @param times how often it happens after that
     * @param params details such as {"status": "503", "body": "..."} or {"rows": "2"}
     */
    public record Fault(String kind, String match, int after, int times, Map<String, String> params) {
        public Fault {
            params = Map.copyOf(params);
            if (times < 1) throw new IllegalArgumentException("a fault happens at least once, not " + times);
        }

        public static Fault once(String kind, String match) {
            return new Fault(kind, match, 0, 1, Map.of());
        }
    }

    private static final class Waiting {
        final Fault fault;
        final Pattern pattern;
        int seen;

        Waiting(Fault fault) {
            this.fault = fault;
            this.pattern = Pattern.compile(fault.match());
        }
    }

    private final List<Waiting> waiting = new ArrayList<>();

    public synchronized void add(Fault fault) {
        waiting.add(new Waiting(fault));
    }

    /** The fault of this kind that is due for this call, used up by asking. */
    public Optional<Fault> take(String kind, HttpCall call) {
        return take(kind, call, fault -> true);
    }

    /** The same among the faults that {@code bites} finds to concern this call; the others stay untouched. */
    public synchronized Optional<Fault> take(String kind, HttpCall call, Predicate<Fault> bites) {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting next = each.next();
            if (!next.fault.kind().equals(kind) || !matches(next.pattern, call) || !bites.test(next.fault)) continue;
            next.seen++;
            if (next.seen <= next.fault.after()) continue;
            if (next.seen == next.fault.after() + next.fault.times()) each.remove();
            return Optional.of(next.fault);
        }
        return Optional.empty();
    }

    public synchronized void clear() {
        waiting.clear();
    }

    public synchronized List<Fault> pending() {
        return waiting.stream().map(each -> each.fault).toList();
    }

    private static boolean matches(Pattern pattern, HttpCall call) {
        return pattern.pattern().isEmpty()
                || pattern.matcher(call.method() + " " + call.target()).find()
                || pattern.matcher(call.text()).find();
    }
}
