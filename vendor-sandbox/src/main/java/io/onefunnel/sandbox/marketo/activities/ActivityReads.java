package io.onefunnel.sandbox.marketo.activities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.PagingToken;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.schema.SchemaField;
import io.onefunnel.sandbox.marketo.store.Activity;
import io.onefunnel.sandbox.marketo.store.ActivityLog;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Paging tokens and the three streams: activities, lead changes, deleted leads. */
public final class ActivityReads {
    // "Up to 10 activity types", "up to 30 lead ids": "Activities", "Query".
    private static final int MOST_TYPES = 10;
    private static final int MOST_LEADS = 30;
    private static final int DELETE_LEAD = 37;
    private static final List<Integer> LEAD_CHANGES = List.of(12, 13);

    private final LeadDatabase database;
    private final ActivityShapes shapes;
    private final ActivityTypes types;
    private final CustomActivityTypes customTypes;
    private final InstanceSettings settings;
    private final Faults faults;
    private int pages;

    public ActivityReads(
            LeadDatabase database,
            ActivityShapes shapes,
            ActivityTypes types,
            CustomActivityTypes customTypes,
            InstanceSettings settings,
            Faults faults) {
        this.database = database;
        this.shapes = shapes;
        this.types = types;
        this.customTypes = customTypes;
        this.settings = settings;
        this.faults = faults;
    }

    /** Adds the three streams, their paging tokens and the activity types. */
    public void serve(Routes routes) {
        routes.on("GET", "rest/v1/activities/pagingtoken.json", "paging token", this::pagingToken)
                .on("GET", "rest/v1/activities.json", "activities", this::activities)
                .on("GET", "rest/v1/activities/leadchanges.json", "lead changes", this::leadChanges)
                .on("GET", "rest/v1/activities/deletedleads.json", "deleted leads", this::deletedLeads)
                .on("GET", "rest/v1/activities/types.json", "activity types", this::types);
    }

    private HttpAnswer pagingToken(ApiCall call) {
        String since = call.required("sinceDatetime");
        try {
            String token = PagingToken.of(Dates.lead(Dates.parse(since)), 0);
            ObjectNode body =
                    Replies.object().put("requestId", call.requestId()).put("success", true);
            return Replies.send(body.put("nextPageToken", token));
        } catch (DateTimeException notADate) {
            throw new Refusal("704", "Invalid date format: " + since);
        }
    }

    private HttpAnswer types(ApiCall call) {
        List<ObjectNode> all = new ArrayList<>(types.shown());
        all.addAll(customTypes.approvedAsActivityTypes());
        return Replies.result(call, all);
    }

    private HttpAnswer activities(ApiCall call) {
        call.required("activityTypeIds");
        List<Integer> asked = numbers(call, "activityTypeIds");
        if (asked.size() > MOST_TYPES) throw new Refusal("1003", "Too many activityTypeIds, at most 10");
        for (int type : asked) {
            if (type == DELETE_LEAD
                    || (!types.knows(type) && customTypes.approved(type).isEmpty())) {
                throw new Refusal("1003", "Invalid value for field 'activityTypeIds' and value '" + type + "'");
            }
        }
        Set<Long> assets = new HashSet<>();
        for (int asset : numbers(call, "assetIds")) assets.add((long) asset);
        Predicate<Activity> wanted = ofLeads(call).and(each -> assets.isEmpty() || assets.contains(each.primaryId()));
        return stream(call, new HashSet<>(asked), wanted, shapes::activity);
    }

    private HttpAnswer leadChanges(ApiCall call) {
        call.required("fields");
        Set<Long> fields = new HashSet<>();
        for (String name : call.list("fields")) {
            SchemaField field = database.schema()
                    .find(name)
                    .orElseThrow(() -> new Refusal("1006", "Field '" + name + "' not found"));
            fields.add((long) field.id());
        }
        Predicate<Activity> wanted =
                ofLeads(call).and(each -> each.typeId() != 13 || fields.contains(each.primaryId()));
        return stream(call, LEAD_CHANGES, wanted, shapes::leadChange);
    }

    private HttpAnswer deletedLeads(ApiCall call) {
        // Deletions older than 14 days may be pruned: definition of Get Deleted Leads.
        long oldest = daysAgo("deletedLeadDays");
        return stream(call, List.of(DELETE_LEAD), each -> each.epochSecond() >= oldest, shapes::activity);
    }

    private HttpAnswer stream(
            ApiCall call, Collection<Integer> types, Predicate<Activity> wanted, Function<Activity, ObjectNode> shape) {
        List<String> position = PagingToken.parts(call.required("nextPageToken"), 2);
        String since = position.get(0);
        long afterId = afterId(position);
        if (emptyPage(call)) return Replies.stream(call, List.of(), PagingToken.of(since, afterId), true);
        long from = Dates.parse(since).getEpochSecond();
        ActivityLog.Slice slice = database.log()
                .after(Math.max(from, daysAgo("retentionDays")), afterId, types, wanted, call.batchSize());
        List<ObjectNode> rows = slice.activities().stream().map(shape).toList();
        return Replies.stream(call, rows, PagingToken.of(since, slice.lastId()), slice.more());
    }

    private static long afterId(List<String> position) {
        try {
            return Long.parseLong(position.get(1));
        } catch (NumberFormatException notOurs) {
            throw PagingToken.invalid(String.join(",", position));
        }
    }

    /** Pages may be empty although more follow: "Activities", "Paging". */
    private boolean emptyPage(ApiCall call) {
        int every = settings.number("emptyPageEvery");
        pages++;
        return faults.take("empty-page", call.http()).isPresent() || (every > 1 && pages % every == 0);
    }

    /** Activities are kept for a time only: "Activities"; 0 days in the settings keeps all of them. */
    private long daysAgo(String setting) {
        int days = settings.number(setting);
        return days == 0
                ? Long.MIN_VALUE
                : database.now().minus(Duration.ofDays(days)).getEpochSecond();
    }

    private Predicate<Activity> ofLeads(ApiCall call) {
        Set<Integer> leads = new HashSet<>(numbers(call, "leadIds"));
        if (leads.size() > MOST_LEADS) throw new Refusal("1003", "Too many leadIds, at most 30");
        if (leads.isEmpty()) return each -> true;
        return each -> leads.contains(database.leads().survivor(each.leadId()));
    }

    private static List<Integer> numbers(ApiCall call, String parameter) {
        try {
            return call.list(parameter).stream().map(Integer::valueOf).toList();
        } catch (NumberFormatException notANumber) {
            throw new Refusal("1001", "Invalid value for '" + parameter + "'. Required of type 'Integer'");
        }
    }
}
