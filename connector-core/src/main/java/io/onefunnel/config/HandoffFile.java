package io.onefunnel.config;

import io.onefunnel.policy.Handoff;
import io.onefunnel.settings.Settings;
import java.util.List;
import java.util.Optional;

/** Reads {@code config/framework/handoff.yaml}: who takes over, and when a lead goes back. */
final class HandoffFile {
    private HandoffFile() {}

    static Handoff read(Settings file) {
        Handoff handoff = new Handoff(
                FileParts.approval(file),
                FileParts.lowerCase(file, "salespeople", List.of()),
                file.positiveInt("take-back.offer-days", Handoff.DEFAULT.offerDays()),
                file.positiveInt("take-back.due-days", Handoff.DEFAULT.dueDays()),
                Optional.of(file.text("take-back.automatic-to", "").strip()).filter(id -> !id.isEmpty()));
        file.check(
                handoff.offerDays() < handoff.dueDays(),
                "take-back.offer-days",
                "must be less than due-days, " + handoff.dueDays());
        return handoff;
    }
}
