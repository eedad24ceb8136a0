package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;

/** How many rows a page of a query has: what the client asks is a hint only. */
public final class BatchSize {
    // QueryOptions: batch sizes between 200 and 2,000, 2,000 by default.
    public static final int LARGEST = 2_000;
    private static final int SMALLEST = 200;
    private static final int LONG_TEXT = 255;

    private BatchSize() {}

    public static int of(Query query, int asked, OrgSettings settings) {
        String set = settings.text("queryBatchSize");
        if (!set.equals("asked")) return Integer.parseInt(set);
        // At most 200 when two or more custom long text areas are selected: Change the Batch Size in Queries.
        long longTexts = query.columns().stream()
                .flatMap(column -> column.path().own(query.from()).stream())
                .filter(BatchSize::isCustomLongText)
                .count();
        return longTexts >= 2 ? SMALLEST : Math.max(SMALLEST, Math.min(LARGEST, asked));
    }

    private static boolean isCustomLongText(Field field) {
        return field.isCustom() && field.type() == FieldType.TEXTAREA && field.length() > LONG_TEXT;
    }
}
