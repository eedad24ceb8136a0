package io.onefunnel.app.console;

import java.util.List;
import java.util.Optional;

/** What the templates show: texts and numbers made ready, so that a template decides nothing. */
public final class PageModels {
    private PageModels() {}

    /**
     * What surrounds every page.
     *
     * @param token for forms
     * @param paused why writing is paused; empty when it is not
     */
    public record Frame(String user, boolean admin, String token, String path, String version, String paused) {}

    /** A text with its exact form for whoever points at it. */
    public record Told(String text, String exact) {
        static final Told NOTHING = new Told("", "");
    }

    /** A number that leads to its rows. */
    public record Figure(String label, String value, String link, String note) {}

    public record NotFound(String what) {}

    /** Answers: is everything well, and what needs me? */
    public record Today(
            String headline,
            boolean well,
            List<Figure> figures,
            List<Shortfall> shortfalls,
            List<Due> due,
            List<Connection> connections,
            List<Run> runs) {}

    public record Shortfall(String what, String why, String remedy) {}

    /** Somebody who waits. */
    public record Due(
            String link, String name, String timer, String status, String mark, Told due, String owner, String next) {}

    public record Connection(
            String name, String account, String people, String companies, String opportunities, Told completeTo) {}

    public record Run(long id, String step, Told began, String took, String result, boolean complete) {}

    /** Answers: what would be written, where and why? */
    public record Plan(
            String headline,
            String id,
            boolean empty,
            List<PlanRow> byConnection,
            List<Figure> byCapability,
            List<String> actions,
            List<String> waiting,
            List<String> trips,
            List<Sample> samples) {}

    public record PlanRow(
            String connection, String records, String fields, String merges, String events, String calls) {}

    public record Sample(String record, String link, String reason, List<Line> lines) {}

    /** One field of a sample; {@code from} is empty for a new value. */
    public record Line(String sign, String field, String from, String to) {}

    /** Answers: how far do people come, and where do they get lost? */
    public record Funnel(String headline, List<Bar> bars, List<Leak> leaks, List<Origin> origins) {}

    /**
     * @param width of the bar, in a thousandth of the widest
     * @param conversion from the stage above; empty for the first
     */
    public record Bar(String stage, String link, String people, int width, String conversion) {}

    public record Leak(
            String handoff,
            String entered,
            String converted,
            String silent,
            String disqualified,
            String value,
            String programs) {}

    public record Origin(String origin, String source, String people, String opportunities, String won, String share) {}

    public record People(String headline, List<PersonRow> rows) {}

    public record PersonRow(
            String link, String name, String company, String stage, String score, String grade, String owner) {}

    /** Answers: who is this, what happened, and why does it say what it says? */
    public record Person(
            String name,
            String headline,
            List<Figure> figures,
            List<Term> terms,
            int scale,
            List<Timer> timers,
            List<Entry> stages,
            String origin,
            String referral,
            List<Record> records,
            List<Event> events,
            List<Returned> returned,
            List<Write> writes) {}

    /** What sales said, and what marketing got of it. */
    public record Returned(Told at, String from, String said, String note, List<String> told) {}

    /** @param offset and width in thousandths of the chart */
    public record Term(String reason, String points, boolean positive, int offset, int width) {}

    public record Timer(String kind, String status, String mark, Told due, List<String> computation) {}

    public record Entry(String stage, Told at, String evidence) {}

    public record Record(String system, String id, String type, String email, String company) {}

    public record Event(Told at, String system, String what, String kind) {}

    public record Write(Told at, String record, String outcome, String reason) {}

    /** A person found by a search. */
    public record Found(String link, String name, Optional<String> stage, int records) {}
}
