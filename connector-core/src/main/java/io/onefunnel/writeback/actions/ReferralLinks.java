package io.onefunnel.writeback.actions;

import io.onefunnel.model.AccountContact;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Decision;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.writeback.PendingAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Links referred people to who referred them, by the vendors' own kind of link. Only what a person entered: such a link cannot
 * be taken back by us, as a suggestion must.
 */
final class ReferralLinks {
    private ReferralLinks() {}

    static List<PendingAction> due(CaseFile file, Decision decision) {
        return decision.attribution()
                .referral()
                .filter(referral -> !referral.suggested())
                .map(referral -> file.colleagues().stream()
                        .filter(colleague -> colleague.person().equals(referral.by()))
                        .flatMap(colleague -> links(file, colleague))
                        .toList())
                .orElse(List.of());
    }

    private static Stream<PendingAction> links(CaseFile file, AccountContact referrer) {
        Map<ConnectionId, SourceRef> theirs = new HashMap<>();
        referrer.records().forEach(record -> theirs.putIfAbsent(record.connection(), record));
        return file.records().stream()
                .filter(record -> theirs.containsKey(record.ref().connection()))
                .filter(record -> record.link(LinkRole.REFERRED_BY).isEmpty()
                        && record.link(LinkRole.CONVERTED_TO).isEmpty())
                .map(record -> link(file, record.ref(), theirs.get(record.ref().connection())));
    }

    private static PendingAction link(CaseFile file, SourceRef on, @Nullable SourceRef referrer) {
        SourceRef by = Objects.requireNonNull(referrer);
        return new PendingAction(
                file.person(),
                on,
                "referred by " + by,
                new PendingAction.Link(by),
                List.of(),
                "referred by " + by.id());
    }
}
