package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a bulk activity extract holds. */
final class ActivityExtracts {
    private static final int DELETE_LEAD = 37;
    private static final String HEADER = "marketoGUID,leadId,activityDate,activityTypeId,campaignId,"
            + "primaryAttributeValueId,primaryAttributeValue,attributes\n";

    private final LeadDatabase database;
    private final ActivityShapes shapes;

    ActivityExtracts(LeadDatabase database, ActivityShapes shapes) {
        this.database = database;
        this.shapes = shapes;
    }

    BulkExtracts.Extract asked(ApiCall call) {
        JsonNode filter = call.body().path("filter");
        if (filter.path("createdAt").isMissingNode()) {
            throw new Refusal("1002", "Missing value for required parameter 'filter.createdAt'");
        }
        BulkExtracts.Window window = BulkExtracts.Window.of(filter.path("createdAt"));
        Set<Integer> types = new HashSet<>();
        for (JsonNode each : filter.path("activityTypeIds")) types.add(each.asInt());
        if (types.contains(DELETE_LEAD)) throw new Refusal("1003", "Activity type 37 cannot be extracted");
        return () -> file(window, types);
    }

    private BulkExtracts.Csv file(BulkExtracts.Window window, Set<Integer> types) {
        List<Activity> found = database.log()
                .between(
                        window.from().getEpochSecond(),
                        window.until().getEpochSecond() + 1,
                        each -> each.typeId() != DELETE_LEAD && (types.isEmpty() || types.contains(each.typeId())));
        StringBuilder text = new StringBuilder(HEADER);
        for (Activity each : found) {
            text.append(each.id()).append(',');
            text.append(database.leads().survivor(each.leadId())).append(',');
            text.append(Dates.lead(Instant.ofEpochSecond(each.epochSecond()))).append(',');
            text.append(each.typeId()).append(",null,").append(each.primaryId()).append(',');
            text.append(BulkExtracts.cell(each.primary())).append(',');
            text.append(BulkExtracts.cell(shapes.attributesByName(each).toString()))
                    .append('\n');
        }
        return new BulkExtracts.Csv(text.toString(), found.size());
    }
}
