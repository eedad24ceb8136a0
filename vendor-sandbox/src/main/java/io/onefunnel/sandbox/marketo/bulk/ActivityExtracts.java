package io.onefunnel.sandbox.marketo.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.marketo.activities.ActivityShapes;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.store.Activity;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a bulk activity extract holds. */
public final class ActivityExtracts {
    private static final int DELETE_LEAD = 37;
    private static final List<String> USUAL = List.of(
            "marketoGUID",
            "leadId",
            "activityDate",
            "activityTypeId",
            "campaignId",
            "primaryAttributeValueId",
            "primaryAttributeValue",
            "attributes");

    private final LeadDatabase database;
    private final ActivityShapes shapes;
    private final InstanceSettings settings;

    public ActivityExtracts(LeadDatabase database, ActivityShapes shapes, InstanceSettings settings) {
        this.database = database;
        this.settings = settings;
        this.shapes = shapes;
    }

    public Supplier<ExtractFile> asked(ApiCall call) {
        JsonNode filter = call.body().path("filter");
        if (filter.path("createdAt").isMissingNode()) {
            throw new Refusal("1002", "Missing value for required parameter 'filter.createdAt'");
        }
        ExtractFile.Columns columns =
                ExtractFile.Columns.asked(call, USUAL, field -> USUAL.contains(field) || field.equals("actionResult"));
        DateWindow window = DateWindow.of(filter.path("createdAt"));
        Set<Integer> types = new HashSet<>();
        for (JsonNode each : filter.path("activityTypeIds")) types.add(each.asInt());
        if (types.contains(DELETE_LEAD)) throw new Refusal("1003", "Activity type 37 cannot be extracted");
        Set<Long> primaryIds = new HashSet<>();
        for (JsonNode each : filter.path("primaryAttributeValueIds")) primaryIds.add(each.asLong());
        Set<String> primaries = new HashSet<>();
        for (JsonNode each : filter.path("primaryAttributeValues")) primaries.add(each.asText());
        Predicate<Activity> wanted = each -> each.typeId() != DELETE_LEAD
                && (types.isEmpty() || types.contains(each.typeId()))
                && (primaryIds.isEmpty() || primaryIds.contains(each.primaryId()))
                && (primaries.isEmpty() || primaries.contains(String.valueOf(each.primary())));
        return () -> file(columns, window, wanted);
    }

    private ExtractFile file(ExtractFile.Columns columns, DateWindow window, Predicate<Activity> wanted) {
        int days = settings.number("retentionDays");
        long oldest = days == 0
                ? Long.MIN_VALUE
                : database.now().minus(Duration.ofDays(days)).getEpochSecond();
        List<Activity> found = database.log()
                .between(
                        Math.max(oldest, window.from().getEpochSecond()),
                        window.until().getEpochSecond() + 1,
                        wanted);
        ExtractFile file = columns.file();
        for (Activity each : found) file.row(column -> cell(each, column));
        return file;
    }

    private @Nullable String cell(Activity activity, String column) {
        return switch (column) {
            case "marketoGUID" -> Long.toString(activity.id());
            case "leadId" -> Integer.toString(database.leads().survivor(activity.leadId()));
            case "activityDate" -> Dates.lead(Instant.ofEpochSecond(activity.epochSecond()));
            case "activityTypeId" -> Integer.toString(activity.typeId());
            case "primaryAttributeValueId" -> Long.toString(activity.primaryId());
            case "primaryAttributeValue" -> activity.primary();
            case "attributes" -> shapes.attributesByName(activity).toString();
            case "actionResult" -> "succeeded";
            default -> null;
        };
    }
}
