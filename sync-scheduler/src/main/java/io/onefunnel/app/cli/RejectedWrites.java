package io.onefunnel.app.cli;

import io.onefunnel.app.view.RecordName;
import io.onefunnel.app.view.WordWrap;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.WriteLedger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What vendors refused and still stands, in their own words. */
final class RejectedWrites {
    private static final int SHOWN = 5;
    private static final int LOOKED_AT = 1_000;

    private RejectedWrites() {}

    /** Empty text when nothing is refused. */
    static String text(WriteLedger ledger) {
        List<WriteLedger.Logged> refused = ledger.rejected(LOOKED_AT);
        if (refused.isEmpty()) return "";
        StringBuilder text =
                new StringBuilder("Refused by the vendor; tried again once the record or its value changes:\n");
        for (WriteLedger.Logged each : refused.subList(0, Math.min(SHOWN, refused.size()))) {
            var on = each.intent().command().on();
            text.append(WordWrap.text("  ", RecordName.of(on) + ": " + words(each)));
        }
        if (refused.size() > SHOWN) {
            text.append(String.format(
                    Locale.ROOT, "  ... and %,d more: `onefunnel report rejected_writes`%n", refused.size() - SHOWN));
        }
        return text.append('\n').toString();
    }

    /** One line for a plan, which leaves them out. */
    static String leftOut(WriteLedger ledger) {
        int refused = ledger.rejected(LOOKED_AT).size();
        if (refused == 0) return "";
        return String.format(
                Locale.ROOT,
                "%,d refused writes are left out until something changes; `onefunnel status` says why.%n",
                refused);
    }

    static List<Map<String, String>> json(WriteLedger ledger) {
        return ledger.rejected(LOOKED_AT).stream()
                .map(each -> {
                    Map<String, String> json = new LinkedHashMap<>();
                    json.put("on", each.intent().command().on().toString());
                    json.put("why", words(each));
                    each.at().ifPresent(at -> json.put("since", at.toString()));
                    return json;
                })
                .toList();
    }

    private static String words(WriteLedger.Logged refused) {
        return refused.outcome()
                .filter(WriteResult.Rejected.class::isInstance)
                .map(outcome -> ((WriteResult.Rejected) outcome).vendorMessage())
                .orElse("");
    }
}
