package io.onefunnel.app.console;

import io.onefunnel.app.config.AppConfig.Role;
import io.onefunnel.app.console.PageModels.Bar;
import io.onefunnel.app.console.PageModels.Connection;
import io.onefunnel.app.console.PageModels.Due;
import io.onefunnel.app.console.PageModels.Figure;
import io.onefunnel.app.console.PageModels.Found;
import io.onefunnel.app.console.PageModels.Frame;
import io.onefunnel.app.console.PageModels.Funnel;
import io.onefunnel.app.console.PageModels.Leak;
import io.onefunnel.app.console.PageModels.Origin;
import io.onefunnel.app.console.PageModels.People;
import io.onefunnel.app.console.PageModels.PersonRow;
import io.onefunnel.app.console.PageModels.Run;
import io.onefunnel.app.console.PageModels.Shortfall;
import io.onefunnel.app.console.PageModels.Today;
import io.onefunnel.app.console.PageModels.Told;
import io.onefunnel.app.console.signin.Sessions;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.Services;
import io.onefunnel.app.engine.Version;
import io.onefunnel.app.view.OwnerNames;
import io.onefunnel.app.view.Times;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.Stage;
import io.onefunnel.state.Reports;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.ProposedMerge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the pages' models of what is stored. */
final class Pages {
    /** What was asked for does not exist; the message says what. */
    static final class NotFoundException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotFoundException(String message) {
            super(message);
        }
    }

    private static final int RUNS_SHOWN = 10;
    private static final int DUE_SHOWN = 25;
    private static final int FOUND_SHOWN = 12;
    private static final int PEOPLE_SHOWN = 500;

    private final Installation installation;
    private final Store store;
    private final PlanPages plans;
    private final PersonPages persons;

    Pages(Installation installation, Services services) {
        this.installation = installation;
        this.store = installation.store();
        this.plans = new PlanPages(installation, services);
        this.persons = new PersonPages(installation, services);
    }

    Frame frame(Sessions.Session session, String path) {
        return new Frame(
                session.user(),
                session.role() == Role.ADMIN,
                session.token(),
                path,
                Version.CURRENT,
                store.runs().paused().map(Runs.Pause::reason).orElse(""));
    }

    Today today() {
        Instant now = installation.clock().instant();
        List<Shortfall> shortfalls = store.runs().openShortfalls().stream()
                .map(each -> new Shortfall(each.what(), each.why(), each.remedy()))
                .toList();
        List<Run> runs = store.runs().latest(RUNS_SHOWN).stream()
                .map(each -> run(each, now))
                .toList();
        return new Today(
                headline(shortfalls, runs),
                shortfalls.isEmpty(),
                figures(now),
                shortfalls,
                due(now),
                connections(now),
                runs);
    }

    private static String headline(List<Shortfall> shortfalls, List<Run> runs) {
        if (runs.isEmpty()) return "Nothing has run yet. The first pull will fill this page.";
        if (shortfalls.isEmpty()) return "All is well: the latest runs were complete, nothing was left out.";
        return shortfalls.size() == 1
                ? "1 shortfall: " + shortfalls.get(0).what() + ". Nothing is lost."
                : shortfalls.size() + " shortfalls since the last runs. Nothing is lost.";
    }

    private List<Figure> figures(Instant now) {
        long duplicates =
                store.proposals().in(Set.of(ProposedMerge.State.PROPOSED)).size();
        long late = count("work_due", "status", SlaTimer.Status.MISSED.name());
        long atRisk = count("work_due", "status", SlaTimer.Status.AT_RISK.name());
        return List.of(
                new Figure("people", number(store.people().count()), "/people", ""),
                new Figure("late", number(late), "#due", "past their time, proven"),
                new Figure("at risk", number(atRisk), "#due", "half of their time is gone"),
                new Figure(
                        "records in the plan", number(store.pending().changes().size()), "/plan", "not written yet"),
                new Figure("duplicates to look at", number(duplicates), "/plan", "onefunnel duplicates list"),
                new Figure(
                        "waiting for a decision",
                        number(store.decisions()
                                .waiting(now, installation.inputs().hash())),
                        "/people",
                        "decided at the next tick"));
    }

    private long count(String report, String column, String value) {
        return store.reports().rows(report, column, value).rows().size();
    }

    private List<Due> due(Instant now) {
        OwnerNames owners = OwnerNames.of(installation);
        return rows("work_due").stream()
                .limit(DUE_SHOWN)
                .map(row -> new Due(
                        "/person/" + text(row, "person"),
                        named(row),
                        words(text(row, "kind")),
                        words(text(row, "status")),
                        mark(text(row, "status")),
                        told(row.get("due_at"), now),
                        owners.name(text(row, "owner")),
                        text(row, "next_action")))
                .toList();
    }

    private List<Connection> connections(Instant now) {
        List<Connection> connections = new ArrayList<>();
        for (var pinned : store.connections().all()) {
            Map<RecordKind, Long> counts = store.mirror().counts().getOrDefault(pinned.connection(), Map.of());
            Optional<Instant> complete =
                    store.connections().completeTo().getOrDefault(pinned.connection(), Map.of()).values().stream()
                            .min(Instant::compareTo);
            connections.add(new Connection(
                    pinned.connection().value(),
                    pinned.accountId() + " (" + pinned.environment() + ")",
                    number(counts.getOrDefault(RecordKind.PERSON, 0L)),
                    number(counts.getOrDefault(RecordKind.COMPANY, 0L)),
                    number(counts.getOrDefault(RecordKind.OPPORTUNITY, 0L)),
                    complete.map(at -> told(at, now)).orElse(new Told("never", ""))));
        }
        return connections;
    }

    private static Run run(Runs.Ended each, Instant now) {
        String took = each.ended()
                .map(end -> Times.length(Duration.between(each.run().begun(), end)))
                .orElse("");
        String result = each.ended().isEmpty()
                ? "running"
                : each.shortfalls().isEmpty() ? "complete" : each.shortfalls().size() + " shortfalls";
        return new Run(
                each.run().id(),
                each.run().step(),
                told(each.run().begun(), now),
                took,
                result,
                each.shortfalls().isEmpty());
    }

    PageModels.Plan plan() {
        return plans.plan();
    }

    Funnel funnel() {
        List<Bar> bars = bars();
        List<Leak> leaks = rows("handoff_leaks").stream()
                .map(row -> new Leak(
                        text(row, "handoff"),
                        number(row, "entered"),
                        number(row, "converted"),
                        number(row, "silent"),
                        number(row, "disqualified"),
                        number(row, "silent_value"),
                        text(row, "programs")))
                .toList();
        List<Origin> origins = rows("origins").stream()
                .map(row -> new Origin(
                        words(text(row, "origin")),
                        text(row, "source").isEmpty() ? "(not known)" : text(row, "source"),
                        number(row, "people"),
                        number(row, "opportunities"),
                        number(row, "won"),
                        share(row, "won", "people")))
                .toList();
        return new Funnel(funnelHeadline(), bars, leaks, origins);
    }

    private String funnelHeadline() {
        long leads = people(Stage.CONVERSATION_LEAD);
        long won = people(Stage.CLOSED_WON);
        if (leads == 0) return "No Conversation Leads yet: the funnel fills as responses are pulled and decided.";
        return String.format(
                Locale.ROOT,
                "%,d people became Conversation Leads, %,d were won. Below: where the others are.",
                leads,
                won);
    }

    private long people(Stage stage) {
        return rows("stage_counts").stream()
                .filter(row -> text(row, "stage").equals(stage.name()))
                .mapToLong(row -> value(row, "people"))
                .sum();
    }

    private List<Bar> bars() {
        long most = 1;
        for (Stage stage : Stage.values()) most = Math.max(most, people(stage));
        List<Bar> bars = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            long people = people(stage);
            String conversion = rows("stage_conversion").stream()
                    .filter(row -> text(row, "to_stage").equals(stage.name()))
                    // Being in the target market is no step before a response: most who respond were never looked for.
                    .filter(row -> !text(row, "from_stage").equals(Stage.TARGET_MARKET.name()))
                    .map(row -> share(row, "converted", "people"))
                    .findFirst()
                    .orElse("");
            bars.add(new Bar(
                    stage.label(),
                    "/people?stage=" + stage.name(),
                    String.format(Locale.ROOT, "%,d", people),
                    (int) Math.round(1000.0 * people / most),
                    conversion));
        }
        return bars;
    }

    People people(Map<String, List<String>> query) {
        String stage = query.getOrDefault("stage", List.of("")).get(0);
        boolean known = java.util.Arrays.stream(Stage.values())
                .anyMatch(each -> each.name().equals(stage));
        if (!stage.isEmpty() && !known) throw new NotFoundException("There is no stage " + stage + ".");
        Reports.Table table = known
                ? store.reports().rows("people_reached", "stage", stage)
                : store.reports().rows("people_list");
        OwnerNames owners = OwnerNames.of(installation);
        List<PersonRow> rows = table.rows().stream()
                .limit(PEOPLE_SHOWN)
                .map(row -> new PersonRow(
                        "/person/" + text(row, "person"),
                        named(row),
                        text(row, "company"),
                        stageLabel(text(row, known ? "current_stage" : "stage")),
                        text(row, "score"),
                        LeadScore.Grade.of((int) value(row, "score")).name(),
                        owners.name(text(row, "owner"))))
                .toList();
        String what = known ? "people reached " + Stage.valueOf(stage).label() : "people";
        String headline = String.format(Locale.ROOT, "%,d %s.", table.rows().size(), what);
        if (table.rows().size() > PEOPLE_SHOWN) {
            headline += " The first " + PEOPLE_SHOWN + " are shown; `onefunnel report --csv` has all.";
        }
        return new People(headline, rows);
    }

    PageModels.Person person(String id) {
        return persons.person(new PersonId(id));
    }

    List<Found> search(@Nullable String text) {
        if (text == null || text.strip().length() < 2) return List.of();
        return store.reports().search(text.strip(), FOUND_SHOWN).stream()
                .map(each -> new Found(
                        "/person/" + each.person(),
                        each.name().isEmpty() ? "(no name)" : each.name(),
                        each.stage().map(Pages::stageLabel),
                        each.records().size()))
                .toList();
    }

    private List<Map<String, @Nullable Object>> rows(String report) {
        return store.reports().rows(report).rows();
    }

    private static String named(Map<String, @Nullable Object> row) {
        String name = text(row, "name");
        return name.isEmpty() ? "(no name)" : name;
    }

    private static String share(Map<String, @Nullable Object> row, String part, String whole) {
        long all = value(row, whole);
        return all == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * value(row, part) / all);
    }

    static String stageLabel(String stage) {
        for (Stage each : Stage.values()) {
            if (each.name().equals(stage)) return each.label();
        }
        return stage;
    }

    static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Shape as well as colour says how a timer stands. */
    static String mark(String status) {
        return switch (status) {
            case "MISSED" -> "late";
            case "AT_RISK" -> "risk";
            case "MET" -> "met";
            case "PAUSED" -> "paused";
            default -> "open";
        };
    }

    static Told told(@Nullable Object at, Instant now) {
        return at instanceof Instant instant ? new Told(Times.ago(instant, now), Times.local(instant)) : Told.NOTHING;
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }

    private static long value(Map<String, @Nullable Object> row, String column) {
        return row.get(column) instanceof Number number ? number.longValue() : 0;
    }

    private static String number(Map<String, @Nullable Object> row, String column) {
        return number(value(row, column));
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
