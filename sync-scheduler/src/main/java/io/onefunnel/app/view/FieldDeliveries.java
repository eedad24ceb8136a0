package io.onefunnel.app.view;

import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.WriteLedger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which writes of fields brought an outcome to the systems that it was not read from. Some get it in no other way. */
final class FieldDeliveries {
    private FieldDeliveries() {}

    /** For each record the first write since that set what the outcome is known by. */
    static List<Delivery> of(FunnelEvent outcome, List<WriteLedger.Logged> oldestFirst) {
        List<Delivery> deliveries = new ArrayList<>();
        Set<SourceRef> seen = new HashSet<>();
        for (WriteLedger.Logged each : oldestFirst) {
            if (!(each.intent().command() instanceof Command.SetFields fields)) continue;
            SourceRef on = fields.on();
            boolean elsewhere = !on.connection().equals(outcome.source().connection());
            boolean since = !each.intent().at().isBefore(outcome.at());
            if (!elsewhere || !since || !says(outcome, fields.set()) || !arrived(each) || !seen.add(on)) continue;
            deliveries.add(new Delivery(on, each.at().orElse(each.intent().at()), "written", false));
        }
        return deliveries;
    }

    private static boolean arrived(WriteLedger.Logged logged) {
        return logged.outcome()
                .filter(each -> each instanceof WriteResult.Written || each instanceof WriteResult.Unchanged)
                .isPresent();
    }

    private static boolean says(FunnelEvent outcome, Map<Field, String> set) {
        return switch (outcome.kind()) {
            case STAGE_ENTERED ->
                outcome.stage().filter(stage -> filled(set, stage)).isPresent();
            case DISQUALIFIED -> holds(set, Field.OF_OUTCOME, Disposition.Outcome.DISQUALIFIED);
            case RECYCLED -> holds(set, Field.OF_OUTCOME, Disposition.Outcome.RECYCLE_NURTURE);
            case OPPORTUNITY_CREATED -> filled(set, Stage.OPPORTUNITY);
            case OPPORTUNITY_REOPENED -> "OPEN".equals(set.get(Field.OF_RESULT));
            case CLOSED_WON -> "WON".equals(set.get(Field.OF_RESULT)) || filled(set, Stage.CLOSED_WON);
            case CLOSED_LOST -> "LOST".equals(set.get(Field.OF_RESULT));
            case MEETING_HELD -> set.containsKey(Field.OF_MEETINGS_HELD);
            case SLA_MET -> judged(outcome, set, "MET");
            case SLA_MISSED -> judged(outcome, set, "MISSED");
            case MEETING_NO_SHOW -> false;
        };
    }

    private static boolean holds(Map<Field, String> set, Field field, Enum<?> value) {
        return value.name().equals(set.get(field));
    }

    private static boolean filled(Map<Field, String> set, Stage stage) {
        return Field.ofKey("of_" + stage.name().toLowerCase(Locale.ROOT) + "_at")
                .filter(field -> !set.getOrDefault(field, "").isEmpty())
                .isPresent();
    }

    private static boolean judged(FunnelEvent outcome, Map<Field, String> set, String status) {
        return outcome.promise()
                .filter(timer -> status.equals(set.get(timer.status())))
                .isPresent();
    }
}
