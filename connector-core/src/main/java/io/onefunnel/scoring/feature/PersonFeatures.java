package io.onefunnel.scoring.feature;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.JobFunction;
import io.onefunnel.model.JobLevel;
import io.onefunnel.model.PersonRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Who a person is at work, and whether there is a mailbox to reach them. */
final class PersonFeatures {
    private final CaseFile file;
    private final List<JobFunction> fittingFunctions;

    PersonFeatures(CaseFile file, List<JobFunction> fittingFunctions) {
        this.file = file;
        this.fittingFunctions = fittingFunctions;
    }

    void tell(Consumer<FeatureValue> found) {
        level(found);
        function(found);
        email(found);
    }

    void tellConsent(Consumer<FeatureValue> found) {
        if (file.records().stream().anyMatch(record -> record.is(Field.EMAIL_OPT_OUT))) {
            found.accept(new FeatureValue(Feature.EMAIL_CONSENT, "opted-out", "opted out of e-mail"));
        }
    }

    /** Two titles of one person: the higher one counts. */
    private void level(Consumer<FeatureValue> found) {
        JobLevel level = file.records().stream()
                .map(PersonRecord::level)
                .min(Comparator.naturalOrder())
                .orElse(JobLevel.UNKNOWN);
        switch (level) {
            case C_LEVEL -> found.accept(new FeatureValue(Feature.JOB_LEVEL, "level-executive", "executive"));
            case VICE_PRESIDENT ->
                found.accept(new FeatureValue(Feature.JOB_LEVEL, "level-executive", "vice president"));
            case DIRECTOR -> found.accept(new FeatureValue(Feature.JOB_LEVEL, "level-director", "director"));
            case MANAGER -> found.accept(new FeatureValue(Feature.JOB_LEVEL, "level-manager", "manager"));
            case STAFF, UNKNOWN -> {}
        }
    }

    private void function(Consumer<FeatureValue> found) {
        file.records().stream()
                .map(PersonRecord::function)
                .filter(fittingFunctions::contains)
                .min(Comparator.naturalOrder())
                .map(function -> new FeatureValue(Feature.JOB_FUNCTION, "function-fits", "works in " + words(function)))
                .ifPresent(found);
    }

    private void email(Consumer<FeatureValue> found) {
        List<Email.Kind> kinds = file.records().stream()
                .flatMap(record -> record.emails().stream()
                        .map(email -> record.is(Field.EMAIL_INVALID) ? Email.Kind.INVALID : email.kind()))
                .toList();
        if (kinds.isEmpty()) return;
        if (kinds.contains(Email.Kind.WORK)) {
            found.accept(new FeatureValue(Feature.EMAIL_KIND, "work-email", "work e-mail"));
        } else if (kinds.contains(Email.Kind.PERSONAL)) {
            found.accept(new FeatureValue(Feature.EMAIL_KIND, "personal-email", "personal e-mail"));
        } else {
            found.accept(new FeatureValue(Feature.EMAIL_KIND, "unusable-email", "no e-mail that works"));
        }
    }

    private static String words(JobFunction function) {
        return function == JobFunction.IT
                ? "IT"
                : function.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
